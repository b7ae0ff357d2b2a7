// A server that goes on running while a newer program changes the database.

#include "store/failure.hpp"
#include "store/postgres/connect.hpp"
#include "store/postgres/migrate.hpp"
#include "store/postgres/postgres_store.hpp"
#include "store/tables/schema.hpp"
#include "support/postgres_for_tests.hpp"
#include "support/temporary_database.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace nameplate::test {
namespace {

using namespace store::postgres;

class OlderProgram : public testing::Test {
 protected:
  void SetUp() override {
    auto const url = postgres_for_tests();
    if (!url) {
      GTEST_SKIP() << "no PostgreSQL";
    }
    Options const options{.url = *url, .schema = "older_program"};
    connection_ = connect({.options = options, .schema = options.schema}, Purpose::write);
    session().script("DROP SCHEMA IF EXISTS older_program CASCADE; CREATE SCHEMA older_program", "make a schema");
    store_ = open(options);
  }
  void TearDown() override {
    store_.reset();
    if (connection_) {
      session().script("DROP SCHEMA older_program CASCADE", "drop the schema");
    }
  }

  void need(std::int64_t schema) {
    session().script(fmt::format("UPDATE head SET schema_version = {}", schema), "as a migration does");
  }
  void record() {
    auto const transaction = store_->begin_write();
    auto const head = transaction->advance_head(1, {1000}, 0, false);
    transaction->append(std::vector{domain::Event{.id = {head.sequence}, .sequence = head.sequence}});
    transaction->commit();
  }
  Session& session() { return connection_->session(); }

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(OlderProgram, GoesOnBesideMigrationsThatOnlyAdd) {
  session().script("ALTER TABLE head ADD COLUMN something bigint NOT NULL DEFAULT 0", "a migration");
  need(store::tables::schema_known);
  record();
  EXPECT_FALSE(store_->begin_read()->head().needs_newer_program);
}

TEST_F(OlderProgram, ReadsButWritesNothingMoreWhenItIsToldTo) {
  record();
  auto const lease = store_->take_lease(store::Work::seals, {1000}, {2000});
  need(store::tables::schema_known + 1);

  EXPECT_EQ(failure_of([&] { record(); }), store::FailureKind::newer_schema);
  EXPECT_EQ(failure_of([&] { return store_->reserve_ids(store::IdSeries::event, 1); }),
            store::FailureKind::newer_schema);
  EXPECT_EQ(failure_of([&] { store_->write_seals({}, {}, lease); }), store::FailureKind::newer_schema);

  auto const head = store_->begin_read()->head();
  EXPECT_EQ(head.sequence, 1);
  EXPECT_TRUE(head.needs_newer_program);
}

TEST_F(OlderProgram, KnowsTheNewestMigration) {
  EXPECT_EQ(schema_of(session(), "older_program"), store::tables::schema_known);
}

}  // namespace
}  // namespace nameplate::test
