#pragma once

#include "http/server_options.hpp"
#include "http/transport.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace nameplate::http {

/// Accepts connections on a thread of its own: one listening socket, whose connections the caller spreads over the I/O
/// threads. (SO_REUSEPORT would let a second server of the same user take half of them unnoticed.)
class Listener {
 public:
  using OnConnection = std::function<void(Connection)>;

  /// Listens; throws std::system_error when it cannot. `on_connection` is called on the listener's thread.
  Listener(ServerOptions const& options, OnConnection on_connection);
  /// Stops listening and removes the Unix socket.
  ~Listener();
  Listener(Listener const&) = delete;
  Listener& operator=(Listener const&) = delete;

  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace nameplate::http
