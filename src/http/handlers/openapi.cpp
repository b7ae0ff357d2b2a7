#include "http/handlers/openapi.hpp"

#include "base/embedded_file.hpp"
#include "openapi.embedded.hpp"

#include <string>

namespace nameplate::http {

void get_openapi(Services& /*services*/, Request&& /*request*/, Respond respond) {
  auto const files = openapi();
  respond({.status = 200,
           .content_type = "application/yaml",
           .body = files.empty() ? std::string() : std::string(files.front().text)});
}

}  // namespace nameplate::http
