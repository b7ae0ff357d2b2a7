#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace nameplate::cli {

/// The database that `--database sqlite:PATH` or `--database postgresql://...` names.
struct Database {
  std::string path = {};         ///< of a file: absolute, links resolved, so two names of one file lead to one socket
  std::string url = {};          ///< of PostgreSQL, perhaps with a password: not for messages
  std::string standby_url = {};  ///< of a standby of it, for questions; empty: none

  [[nodiscard]] bool is_given() const { return !path.empty() || !url.empty(); }
  [[nodiscard]] bool is_file() const { return url.empty(); }
  /// Of PostgreSQL whoever opens it finds out.
  [[nodiscard]] bool exists() const;
  /// For people: the path, or the URL without a password.
  [[nodiscard]] std::string shown() const;
  /// What goes with the database: a file beside it, for PostgreSQL one in the folder for temporary files.
  [[nodiscard]] std::string beside(std::string_view ending) const;
  /// Where the serving process listens for the owner; none for PostgreSQL, where everybody may work at once.
  [[nodiscard]] std::string socket_path() const { return is_file() ? path + ".sock" : std::string(); }
};

/// Error: database.malformed.
[[nodiscard]] base::Result<Database> parse_database(std::string_view text);

/// For commands that make no database: what to say when there is none.
[[nodiscard]] base::Error no_such_database(Database const& database);

/// For commands that make a file, or take one: database.unsupported.
[[nodiscard]] base::Error needs_a_file(std::string_view instead);

}  // namespace nameplate::cli
