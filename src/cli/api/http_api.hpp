#pragma once

#include "cli/api/api.hpp"
#include "cli/api/server_address.hpp"
#include "cli/database.hpp"

#include <memory>
#include <string>

namespace nameplate::cli {

/// Talks to the process that serves a database, as its owner: over the Unix socket that only the owner of the file can
/// open. Null when nobody serves it. Throws ApiFailure when the socket cannot be used.
[[nodiscard]] std::unique_ptr<Api> connect_to_owner(Database const& database);

/// Talks to a server somewhere. Connects with the first request. `ca_file`: who is trusted instead of the system's
/// authorities; empty: those.
[[nodiscard]] std::unique_ptr<Api> connect_to_server(ServerAddress const& address, std::string const& token,
                                                     std::string const& ca_file);

}  // namespace nameplate::cli
