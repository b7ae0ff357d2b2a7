#include "store/sqlite/migrate.hpp"

#include "base/check.hpp"
#include "base/logging.hpp"
#include "store/failure.hpp"
#include "store/sqlite/sql_transaction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nameplate::store::sqlite {
namespace {

constexpr std::int64_t our_application_id = 0x4E504C54;  // 'NPLT', set by the first migration

/// `0001_ledger.sql` is number 1.
std::int64_t number_of(base::EmbeddedFile const& migration) {
  std::int64_t number = 0;
  auto const [end, error] =
      std::from_chars(migration.name.data(), migration.name.data() + migration.name.size(), number);
  base::check(error == std::errc() && number > 0, "the name of a migration begins with its number");
  return number;
}

}  // namespace

Identity identify(Connection& connection) {
  auto const application_id = connection.ask("PRAGMA application_id");
  auto const schema = connection.ask("PRAGMA user_version");
  if (application_id == our_application_id) {
    return {.is_empty = false, .schema = schema};
  }
  auto const tables = connection.ask("SELECT count(*) FROM sqlite_schema");
  if (application_id != 0 || schema != 0 || tables != 0) {
    throw StorageFailure(FailureKind::damaged, "this is a database of another program; it was left as it is");
  }
  return {.is_empty = true, .schema = 0};
}

std::int64_t newest_schema(std::span<base::EmbeddedFile const> migrations) {
  base::check(!migrations.empty(), "there are migrations");
  return number_of(migrations.back());
}

void refuse_newer(Identity const& identity, std::span<base::EmbeddedFile const> migrations) {
  auto const newest = newest_schema(migrations);
  if (identity.schema > newest) {
    throw StorageFailure(FailureKind::newer_schema,
                         fmt::format("the database has schema {}, this program knows schemas up to {}; "
                                     "use the program that wrote it, or a newer one",
                                     identity.schema, newest));
  }
}

void migrate(Connection& connection, std::span<base::EmbeddedFile const> migrations,
             std::function<void()> const& before_each) {
  bool const is_new = identify(connection).is_empty;
  for (auto const& migration : migrations) {
    auto const number = number_of(migration);
    if (identify(connection).schema >= number) {
      continue;
    }
    // The transaction is the lock: a second program waits here, and then finds the work done.
    connection.use(sql::begin_write).run();
    try {
      if (identify(connection).schema < number) {
        connection.execute(migration.text, before_each);
        base::check(identify(connection).schema == number, "a migration ends with PRAGMA user_version = its number");
      }
      connection.use(sql::commit).run();
    } catch (...) {
      connection.roll_back();
      throw;
    }
    if (!is_new) {
      base::log::info("store", "migrated", {{"migration", std::string(migration.name)}});
    }
  }
}

}  // namespace nameplate::store::sqlite
