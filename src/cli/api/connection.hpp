#pragma once

#include "cli/api/api.hpp"
#include "cli/api/server_address.hpp"

#include <memory>
#include <string>

namespace nameplate::cli {

/// The connection broke, or nothing was heard in time. Whether the request was worked on is not known.
class BrokenConnection : public ApiFailure {
 public:
  using ApiFailure::ApiFailure;
};

/// There is no connection at all: nobody listens, or is not trusted.
class NoConnection : public ApiFailure {
 public:
  using ApiFailure::ApiFailure;
};

/// One kept connection that speaks HTTP/1.1.
class Connection {
 public:
  Connection() = default;
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;
  virtual ~Connection() = default;

  /// Throws BrokenConnection.
  [[nodiscard]] virtual ApiAnswer exchange(ApiRequest const& request, std::string const& host,
                                           BodySink const& sink) = 0;
  /// False after an answer that ended it.
  [[nodiscard]] virtual bool is_open() const = 0;
};

/// Null when nobody listens at the path. Throws NoConnection.
[[nodiscard]] std::unique_ptr<Connection> open_unix_connection(std::string const& path);
/// Throws NoConnection.
[[nodiscard]] std::unique_ptr<Connection> open_tcp_connection(ServerAddress const& address);
[[nodiscard]] std::unique_ptr<Connection> open_tls_connection(ServerAddress const& address, std::string const& ca_file);

}  // namespace nameplate::cli
