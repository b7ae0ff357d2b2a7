#include "http/dispatcher.hpp"

#include "base/logging.hpp"
#include "http/media_type.hpp"
#include "http/problem.hpp"
#include "http/target.hpp"
#include "http/worker_pool.hpp"

#include <utility>

namespace nameplate::http {
namespace {

/// Above this, reading the body costs an I/O thread so long that its other connections would feel it.
constexpr std::size_t body_bytes_on_io_thread_max = 64 * 1024;

bool runs_on_worker(Route const& route, Services const& services, Request const& request) {
  return route.weight == Weight::heavy || request.body.size() > body_bytes_on_io_thread_max ||
         (route.is_heavy != nullptr && route.is_heavy(services, request));
}

std::optional<Response> check_host(HostRule const& hosts, Request const& request) {
  // What watches a server asks each machine by whatever name it has.
  if (request.from_owner_socket || request.path.starts_with("/health/") ||
      hosts.accepts(request.headers.host.value_or(""))) {
    return std::nullopt;
  }
  return problem(421, "host.unknown",
                 "This server is not known by the name in Host. Use its base URL, or have the proxy pass Host on.");
}

std::optional<Response> check_body_type(Route const& route, Request const& request) {
  if (!request.has_body) {
    return std::nullopt;
  }
  if (request.method == Method::get || request.method == Method::head) {
    return problem(400, "body.unexpected", "A GET or HEAD request has no body here. Use query parameters.");
  }
  if (request.headers.content_encoding && *request.headers.content_encoding != "identity") {
    return problem(415, "body.encoding",
                   "Compressed bodies are not accepted. Send it as it is, without Content-Encoding.");
  }
  if (route.accepts == Accepts::json && !is_json(request.headers.content_type.value_or(""))) {
    return problem(415, "body.type", "The body must be JSON in UTF-8. Say so with Content-Type: application/json.");
  }
  return std::nullopt;
}

}  // namespace

Dispatcher::Dispatcher(std::span<Route const> routes, Services& services, DispatchHooks hooks)
    : routes_(routes), router_(routes), services_(&services), hooks_(std::move(hooks)) {}

std::vector<std::string> Dispatcher::route_names() const {
  std::vector<std::string> names;
  for (auto const& route : routes_) {
    names.emplace_back(route.name);
  }
  names.emplace_back("unrouted");
  return names;
}

Dispatcher::Admission Dispatcher::admit(Request& request) const noexcept {
  Admission admission{.route_index = unrouted()};
  try {
    admission.refusal = judge(request, admission);
  } catch (...) {
    admission.refusal = failure(std::current_exception(), request.request_id);
  }
  return admission;
}

std::optional<Response> Dispatcher::judge(Request& request, Admission& admission) const {
  auto target = parse_target(request.target);
  if (!target) {
    admission.ends_connection = true;
    return problem(target.error());
  }
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  if (auto refusal = check_host(hooks_.hosts, request)) {
    return refusal;
  }

  auto match = router_.match(request.method, request.path);
  if (match.route == nullptr && match.allow.empty()) {
    return problem(404, "route.unknown", "There is nothing at this path. The routes are described in /openapi.yaml.");
  }
  if (match.route == nullptr) {
    auto response = problem(405, "method.not_allowed", "This path takes " + match.allow + ".");
    response.headers.emplace_back("Allow", std::move(match.allow));
    return response;
  }
  request.captures = std::move(match.captures);
  admission.route = match.route;
  admission.route_index = match.index;

  if (auto refusal = check_access(match.route->access, request)) {
    return refusal;
  }
  return check_body_type(*match.route, request);
}

std::optional<Response> Dispatcher::check_access(Access access, Request& request) const {
  if (access.is_open()) {
    return std::nullopt;
  }
  if (access.needs_owner_socket() && !request.from_owner_socket) {
    return problem(403, "access.owner_only",
                   "This works only on the server itself, through the socket beside the database.");
  }
  auto principal = hooks_.authenticate(request);
  if (!principal) {
    return problem(principal.error());
  }
  request.principal = std::move(*principal);
  if (request.principal.role < access.role_min()) {
    return problem(403, "access.denied",
                   "This needs the role " + std::string(domain::name_of(access.role_min())) +
                       " or higher; this account is " + std::string(domain::name_of(request.principal.role)) + ".");
  }
  return std::nullopt;
}

void Dispatcher::run(Route const& route, Request&& request, std::shared_ptr<AnswerSlot> const& slot,
                     WorkerPool& workers) const {
  if (!runs_on_worker(route, *services_, request)) {
    run_here(route, std::move(request), slot);
    return;
  }
  WorkerPool::Task task = [this, &route, moved = std::move(request), slot]() mutable {
    run_here(route, std::move(moved), slot);
  };
  if (!workers.submit(task)) {
    slot->offer(problem(503, "server.busy", "The server is busy with earlier requests. Try again in a moment."));
  }
}

void Dispatcher::run_here(Route const& route, Request&& request, std::shared_ptr<AnswerSlot> const& slot) const {
  auto const request_id = request.request_id;
  try {
    route.handler(*services_, std::move(request), make_respond(slot));
  } catch (...) {
    slot->offer(failure(std::current_exception(), request_id));
  }
}

Response Dispatcher::failure(std::exception_ptr const& thrown, std::string_view request_id) const noexcept {
  std::string what = "an exception that is no std::exception";
  try {
    std::rethrow_exception(thrown);
  } catch (std::exception const& exception) {
    what = exception.what();
  } catch (...) {  // NOLINT(bugprone-empty-catch): `what` says it
  }
  base::log::error("http", "a request failed", {{"request", std::string(request_id)}, {"what", what}});
  if (hooks_.explain_failure) {
    if (auto const explained = hooks_.explain_failure(thrown)) {
      return problem(*explained);
    }
  }
  return problem(
      500, "internal.error",
      "The server failed at this request. Its log says more under the request id " + std::string(request_id) + ".");
}

}  // namespace nameplate::http
