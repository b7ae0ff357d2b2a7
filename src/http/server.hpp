#pragma once

#include "http/server_options.hpp"

#include <cstdint>
#include <memory>

namespace nameplate::http {

class Dispatcher;
class Metrics;

/// HTTP/1.1 on a TCP address and, if asked for, on a Unix socket.
class Server {
 public:
  /// `dispatcher` and `metrics` outlive the server; `metrics` was made with the dispatcher's route names.
  Server(ServerOptions options, Dispatcher const& dispatcher, Metrics& metrics);
  /// Stops first.
  ~Server();
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;

  /// Listens and returns; the work is done on threads of its own. Throws std::system_error when an address cannot be
  /// used. Once per object.
  void start();

  /// Takes no new connections, lets running requests end for `stop_timeout`, then cuts what is left. Waits for all
  /// that; handlers on the worker pool are always waited for. After it, no thread of the server runs.
  void stop();

  /// The TCP port in use; 0 without TCP.
  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace nameplate::http
