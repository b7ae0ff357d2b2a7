#include "cli/database.hpp"

#include <filesystem>
#include <system_error>

namespace nameplate::cli {

namespace {

constexpr std::string_view sqlite_prefix = "sqlite:";

}  // namespace

bool Database::exists() const {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

base::Result<Database> parse_database(std::string_view text) {
  if (text.starts_with("postgresql:") || text.starts_with("postgres:")) {
    return base::fail(base::ErrorKind::bad_request, "database.unsupported",
                      "This version keeps its ledger in SQLite only. Give --database sqlite:PATH.");
  }
  if (!text.starts_with(sqlite_prefix)) {
    return base::fail(base::ErrorKind::bad_request, "database.malformed",
                      "The database must be written as sqlite:PATH, for example --database sqlite:nameplate.db.");
  }
  auto const path = text.substr(sqlite_prefix.size());
  if (path.empty() || path.front() == ':' || path.ends_with('/')) {
    return base::fail(base::ErrorKind::bad_request, "database.malformed",
                      "sqlite: must be followed by the path of a file, for example --database sqlite:nameplate.db.");
  }
  return Database{.path = std::filesystem::weakly_canonical(std::filesystem::absolute(path)).string()};
}

base::Error no_such_database(Database const& database) {
  return {.kind = base::ErrorKind::not_found,
          .reason = "database.missing",
          .detail = "There is no database at " + database.path + ". Check the path after sqlite:."};
}

}  // namespace nameplate::cli
