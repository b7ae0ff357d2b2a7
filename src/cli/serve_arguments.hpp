#pragma once

#include "app/backups/backups.hpp"
#include "base/ip_network.hpp"
#include "base/logging.hpp"
#include "base/result.hpp"
#include "base/web_address.hpp"
#include "cli/database.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::cli {

/// Where to listen: an IP address and a port; port 0 takes any free one.
struct ListenAddress {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;

  [[nodiscard]] bool is_loopback() const;
  /// As it stands in a URL: `127.0.0.1:8080`, `[::1]:8080`.
  [[nodiscard]] std::string to_string() const;
};

/// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`. Errors: listen.malformed.
[[nodiscard]] base::Result<ListenAddress> parse_listen_address(std::string_view text);

/// Both or neither.
struct TlsPaths {
  std::string certificate;
  std::string key;
};

/// Where a head of the ledger is written to, now and then.
struct SealPaths {
  std::string file;
  std::string key;
};

/// What `serve` is told. The defaults are those of the server.
struct ServeArguments {
  Database database;
  Database read_database;  ///< a standby that answers questions; not given: none
  ListenAddress listen;
  TlsPaths tls_files = {};
  SealPaths seal_files = {};
  unsigned seal_interval_seconds = 60;
  std::vector<base::IpNetwork> trusted_proxies = {};
  std::optional<base::WebAddress> base_url = {};
  unsigned io_threads = 2;
  std::size_t workers = 0;  ///< 0: as many as suit the store
  std::size_t connections = 4096;
  std::size_t connections_per_address = 1024;
  std::size_t body_mib = 16;
  std::size_t queue = 4096;
  app::BackupPlan backups = {.every_seconds = 24 * 3600};
  base::log::Level log_level = base::log::Level::info;

  [[nodiscard]] bool speaks_tls() const { return !tls_files.certificate.empty(); }
};

/// What `serve` tells when it has begun.
struct Listening {
  std::string url;  ///< `http://127.0.0.1:8080`
};

}  // namespace nameplate::cli
