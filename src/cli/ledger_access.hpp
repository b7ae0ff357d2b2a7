#pragma once

#include "app/ledger.hpp"
#include "cli/environment.hpp"
#include "cli/owner_client.hpp"
#include "domain/role.hpp"

#include <functional>
#include <memory>

namespace nameplate::cli {

/// What a command does with the ledger: through the process that serves it, or on the file itself.
struct BothWays {
  std::function<int(OwnerClient&)> when_served;
  std::function<int(app::Ledger&, domain::Actor const& owner)> when_not;
};

/// Finds out whether the database is served, and runs one of the two. Waits a while for a process that has just taken
/// the database or is about to let it go.
[[nodiscard]] int run_on_ledger(Environment& environment, Database const& database, BothWays const& ways);

/// Runs it on the file itself, which is made when there is none. Throws StorageFailure `busy` when it is served.
int run_on_file(Environment& environment, Database const& database,
                std::function<int(app::Ledger&, domain::Actor const& owner)> const& work);

/// For commands that make no database: what to say when there is none.
[[nodiscard]] base::Error no_such_database(Database const& database);

}  // namespace nameplate::cli
