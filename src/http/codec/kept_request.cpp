#include "http/codec/kept_request.hpp"

#include "app/commands/approvals.hpp"
#include "base/time_text.hpp"
#include "http/codec/batch_codec.hpp"

namespace nameplate::http {

std::string kept_request(domain::Verb verb, JsonValue operation, std::optional<base::Instant> device_time) {
  std::string text;
  if (!app::is_correction(verb)) {
    return text;
  }
  operation.append_to(text);
  if (device_time && !operation.find("deviceTime")) {
    text.insert(1, "\"deviceTime\":\"" + base::to_string(*device_time) + "\",");
  }
  return text;
}

base::Result<OperationRequest> read_kept_request(domain::Verb verb, JsonValue kept, base::Instant asked_at,
                                                 base::Instant now) {
  auto request = read_operation(kept, verb, beside_operation);
  if (request && request->operation.device_time) {
    request->operation.device_time = request->operation.device_time->plus(now.microseconds - asked_at.microseconds);
  }
  return request;
}

}  // namespace nameplate::http
