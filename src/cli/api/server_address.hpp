#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace nameplate::cli {

/// The server that `--server URL` names.
struct ServerAddress {
  bool encrypted = false;  ///< https
  std::string host;        ///< a name or an IP address, without brackets
  std::string port;
  std::string authority;  ///< as the Host header says it
  std::string path;       ///< what stands before /api/v1 behind a proxy; no slash at its end

  /// Whether the way there leaves this machine.
  [[nodiscard]] bool is_loopback() const;
};

/// Errors: server.malformed.
[[nodiscard]] base::Result<ServerAddress> parse_server_address(std::string_view text);

}  // namespace nameplate::cli
