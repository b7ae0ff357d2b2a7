#pragma once

#include "base/ip_network.hpp"
#include "base/web_address.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nameplate::http {

/// What to do about a file where the Unix socket should be: only who knows that nobody serves there may remove it.
enum class StaleSocket { refuse, remove };

class TlsCertificate;

/// Where to listen, and every limit of the transport.
struct ServerOptions {
  std::string address = "127.0.0.1";  ///< an IP literal; empty: no TCP
  std::uint16_t port = 8080;          ///< 0: any free one, see Server::port
  std::string unix_socket_path = {};  ///< empty: none; made with mode 0600 and removed at the end
  StaleSocket stale_socket = StaleSocket::refuse;

  /// With it, the TCP address speaks TLS only; the Unix socket never does. Outlives the server.
  TlsCertificate const* tls = nullptr;
  /// Peers whose X-Forwarded-For and X-Forwarded-Proto are believed.
  std::vector<base::IpNetwork> trusted_proxies = {};
  /// Where clients reach the server; links lead there.
  std::optional<base::WebAddress> base_url = {};

  unsigned io_threads = 2;
  std::size_t worker_threads = 2;
  std::size_t worker_queue_max = 256;

  std::size_t target_bytes_max = 8 * 1024;
  std::size_t header_bytes_max = 16 * 1024;  ///< request line included
  std::size_t header_count_max = 100;
  std::size_t body_bytes_max = 16 * 1024 * 1024;
  std::size_t connections_max = 4096;
  std::size_t connections_per_address_max = 1024;

  std::chrono::milliseconds header_timeout{10'000};       ///< from the first byte of a request to the end of its header
  std::chrono::milliseconds idle_timeout{75'000};         ///< between two requests
  std::chrono::milliseconds write_stall_timeout{30'000};  ///< without the client taking a single byte
  std::chrono::milliseconds body_grace{10'000};  ///< a body may take this long, and longer while it keeps its rate
  std::size_t body_bytes_per_second_min = 1024;
  std::chrono::milliseconds linger_timeout{
      2'000};  ///< after an answer that ends the connection, so that the client can read it
  std::chrono::milliseconds stop_timeout{10'000};  ///< for running requests
};

}  // namespace nameplate::http
