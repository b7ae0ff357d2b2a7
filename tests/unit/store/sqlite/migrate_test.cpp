// Migrations: run once, go on after a kill at any moment, and never touch what is not ours.

#include "store/sqlite/migrate.hpp"

#include "migrations.embedded.hpp"
#include "store/sqlite/swap_projections.hpp"
#include "support/temporary_database.hpp"

#include <gmock/gmock.h>

#include <array>
#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

namespace nameplate::store::sqlite {
namespace {

using test::failure_of;
using test::TemporaryDatabase;

/// The migrations of the program, and one more.
std::vector<base::EmbeddedFile> with_another(std::string_view text) {
  std::vector<base::EmbeddedFile> all(migrations().begin(), migrations().end());
  all.push_back({.name = "9999_another.sql", .text = text});
  return all;
}

constexpr std::string_view another =
    "CREATE TABLE another (id INTEGER PRIMARY KEY) STRICT; PRAGMA user_version = 9999;";

TEST(Migrate, ANewFileGetsTheNewestSchema) {
  TemporaryDatabase const database;
  {
    auto const store = database.open();
  }

  Connection connection({.path = database.path()});
  EXPECT_EQ(identify(connection).schema, newest_schema(migrations()));
  EXPECT_EQ(connection.ask_text("PRAGMA integrity_check"), "ok");
}

TEST(Migrate, AnOlderFileIsBroughtUpToDateAndKeepsItsRows) {
  TemporaryDatabase const database;
  {
    auto const store = database.open();
    EXPECT_EQ(store->reserve_ids(IdSeries::subject, 10), 1);
  }
  Connection connection({.path = database.path()});

  migrate(connection, with_another(another));

  EXPECT_EQ(identify(connection).schema, 9999);
  EXPECT_EQ(connection.ask("SELECT next_id FROM id_block WHERE series = 1"), 11);
  EXPECT_EQ(connection.ask("SELECT count(*) FROM another"), 0);
}

TEST(Migrate, ProjectionsOfAnOlderFileWithALedgerAreToBeMadeAnew) {
  for (auto const& [events, is_stale] : {std::pair{0, false}, std::pair{1, true}}) {
    TemporaryDatabase const database;
    Connection connection({.path = database.path(), .create = true});
    connection.execute("PRAGMA journal_mode = WAL");
    migrate(connection, migrations().first(3));
    connection.execute("UPDATE head SET sequence = " + std::to_string(events));

    migrate(connection, migrations());

    EXPECT_EQ(are_projections_stale(connection), is_stale) << events;
  }
}

TEST(Migrate, AProgramKilledBetweenAnyTwoStatementsGoesOn) {
  int statements = 0;
  {
    TemporaryDatabase const database;
    Connection connection({.path = database.path(), .create = true});
    connection.execute("PRAGMA journal_mode = WAL");
    migrate(connection, with_another(another), [&] { ++statements; });
  }
  ASSERT_GT(statements, 20);

  for (int killed_at = 1; killed_at <= statements; killed_at += killed_at < statements - 4 ? 5 : 1) {
    TemporaryDatabase const database;
    auto const child = fork();
    if (child == 0) {
      Connection connection({.path = database.path(), .create = true});
      connection.execute("PRAGMA journal_mode = WAL");
      int left = killed_at;
      migrate(connection, with_another(another), [&] {
        if (--left == 0) {
          kill(getpid(), SIGKILL);
        }
      });
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << killed_at;

    Connection connection({.path = database.path()});
    migrate(connection, with_another(another));

    EXPECT_EQ(identify(connection).schema, 9999) << killed_at;
    EXPECT_EQ(connection.ask("SELECT count(*) FROM head"), 1) << killed_at;
    EXPECT_EQ(connection.ask_text("PRAGMA integrity_check"), "ok") << killed_at;
  }
}

TEST(Migrate, AStatementThatFailsLeavesTheSchemaBefore) {
  TemporaryDatabase const database;
  {
    auto const store = database.open();
  }
  Connection connection({.path = database.path()});

  EXPECT_TRUE(failure_of([&] {
    migrate(connection,
            with_another(
                "CREATE TABLE another (id INTEGER PRIMARY KEY); CREATE TABLE unit (x); PRAGMA user_version = 9999;"));
  }));

  EXPECT_EQ(identify(connection).schema, newest_schema(migrations()));
  EXPECT_EQ(connection.ask("SELECT count(*) FROM sqlite_schema WHERE name = 'another'"), 0);
}

TEST(Migrate, ANewerDatabaseIsRefusedByNumber) {
  TemporaryDatabase const database;
  {
    auto const store = database.open();
  }
  {
    Connection connection({.path = database.path()});
    connection.execute("PRAGMA user_version = 12345");
  }
  std::string message;

  EXPECT_EQ(failure_of([&] { database.open(); }, &message), FailureKind::newer_schema);

  EXPECT_THAT(message, testing::HasSubstr("12345"));
  EXPECT_THAT(message, testing::HasSubstr(std::to_string(newest_schema(migrations()))));
}

TEST(Migrate, ADatabaseOfAnotherProgramIsLeftAsItIs) {
  TemporaryDatabase const database;
  {
    Connection connection({.path = database.path(), .create = true});
    connection.execute("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
  }
  auto const before = test::read_file(database.path());

  EXPECT_EQ(failure_of([&] { database.open(); }), FailureKind::damaged);

  EXPECT_EQ(test::read_file(database.path()), before);
}

TEST(Migrate, AFileThatIsNoDatabaseIsLeftAsItIs) {
  for (std::string const& content :
       {std::string("not a database"), std::string(100'000, 'x'), std::string(5000, '\0')}) {
    TemporaryDatabase const database;
    test::write_file(database.path(), content);

    EXPECT_EQ(failure_of([&] { database.open(); }), FailureKind::damaged);

    EXPECT_EQ(test::read_file(database.path()), content);
  }
}

TEST(Migrate, ADamagedFileIsSaidToBeDamaged) {
  TemporaryDatabase const database;
  {
    auto const store = database.open();
  }
  auto content = test::read_file(database.path());
  std::fill(content.begin() + 100, content.begin() + 4000, 'x');
  test::write_file(database.path(), content);

  EXPECT_EQ(failure_of([&] { database.open(); }), FailureKind::damaged);
}

}  // namespace
}  // namespace nameplate::store::sqlite
