#include "cli/database.hpp"

#include "base/hash.hpp"

#include <filesystem>
#include <system_error>

namespace nameplate::cli {

namespace {

constexpr std::string_view sqlite_prefix = "sqlite:";
constexpr std::string_view hidden = "***";

/// In postgresql://user:password@host/database?password=password
std::string without_password(std::string url) {
  auto const authority = url.find("//") + 2;
  auto const at = url.find('@', authority);
  auto const colon = url.find(':', authority);
  if (at != std::string::npos && colon < at) {
    url.replace(colon + 1, at - colon - 1, hidden);
  }
  constexpr std::string_view parameter = "password=";
  if (auto const begin = url.find(parameter); begin != std::string::npos) {
    auto const value = begin + parameter.size();
    url.replace(value, std::min(url.find('&', value), url.size()) - value, hidden);
  }
  return url;
}

}  // namespace

bool Database::exists() const {
  std::error_code ignored;
  return !is_file() || std::filesystem::exists(path, ignored);
}

std::string Database::shown() const {
  return is_file() ? path : without_password(url);
}

std::string Database::beside(std::string_view ending) const {
  if (is_file()) {
    return path + std::string(ending);
  }
  auto const name = "nameplate-" + base::to_hex(base::sha256(url)).substr(0, 16) + std::string(ending);
  return (std::filesystem::temp_directory_path() / name).string();
}

base::Result<Database> parse_database(std::string_view text) {
  if (text.starts_with("postgresql://") || text.starts_with("postgres://")) {
    return Database{.url = std::string(text)};
  }
  if (!text.starts_with(sqlite_prefix)) {
    return base::fail(base::ErrorKind::bad_request, "database.malformed",
                      "The database must be written as sqlite:PATH, for example --database sqlite:nameplate.db, or as "
                      "postgresql://USER@HOST/DATABASE.");
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

base::Error needs_a_file(std::string_view instead) {
  return {.kind = base::ErrorKind::bad_request,
          .reason = "database.unsupported",
          .detail = "This needs --database sqlite:PATH. " + std::string(instead)};
}

}  // namespace nameplate::cli
