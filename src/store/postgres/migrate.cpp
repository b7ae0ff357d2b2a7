#include "store/postgres/migrate.hpp"

#include "base/check.hpp"
#include "base/logging.hpp"
#include "store/failure.hpp"

#include <fmt/format.h>

#include <charconv>

namespace nameplate::store::postgres {
namespace {

/// How this program knows its own tables: the comment on the one that holds the number of the newest migration. Its
/// only row is the lock of whoever migrates.
constexpr std::string_view our_comment = "Nameplate ledger";

constexpr std::string_view make_version = R"(
CREATE TABLE schema_version (
  ledger_id smallint PRIMARY KEY CHECK (ledger_id = 1),
  version bigint NOT NULL          -- of the newest migration
);
COMMENT ON TABLE schema_version IS 'Nameplate ledger';
INSERT INTO schema_version (ledger_id, version) VALUES (1, 0);
)";

std::int64_t read_number(std::string_view text) {
  std::int64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  base::check(error == std::errc() && end != text.data(), "a number");
  return number;
}

/// `0001_ledger.sql` is number 1.
std::int64_t number_of(base::EmbeddedFile const& migration) {
  return read_number(migration.name);
}

/// A text within a statement: names of schemas and tables only.
std::string literal(std::string_view text) {
  std::string quoted = "'";
  for (char const c : text) {
    quoted += c == '\'' ? "''" : std::string(1, c);
  }
  return quoted + "'";
}

/// Two servers that begin at the same time both try, and one of them succeeds.
void make_version_table(Session& session) {
  try {
    session.script("BEGIN", "begin");
    session.script(std::string(make_version), "make the table of the schema's version");
    session.script("COMMIT", "commit");
  } catch (GuardLost const&) {
    session.roll_back();
  } catch (StorageFailure const&) {
    session.roll_back();
    if (session.is_broken() || session.ask("SELECT to_regclass('schema_version') IS NOT NULL") != "t") {
      throw;
    }
  }
}

void run(Session& session, base::EmbeddedFile const& migration, bool is_new) {
  auto const number = number_of(migration);
  session.script("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10min';", "begin a migration");
  auto const before = read_number(session.ask("SELECT version FROM schema_version WHERE ledger_id = 1 FOR UPDATE"));
  if (before < number) {
    session.script(std::string(migration.text), migration.name);
    session.script(fmt::format("UPDATE schema_version SET version = {} WHERE ledger_id = 1", number),
                   "end a migration");
    if (!is_new) {
      base::log::info("store", "migrated", {{"migration", std::string(migration.name)}});
    }
  }
  session.script("COMMIT", "commit a migration");
}

}  // namespace

std::int64_t newest_schema(std::span<base::EmbeddedFile const> migrations) {
  base::check(!migrations.empty(), "there are migrations");
  return number_of(migrations.back());
}

std::optional<std::int64_t> schema_of(Session& session, std::string const& schema) {
  // In one question: between two of them another process may make the table.
  auto const tables = session.ask(fmt::format(
      "SELECT CASE WHEN bool_or(c.relname = 'schema_version' AND d.description = {}) THEN 'ours' "
      "ELSE count(*)::text END FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
      "LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0 "
      "WHERE n.nspname = {} AND c.relkind IN ('r', 'p')",
      literal(our_comment), literal(schema)));
  if (tables == "ours") {
    return read_number(session.ask("SELECT version FROM schema_version WHERE ledger_id = 1"));
  }
  if (tables != "0") {
    throw StorageFailure(FailureKind::damaged,
                         fmt::format("the schema {} of this database holds {} tables of another program; it was left "
                                     "as it is. Make a database for Nameplate alone",
                                     schema, tables));
  }
  return std::nullopt;
}

void refuse_newer(std::int64_t schema, std::span<base::EmbeddedFile const> migrations) {
  auto const newest = newest_schema(migrations);
  if (schema > newest) {
    throw StorageFailure(FailureKind::newer_schema,
                         fmt::format("the database has schema {}, this program knows schemas up to {}; use the program "
                                     "that wrote it, or a newer one",
                                     schema, newest));
  }
}

void migrate(Session& session, std::string const& schema, std::span<base::EmbeddedFile const> migrations) {
  session.expect_answers_within(std::chrono::seconds(0));  // a new index on a large table takes its time
  bool const is_new = !schema_of(session, schema);
  if (is_new) {
    make_version_table(session);
  }
  for (auto const& migration : migrations) {
    if (schema_of(session, schema).value_or(0) < number_of(migration)) {
      run(session, migration, is_new);
    }
  }
}

}  // namespace nameplate::store::postgres
