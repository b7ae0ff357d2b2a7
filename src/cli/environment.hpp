#pragma once

#include "app/ledger.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "cli/api/api.hpp"
#include "cli/database.hpp"
#include "cli/serve_arguments.hpp"

#include <atomic>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

namespace nameplate::cli {

/// Every command ends with one of these.
enum ExitCode : int {  // NOLINT(cppcoreguidelines-use-enum-class): it is the number that a process ends with
  exit_ok = 0,
  exit_refused = 1,  ///< the world says no: the message tells why and what to do
  exit_broken = 2,   ///< machinery failed: disk, file, network
  exit_usage = 64,   ///< the arguments cannot be understood
};

/// What a command wants to do with a database.
enum class OpenFor {
  writing,  ///< made when there is none; only one process at a time
  reading,  ///< must exist; may be served by another process meanwhile
  taking,   ///< the same, and nobody else may have it
  making,   ///< for a copy that is being made: nothing else is there
  looking,  ///< must exist, and nobody changes it: nothing is made beside it
};

/// Where the result goes to, and where input comes from.
struct Screen {
  bool shows_output = false;  ///< a person reads the result
  bool gives_input = false;   ///< a person would have to type the input
  std::size_t width = 0;      ///< columns; 0: lines are not cut
};

/// What the commands need and only the composition root can make.
struct Environment {
  std::ostream& out;       ///< the result: what another program may read
  std::ostream& messages;  ///< everything else
  std::istream& in;
  base::Clock const& clock;
  std::string version;
  /// Throws store::StorageFailure, of kind `busy` when another process serves the database.
  std::function<std::unique_ptr<store::Store>(Database const&, OpenFor)> open_store;
  /// Reads a copy through that nobody changes. Throws store::StorageFailure.
  std::function<store::CopyCheck(std::string const& path, std::atomic<bool> const* cancel)> check_copy = {};
  /// The ledger of a database that nobody serves, answered in this process. Makes the database if there is none. Throws
  /// store::StorageFailure, of kind `busy` when another process has it.
  std::function<std::unique_ptr<Api>(Database const&)> open_ledger = {};
  /// Serves until it is told to stop, and gives the exit code. `ready` is called once the address is known.
  std::function<base::Result<int>(ServeArguments const&, std::function<void(Listening const&)> const& ready)> serve;
  /// A variable of the environment; nothing when it is not set.
  std::function<std::optional<std::string>(std::string const& name)> variable = {};
  Screen terminal = {};
};

}  // namespace nameplate::cli
