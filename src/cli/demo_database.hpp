#pragma once

#include "cli/environment.hpp"

#include <optional>
#include <string>

namespace nameplate::cli {

/// The tokens that come with a demonstration. They stand in a file beside its database, because a ledger keeps only
/// their hashes.
struct DemoTokens {
  std::string viewer;  ///< to look
  std::string worker;  ///< to work: an operator
};

/// Makes the demonstration's database when there is none. Nothing half made is left when this is broken off: it is made
/// in a folder of its own and moved into place.
void make_demo_database(Database const& database, Environment& environment);

/// None when the database is not a demonstration.
[[nodiscard]] std::optional<DemoTokens> read_demo_tokens(Database const& database);

}  // namespace nameplate::cli
