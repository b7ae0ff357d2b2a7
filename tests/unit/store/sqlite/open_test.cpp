// Opening: who may, and what is said to who may not.

#include "support/store_builders.hpp"
#include "support/temporary_database.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

namespace nameplate::test {
namespace {

using store::FailureKind;
using store::sqlite::Access;
using store::sqlite::Create;
using store::sqlite::Lock;
using testing::HasSubstr;

void write_one(store::Store& store) {
  auto const transaction = store.begin_write();
  domain::Changes changes;
  changes.units = {{.state = a_unit(10, "A"), .expected = {}}};
  transaction->write(changes);
  transaction->commit();
}

TEST(OpenSqlite, ADatabaseIsMadeOnlyWhenAsked) {
  TemporaryDatabase const database;
  auto options = database.options();
  options.create = Create::no;
  std::string message;

  EXPECT_EQ(failure_of([&] { return store::sqlite::open(options); }, &message), FailureKind::unavailable);

  EXPECT_THAT(message, HasSubstr(database.path()));
  EXPECT_FALSE(std::filesystem::exists(database.path()));
}

TEST(OpenSqlite, AFolderOrAMissingFolderIsNoDatabase) {
  TemporaryDatabase const database;
  EXPECT_TRUE(failure_of(
      [&] { return store::sqlite::open({.path = std::filesystem::path(database.path()).parent_path().string()}); }));
  EXPECT_TRUE(failure_of([&] { return store::sqlite::open({.path = database.path() + "/missing/x.db"}); }));
}

TEST(OpenSqlite, OneProcessServesADatabase) {
  TemporaryDatabase const database;
  auto const store = database.open();
  std::string message;

  EXPECT_EQ(failure_of([&] { database.open(); }, &message), FailureKind::busy);

  EXPECT_THAT(message, HasSubstr("process " + std::to_string(getpid())));
}

TEST(OpenSqlite, TheLockGoesWithItsProcess) {
  TemporaryDatabase const database;
  auto const child = fork();
  if (child == 0) {
    auto const store = database.open();
    write_one(*store);
    kill(getpid(), SIGKILL);
  }
  waitpid(child, nullptr, 0);

  auto const store = database.open();

  EXPECT_EQ(store->begin_read()->count_units({}, 10).value +
                static_cast<std::int64_t>(store->begin_read()->load_units(std::vector{domain::SubjectId{10}}).size()),
            1)
      << "the commit is there; this unit was written without its count";
}

TEST(OpenSqlite, APathWithOddCharactersMeansItself) {
  TemporaryDatabase const database;
  auto const path = database.path() + "?mode=memory&a%20b#c";

  {
    auto const store = store::sqlite::open({.path = path});
  }

  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(OpenSqlite, ForReadingOnlyNothingIsWritten) {
  TemporaryDatabase const database;
  {
    auto const store = database.open();
    write_one(*store);
  }
  auto options = database.options();
  options.access = Access::read_only;

  auto const store = store::sqlite::open(options);

  EXPECT_EQ(store->begin_read()->load_units(std::vector{domain::SubjectId{10}}).size(), 1U);
  EXPECT_EQ(failure_of([&] { return store->begin_write(); }), FailureKind::read_only);
  EXPECT_EQ(failure_of([&] { return store->reserve_ids(store::IdSeries::subject, 1); }), FailureKind::read_only);
}

TEST(OpenSqlite, ForReadingOnlyIsPossibleWhileAnotherServes) {
  TemporaryDatabase const database;
  auto const serving = database.open();
  write_one(*serving);
  auto options = database.options();
  options.access = Access::read_only;

  auto const store = store::sqlite::open(options);

  EXPECT_EQ(store->begin_read()->load_units(std::vector{domain::SubjectId{10}}).size(), 1U);
}

TEST(OpenSqlite, ForReadingOnlyNeedsADatabase) {
  TemporaryDatabase const database;
  auto options = database.options();
  options.access = Access::read_only;

  EXPECT_EQ(failure_of([&] { return store::sqlite::open(options); }), FailureKind::unavailable);
}

TEST(OpenSqlite, WhatIsInMemoryIsGoneWithItsStore) {
  auto const count_files = [] {
    std::size_t count = 0;
    for (auto const& entry : std::filesystem::directory_iterator(store::sqlite::folder_in_memory())) {
      count += entry.path().filename().string().starts_with("nameplate-") ? 1U : 0U;
    }
    return count;
  };
  {
    auto const one = store::sqlite::open({});
    auto const scratch = one->make_scratch();
    write_one(*one);
    EXPECT_GE(count_files(), 2U);
    EXPECT_EQ(scratch->begin_read()->load_units(std::vector{domain::SubjectId{10}}).size(), 0U);
  }
  // Others may be running tests at the same time; ours at least are not left over.
  auto const store = store::sqlite::open({});
  EXPECT_EQ(store->begin_read()->load_units(std::vector{domain::SubjectId{10}}).size(), 0U);
}

TEST(OpenSqlite, AClosedDatabaseIsOneFile) {
  TemporaryDatabase const database;
  {
    auto const store = database.open();
    write_one(*store);
    static_cast<void>(store->begin_read()->head());
  }

  EXPECT_FALSE(std::filesystem::exists(database.path() + "-wal"));
  EXPECT_FALSE(std::filesystem::exists(database.path() + "-shm"));
}

}  // namespace
}  // namespace nameplate::test
