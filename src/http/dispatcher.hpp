#pragma once

#include "base/result.hpp"
#include "http/answer_slot.hpp"
#include "http/host_rule.hpp"
#include "http/route.hpp"
#include "http/router.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace nameplate::http {

class WorkerPool;

/// What the dispatcher asks the application.
struct DispatchHooks {
  /// Who asks. Called on an I/O thread, for every route that is not open to anyone: should answer from memory.
  std::function<base::Result<Principal>(Request const&)> authenticate;
  /// What to tell the client about an exception that the application knows (a failed store); nothing for the others,
  /// which become 500 internal.error.
  std::function<std::optional<base::Error>(std::exception_ptr)> explain_failure = {};
  /// The names that requests may come under; the health checks may come under any.
  HostRule hosts = {};
};

/// From a request to its handler: the only place that checks access, and the only one that catches what a handler
/// throws.
class Dispatcher {
 public:
  /// Requests that reached no route are counted under this index.
  [[nodiscard]] std::size_t unrouted() const { return routes_.size(); }
  /// The names for Metrics, by index; the last one is for requests without a route.
  [[nodiscard]] std::vector<std::string> route_names() const;

  /// `routes` and `services` outlive the dispatcher.
  Dispatcher(std::span<Route const> routes, Services& services, DispatchHooks hooks);

  /// What the header alone decides.
  struct Admission {
    Route const* route = nullptr;
    std::size_t route_index = 0;
    std::optional<Response> refusal = {};  ///< set: answer with this
    bool ends_connection = false;          ///< the target itself cannot be trusted; nor, then, what follows
  };
  /// Judges a request before its body is read: target, route, access, type of the body. Fills path, query, captures
  /// and principal. Never throws.
  [[nodiscard]] Admission admit(Request& request) const noexcept;

  /// Runs the handler of an admitted request, here or on `workers`; the answer goes to `slot`, exactly once.
  void run(Route const& route, Request&& request, std::shared_ptr<AnswerSlot> const& slot, WorkerPool& workers) const;

 private:
  [[nodiscard]] std::optional<Response> judge(Request& request, Admission& admission) const;
  [[nodiscard]] std::optional<Response> check_access(Access access, Request& request) const;
  void run_here(Route const& route, Request&& request, std::shared_ptr<AnswerSlot> const& slot) const;
  [[nodiscard]] Response failure(std::exception_ptr const& thrown, std::string_view request_id) const noexcept;

  std::span<Route const> routes_;
  Router router_;
  Services* services_;
  DispatchHooks hooks_;
};

}  // namespace nameplate::http
