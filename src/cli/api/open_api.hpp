#pragma once

#include "cli/api/api.hpp"
#include "cli/environment.hpp"

#include <functional>
#include <memory>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace nameplate::cli {

/// Which ledger a command works with, as it was written.
struct LedgerOptions {
  std::string database;    ///< `--database`, or the variable NAMEPLATE_DATABASE
  std::string server;      ///< `--server`, or the variable NAMEPLATE_SERVER
  std::string token_file;  ///< `--token-file`; without it the variable NAMEPLATE_TOKEN
  std::string ca_file;     ///< `--ca`
};

/// Adds `--database`, `--server`, `--token-file` and `--ca`.
void add_ledger_options(CLI::App& command, LedgerOptions& options);

/// Takes what was not written from the variables of the environment. Throws CLI::ParseError unless exactly one ledger
/// is named. Called while the arguments are read, so that it ends with exit_usage.
[[nodiscard]] LedgerOptions settle(LedgerOptions options);

/// What to do when there is no database yet.
enum class MissingDatabase {
  refused,  ///< a typing error in the path should not make one
  made,
};

/// Finds the ledger and runs `work` with it: over the network, through the process that serves the database, or in this
/// process when nobody does. Waits a while for a process that has just taken the database or is about to let it go.
/// The answer is that of `work`, or that of a refusal. Throws ApiFailure.
[[nodiscard]] int with_api(Environment& environment, LedgerOptions const& options, MissingDatabase missing,
                           std::function<int(Api&)> const& work);

}  // namespace nameplate::cli
