#pragma once

#include "base/clock.hpp"
#include "cli/api/api.hpp"
#include "cli/database.hpp"

#include <memory>
#include <string>

namespace nameplate {

/// The ledger of a database that nobody serves, as its owner: the server's own routes, without a socket. Throws
/// store::StorageFailure, of kind `busy` when another process has the database.
[[nodiscard]] std::unique_ptr<cli::Api> open_local_api(cli::Database const& database, base::Clock const& clock,
                                                       std::string const& version);

}  // namespace nameplate
