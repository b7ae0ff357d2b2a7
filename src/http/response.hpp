#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace nameplate::http {

/// Appends the next piece of a body to `chunk` and says whether more will follow. Called on a worker thread, the next
/// time only when the client has taken the last piece; destroyed early when the client goes away. A throw cuts the
/// connection, so that the client does not take the part for the whole.
using BodyStream = std::move_only_function<bool(std::string& chunk)>;

/// One answer. The safe headers (nosniff, no-store, a closed Content-Security-Policy, ...) are added on the way out;
/// Cache-Control and Content-Security-Policy set here win.
struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  BodyStream stream = {};  ///< in place of `body` when set
};

[[nodiscard]] inline Response json(int status, std::string body) {
  return {.status = status, .body = std::move(body)};
}

[[nodiscard]] inline Response no_content() {
  return {.status = 204, .content_type = {}};
}

/// Gives the answer to one request. May be called from any thread, also after the handler returned; only the first
/// call counts. Dropped without a call, the request is answered with 500.
using Respond = std::move_only_function<void(Response)>;

}  // namespace nameplate::http
