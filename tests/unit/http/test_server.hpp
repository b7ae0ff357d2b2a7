#pragma once

#include "http/dispatcher.hpp"
#include "http/metrics.hpp"
#include "http/server.hpp"

#include <cstdint>
#include <functional>

namespace nameplate::http {

/// A real server on a free loopback port with a few routes of its own:
///
///   GET /hello    "hello"              POST /echo    the body            GET /stream   "0,1,...,999," in pieces
///   GET /slow     heavy, until released               GET /later   answered from another thread
///   GET /never    answered by nobody until the test drops it             GET /broken-stream   breaks off
///   GET /peer     who asks: peer and whether through the owner's socket  GET /endless   a stream without an end
class TestServer {
 public:
  /// A free port, short waits at the end; else the defaults.
  static ServerOptions patient_options();
  /// Every time-out half a second: for tests that wait for one, as a busy machine may exceed it anywhere.
  static ServerOptions quick_options();
  explicit TestServer(ServerOptions options = patient_options());

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  [[nodiscard]] Metrics& metrics() { return metrics_; }
  void stop() { server_.stop(); }

 private:
  Dispatcher dispatcher_;
  Metrics metrics_;
  Server server_;
};

/// Waits up to ten seconds for something to become so.
[[nodiscard]] bool soon(std::function<bool()> const& holds);

/// Lets the handlers of /slow go on; until then they wait.
void release_slow_handlers();
void hold_slow_handlers();
/// How many requests stand in /slow or /never.
[[nodiscard]] int count_waiting_handlers();
/// Answers what /never kept.
void answer_kept_requests();

}  // namespace nameplate::http
