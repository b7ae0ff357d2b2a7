// The statements of the PostgreSQL store against a real server: they fit the tables, and their plans use the indexes
// that they were written for.

#include "base/logging.hpp"
#include "store/postgres/check_server.hpp"
#include "store/postgres/connect.hpp"
#include "store/postgres/postgres_store.hpp"
#include "store/tables/sql_load.hpp"
#include "support/postgres_for_tests.hpp"
#include "support/statement_shape.hpp"
#include "support/temporary_database.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <regex>
#include <set>
#include <string>

namespace nameplate::test {
namespace {

using namespace store::postgres;

/// A schema with the tables of the store, dropped at the end.
class Statements : public testing::Test {
 protected:
  void SetUp() override {
    auto const url = postgres_for_tests();
    if (!url) {
      GTEST_SKIP() << "no PostgreSQL";
    }
    setup_ = {.options = {.url = *url, .schema = "statements"}, .schema = "statements"};
    connection_ = connect(setup_, Purpose::write);
    session().script("DROP SCHEMA IF EXISTS statements CASCADE; CREATE SCHEMA statements", "make a schema");
    static_cast<void>(store::postgres::open(setup_.options));
  }
  void TearDown() override {
    if (connection_) {
      session().script("DROP SCHEMA statements CASCADE", "drop the schema");
    }
  }

  Session& session() { return connection_->session(); }

  /// Of the server: the only column of all rows.
  std::string all_rows(std::string const& question) {
    auto const answer = session().script(question, "a question of a test");
    std::string text;
    for (int row = 0; row < answer.rows(); ++row) {
      text += std::string(answer.bytes(row, 0)) + '\n';
    }
    return text;
  }

  store::postgres::Setup setup_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(Statements, AreRefusedWhenTheTablesAreOthers) {
  session().script("ALTER TABLE unit RENAME COLUMN serial_norm TO serial_upper", "change a table");
  std::string message;
  auto const kind = failure_of([&] { return store::postgres::open(setup_.options); }, &message);
  EXPECT_EQ(kind, store::FailureKind::damaged);
  EXPECT_NE(message.find("statement dump_unit: column \"serial_norm\" does not exist"), std::string::npos) << message;
  EXPECT_NE(message.find("restore a backup"), std::string::npos) << message;
  session().script("ALTER TABLE unit RENAME COLUMN serial_upper TO serial_norm", "change it back");
  EXPECT_NE(store::postgres::open(setup_.options), nullptr);
}

TEST_F(Statements, AreLoggedWithTheirConnectionAndTimeWhenAsked) {
  using base::log::Level;
  auto const logged = [&](Level level) {
    base::log::set_level(level);
    testing::internal::CaptureStderr();
    static_cast<void>(connection_->use(store::tables::sql::load_head).step());
    auto text = testing::internal::GetCapturedStderr();
    base::log::set_level(Level::warn);
    return text;
  };
  EXPECT_THAT(
      logged(Level::debug),
      testing::ContainsRegex("\"statement\":\"load_head\",\"connection\":\"[0-9]+\",\"microseconds\":\"[0-9]+\""));
  EXPECT_EQ(logged(Level::info), "");
}

TEST_F(Statements, TheCitusFileHasEveryTableOnceAndItsKeysHoldTheColumn) {
  auto const spreads = read_spreads(read_file(NAMEPLATE_ROOT "/src/store/postgres/citus/distribute.sql"));
  std::set<std::string> tables;
  std::istringstream lines(all_rows("SELECT tablename FROM pg_tables WHERE schemaname = 'statements'"));
  for (std::string table; std::getline(lines, table);) {
    tables.insert(table);
    ASSERT_TRUE(spreads.contains(table)) << table << " is missing in distribute.sql";
    EXPECT_EQ(spreads.at(table).mentions, 1) << table;
    auto const& column = spreads.at(table).column;
    if (column.empty()) {
      continue;
    }
    auto const keys = all_rows(
        fmt::format("SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = "
                    "'{0}'::regclass AND i.indisunique AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = "
                    "'{0}'::regclass AND a.attname = '{1}' AND a.attnum = ANY (i.indkey))",
                    table, column));
    // Which distribute.sql replaces by a plain index.
    EXPECT_EQ(keys, table == "event" ? "event_by_sequence\n" : "") << table << " by " << column;
  }
  EXPECT_GT(tables.size(), 30U);
  for (auto const& [table, spread] : spreads) {
    EXPECT_TRUE(tables.contains(table)) << table << " of distribute.sql does not exist";
  }
  EXPECT_EQ(
      all_rows("SELECT tgname FROM pg_trigger") + all_rows("SELECT proname FROM pg_proc p JOIN pg_namespace n ON "
                                                           "n.oid = p.pronamespace WHERE n.nspname = 'statements'"),
      "");
}

/// A ledger of so many units, in bulk and by SQL: enough that a plan that reads all of it would show.
std::string fill(long units) {
  return fmt::format(R"(
INSERT INTO event SELECT i, i, 3, i, i, NULL, NULL, 1, NULL, NULL, i % 50, NULL, NULL, '\x00' FROM generate_series(1, {0}) i;
INSERT INTO event_private SELECT i, 'note', -1, '\x00', '\x00' FROM generate_series(1, {0}, 10) i;
INSERT INTO event_subject SELECT i, i + j, i, j, '\x01' FROM generate_series(1, {0}) i, generate_series(1, 2) j;
INSERT INTO event_document SELECT 'D' || i % 1000, 'order', i FROM generate_series(1, {0}, 10) i;
INSERT INTO unit SELECT i, i % 20, 'S' || i, NULL, i % 5, i % 50, 1, CASE WHEN i % 100 = 0 THEN 7 END,
  CASE WHEN i % 10 = 0 THEN i % 500 END, NULL, CASE WHEN i % 10 = 0 THEN i % 400 END, i, i FROM generate_series(1, {0}) i;
INSERT INTO container SELECT i, 'C' || i, NULL, 2, i / 10 % 50, 1, i / 10 % 50, 1, i, i FROM generate_series(1, {0}, 10) i;
INSERT INTO lot SELECT i, i / 10 % 20, 'L' || i, NULL, NULL, NULL, NULL, i, i FROM generate_series(1, {0}, 10) i;
INSERT INTO lot_balance SELECT i, i / 10 % 50, 1 + i / 10 % 2, 2, 5, 0, i, i FROM generate_series(1, {0}, 10) i;
INSERT INTO unit_count SELECT i % 50, 1, i, 2, 0, 0, 1 FROM generate_series(1, {0}, 10) i;
INSERT INTO unit_total SELECT i, 2, 0, 1 FROM generate_series(1, {0}, 100) i;
INSERT INTO identifier SELECT 'S' || i, 1, i % 20, 0, 0, i, NULL, i, i FROM generate_series(1, {0}) i;
INSERT INTO identifier_of_subject SELECT i, 2, 'A' || i, 0, 0, NULL, i, i FROM generate_series(1, {0}, 10) i;
INSERT INTO containment SELECT i, i, i, 1, i % 1000, CASE WHEN i % 2 = 0 THEN i + 5 END FROM generate_series(1, {0}, 5) i;
INSERT INTO contents SELECT i % 1000, i, i, i, 1, CASE WHEN i % 2 = 0 THEN i + 5 END FROM generate_series(1, {0}, 5) i;
INSERT INTO hold SELECT i, 1, '', '', i % 2, NULL, NULL, NULL, NULL, i, i, CASE WHEN i % 10 > 1 THEN i END,
  CASE WHEN i % 10 > 1 THEN i END FROM generate_series(1, {0}, 100) i;
INSERT INTO hold_member SELECT i, i % 100, i, 1, NULL FROM generate_series(1, {0}, 10) i;
INSERT INTO trait SELECT i, i % 5, 'v' || i % 1000, 1, NULL, i FROM generate_series(1, {0}, 5) i;
INSERT INTO record SELECT i, i % 8, 'r' || i, 'r', 0, i, '\x00' FROM generate_series(1, {0}, 100) i;
INSERT INTO idempotency SELECT decode(md5(i::text), 'hex'), '\x00', '\x00', i FROM generate_series(1, {0}) i;
INSERT INTO job SELECT i, 'import', CASE WHEN i % 500 = 1 THEN 2 ELSE 6 END, 1, '', decode(md5(i::text), 'hex'), '\x00', '\x00',
  '\x00', 0, '\x00', '', '', i, i, 1 FROM generate_series(1, {0}, 100) i;
INSERT INTO job_row SELECT i % 1000, i, 1, '\x00' FROM generate_series(1, {0}, 10) i;
INSERT INTO job_part SELECT i, 1, '\x00', '\x00' FROM generate_series(1, {0}, 100) i;
INSERT INTO job_event SELECT i % 1000, i FROM generate_series(1, {0}, 10) i;
INSERT INTO approval SELECT i, i % 4, 1, '', 1, i, 0, 0, 0, '', '', '', 1 FROM generate_series(1, {0}, 100) i;
INSERT INTO reversal SELECT i, i, i FROM generate_series(1, {0}, 100) i;
INSERT INTO amendment SELECT i, i FROM generate_series(1, {0}, 100) i;
INSERT INTO exception SELECT i, i, CASE WHEN i % 200 = 1 THEN i END FROM generate_series(1, {0}, 100) i;
INSERT INTO past_group SELECT 1, i, 1, 0, 0, 0, 0 FROM generate_series(1, {0}, 100) i;
INSERT INTO past_leaver SELECT 1, i % 100, 1, i, i, NULL FROM generate_series(1, {0}, 10) i;
INSERT INTO past_late SELECT 1, i % 100, 1, i, i, NULL FROM generate_series(1, {0}, 10) i;
INSERT INTO past_list SELECT 1, i % 100, 1, i, 1, '\x00' FROM generate_series(1, {0}, 100) i;
INSERT INTO seal SELECT i, i, i, '\x00', i FROM generate_series(1, {0}, 100) i;
INSERT INTO seal_node SELECT 8, i, '\x00' FROM generate_series(1, {0}, 100) i;
INSERT INTO token_secret SELECT decode(md5(i::text), 'hex'), i, NULL FROM generate_series(1, {0}, 1000) i;
INSERT INTO counter SELECT 'c' || i, i FROM generate_series(1, {0}, 1000) i;
ANALYZE;
)",
                     units);
}

/// Read from end to end: why stands in distribution_test.cpp and beside them.
std::set<std::string> const reads_all = {
    "stock_totals",   "stock_counts",        "stock_balances",      "all_lots",    "list_secrets",
    "count_events",   "compare_unit_totals", "compare_unit_counts", "count_seals", "old_job_content",
    "clear_counters", "clear_keys",          "clear_secrets",       "clear_jobs",  "clear_job_parts",
    "clear_job_rows", "clear_job_events",    "clear_approvals"};
/// Another index that begins with the same column serves them as well.
std::set<std::string> const served_by_any = {"product_has_units", "next_product"};
/// One row, or as many as there are of something small.
std::set<std::string> const small_tables = {"head",     "past_position", "projection_state",
                                            "id_block", "half_made",     "lease"};

TEST_F(Statements, UseTheIndexesThatTheyWereWrittenFor) {
  bool const is_long = std::getenv("NAMEPLATE_LONG") != nullptr;  // NOLINT(concurrency-mt-unsafe): before any thread
  session().script("SET statement_timeout = 0; SET synchronous_commit = off", "settings of a test");
  session().script(fill(is_long ? 1'000'000 : 100'000), "fill the tables");
  ASSERT_EQ(session().prepare_all(whole_catalogue()), "");
  auto const spreads = read_spreads(read_file(NAMEPLATE_ROOT "/src/store/postgres/citus/distribute.sql"));
  std::regex const scan(
      R"((Seq Scan|Index Scan|Index Only Scan|Bitmap Index Scan)(?: Backward)?(?: using (\w+))? on (\w+)[^\n]*\n([^\n]*))");
  int scans = 0;
  for (auto const& statement : catalogue()) {
    if (reads_all.contains(std::string(statement.sql->name))) {
      continue;
    }
    auto const prepare = statement.is_for_a_set() ? prepare_for_a_set(statement) : prepare_for_one(statement);
    std::string nothing;
    for (std::size_t i = 0; i < prepare.types.size(); ++i) {
      nothing += i == 0 ? "(NULL" : ", NULL";
    }
    nothing += nothing.empty() ? "" : ")";
    auto const plan = all_rows(fmt::format("EXPLAIN (COSTS OFF) EXECUTE {}{}", prepare.name, nothing));
    auto const wanted = named_index(statement.sql->text);
    bool has_wanted = !wanted || served_by_any.contains(std::string(statement.sql->name));
    for (std::sregex_iterator found(plan.begin(), plan.end(), scan); found != std::sregex_iterator(); ++found) {
      auto const& one = *found;
      if (small_tables.contains(one[3].str())) {
        continue;
      }
      ++scans;
      auto const index = one[1] == "Bitmap Index Scan" ? one[3].str() : one[2].str();
      has_wanted = has_wanted || index == *wanted;
      EXPECT_NE(one[1].str(), "Seq Scan") << prepare.name << ":\n" << plan;
      bool const bounded = one[4].str().find("Index Cond") != std::string::npos ||
                           matches(statement.sql->text, "LIMIT \\?|LIMIT 1\\b") || index.ends_with("_active") ||
                           index.ends_with("_open") || index == "job_at_work";
      EXPECT_TRUE(bounded) << prepare.name << " reads all of " << index << ":\n" << plan;
    }
    EXPECT_TRUE(has_wanted) << prepare.name << " does not use " << *wanted << ":\n" << plan;
  }
  EXPECT_GT(scans, 150);
}

}  // namespace
}  // namespace nameplate::test
