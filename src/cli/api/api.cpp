#include "cli/api/api.hpp"

#include <algorithm>
#include <cctype>

namespace nameplate::cli {

std::string ApiAnswer::header(std::string_view name) const {
  auto const same_letter = [](unsigned char left, unsigned char right) {
    return std::tolower(left) == std::tolower(right);
  };
  for (auto const& [found, value] : headers) {
    if (std::ranges::equal(found, name, same_letter)) {
      return value;
    }
  }
  return {};
}

}  // namespace nameplate::cli
