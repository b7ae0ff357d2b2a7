#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace nameplate::cli {

/// The database that `--database sqlite:PATH` names.
struct Database {
  std::string path;  ///< absolute, links resolved: so two names of one file lead to one socket

  [[nodiscard]] bool exists() const;
  /// Where the serving process listens for the owner.
  [[nodiscard]] std::string socket_path() const { return path + ".sock"; }
};

/// Errors: database.malformed, database.unsupported (a kind of database that this version does not know).
[[nodiscard]] base::Result<Database> parse_database(std::string_view text);

/// For commands that make no database: what to say when there is none.
[[nodiscard]] base::Error no_such_database(Database const& database);

}  // namespace nameplate::cli
