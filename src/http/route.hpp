#pragma once

#include "http/access.hpp"
#include "http/method.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

#include <cstdint>
#include <string_view>

namespace nameplate::http {

/// What the handlers work on; defined in http/services.hpp, unknown to the transport.
struct Services;

/// Where a handler runs.
enum class Weight : std::uint8_t {
  light,  ///< on the I/O thread: microseconds, never waits
  heavy,  ///< on the worker pool: reads much or waits; 503 server.busy when the pool's queue is full
  write,  ///< starts on the I/O thread (on the pool when the body is large) and answers later from another thread
};

/// What a route takes as its body.
enum class Accepts : std::uint8_t {
  json,  ///< `application/json`, charset utf-8 or none; anything else is 415
  any,   ///< the handler looks at the Content-Type itself
};

using Handler = void (*)(Services&, Request&&, Respond);
/// Whether this request to a light route is one that reads much or waits.
using IsHeavy = bool (*)(Services const&, Request const&);

/// One line of the route table.
struct Route {
  Method method;
  std::string_view
      pattern;  ///< `/units/{id}/history`; a last `{path...}` takes all remaining segments. Outlives the router
  Access access;
  Weight weight;
  Handler handler;
  std::string_view name;  ///< for metrics and logs, such as `units.history`. Outlives the router
  Accepts accepts = Accepts::json;
  IsHeavy is_heavy = nullptr;
};

}  // namespace nameplate::http
