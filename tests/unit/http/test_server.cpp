#include "unit/http/test_server.hpp"

#include "unit/http/no_services.hpp"

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace nameplate::http {
namespace {

using namespace std::chrono_literals;

std::atomic<bool> slow_is_held = false;
std::atomic<int> waiting_handlers = 0;
std::mutex kept_mutex;
std::vector<Respond> kept;

void hello(Services&, Request&&, Respond respond) {
  respond(json(200, "hello"));
}

void echo(Services&, Request&& request, Respond respond) {
  respond(json(200, std::move(request.body)));
}

void peer(Services&, Request&& request, Respond respond) {
  respond(json(200, request.peer + (request.from_owner_socket ? " owner" : "")));
}

void slow(Services&, Request&&, Respond respond) {
  ++waiting_handlers;
  slow_is_held.wait(true);
  --waiting_handlers;
  respond(json(200, "slow"));
}

void later(Services&, Request&&, Respond respond) {
  std::thread([respond = std::move(respond)]() mutable { respond(json(200, "later")); }).detach();
}

void never(Services&, Request&&, Respond respond) {
  std::lock_guard const lock(kept_mutex);
  kept.push_back(std::move(respond));
  ++waiting_handlers;
}

void stream(Services&, Request&&, Respond respond) {
  respond({.content_type = "text/plain", .stream = [number = 0](std::string& chunk) mutable {
             for (int i = 0; i < 100; ++i) {
               chunk += std::to_string(number++) + ",";
             }
             return number < 1000;
           }});
}

void endless(Services&, Request&&, Respond respond) {
  respond({.stream = [](std::string& chunk) {
    chunk.assign(64 * 1024, 'x');
    return true;
  }});
}

void broken_stream(Services&, Request&&, Respond respond) {
  respond({.stream = [first = true](std::string& chunk) mutable {
    if (!std::exchange(first, false)) {
      throw std::runtime_error("the disk is gone");
    }
    chunk = "part";
    return true;
  }});
}

constexpr Route route(Method method, std::string_view pattern, Handler handler, Weight weight = Weight::light) {
  return {.method = method,
          .pattern = pattern,
          .access = Access::anyone(),
          .weight = weight,
          .handler = handler,
          .name = pattern.substr(1)};
}

constexpr Route routes[] = {
    route(Method::get, "/hello", hello),
    route(Method::post, "/echo", echo),
    route(Method::get, "/peer", peer),
    route(Method::get, "/slow", slow, Weight::heavy),
    route(Method::get, "/later", later, Weight::write),
    route(Method::get, "/never", never, Weight::write),
    route(Method::get, "/stream", stream),
    route(Method::get, "/endless", endless),
    route(Method::get, "/broken-stream", broken_stream),
};

}  // namespace

ServerOptions TestServer::patient_options() {
  return {.port = 0, .linger_timeout = 200ms, .stop_timeout = 500ms};
}

ServerOptions TestServer::quick_options() {
  auto options = patient_options();
  options.header_timeout = options.idle_timeout = options.write_stall_timeout = options.body_grace = 500ms;
  return options;
}

TestServer::TestServer(ServerOptions options)
    : dispatcher_(routes, no_services(), {.authenticate = {}}),
      metrics_(dispatcher_.route_names(), options.io_threads),
      server_(options, dispatcher_, metrics_) {
  server_.start();
}

bool soon(std::function<bool()> const& holds) {
  for (int i = 0; i < 2000; ++i) {
    if (holds()) {
      return true;
    }
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

void release_slow_handlers() {
  slow_is_held = false;
  slow_is_held.notify_all();
}

void hold_slow_handlers() {
  slow_is_held = true;
}

int count_waiting_handlers() {
  return waiting_handlers;
}

void answer_kept_requests() {
  std::lock_guard const lock(kept_mutex);
  for (auto& respond : kept) {
    respond(json(200, "at last"));
  }
  waiting_handlers -= static_cast<int>(kept.size());
  kept.clear();
}

}  // namespace nameplate::http
