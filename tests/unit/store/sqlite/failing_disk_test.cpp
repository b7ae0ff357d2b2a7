// A disk that is full or fails: nothing that was acknowledged is lost, nothing that was not appears, reading goes on,
// and the store recovers by itself.

#include "unit/store/sqlite/failing_disk.hpp"

#include "support/store_builders.hpp"
#include "support/temporary_database.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using store::FailureKind;

class FailingDisks : public testing::Test {
 protected:
  FailingDisks() : store_(database_.open()) {}

  void write(std::int64_t id) {
    auto const transaction = store_->begin_write();
    domain::Changes changes;
    changes.units = {{.state = a_unit(id, "SN" + std::to_string(id)), .expected = {}}};
    transaction->write(changes);
    transaction->commit();
  }
  [[nodiscard]] bool has(std::int64_t id) {
    return !store_->begin_read()->load_units(std::vector{domain::SubjectId{id}}).empty();
  }
  [[nodiscard]] std::int64_t figure(std::string const& name) {
    for (auto const& [figure_name, value] : store_->figures()) {
      if (figure_name == name) {
        return value;
      }
    }
    return -1;
  }

  FailingDisk disk_;
  TemporaryDatabase database_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(FailingDisks, AFullDiskRefusesWritesAndReadingGoesOn) {
  write(1);
  FailingDisk::full = true;

  EXPECT_EQ(failure_of([&] { write(2); }), FailureKind::full);
  EXPECT_EQ(failure_of([&] { return store_->reserve_ids(store::IdSeries::event, 1); }), FailureKind::full);
  EXPECT_TRUE(has(1));
  EXPECT_FALSE(has(2));

  FailingDisk::full = false;
  write(3);
  EXPECT_TRUE(has(3));
  EXPECT_FALSE(has(2));
}

TEST_F(FailingDisks, AfterAFailedSyncTheConnectionIsNotUsedAgain) {
  write(1);
  FailingDisk::failing_syncs = 1;

  EXPECT_EQ(failure_of([&] { write(2); }), FailureKind::unavailable);
  EXPECT_FALSE(has(2));
  auto const reopened = figure("writer_reopened");
  write(3);

  EXPECT_EQ(figure("writer_reopened"), reopened + 1);
  EXPECT_TRUE(has(1));
  EXPECT_TRUE(has(3));
  EXPECT_FALSE(has(2));
}

TEST_F(FailingDisks, WhatFailedIsNotThereAfterAnotherStart) {
  write(1);
  FailingDisk::failing_syncs = 1;
  EXPECT_TRUE(failure_of([&] { write(2); }));
  write(3);
  store_.reset();

  store_ = database_.open();

  EXPECT_TRUE(has(1));
  EXPECT_FALSE(has(2));
  EXPECT_TRUE(has(3));
}

TEST_F(FailingDisks, ABrokenDiskIsTriedAgainEachTime) {
  write(1);
  FailingDisk::broken = true;

  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(failure_of([&] { write(2); }), FailureKind::unavailable);
    EXPECT_TRUE(has(1));
  }

  FailingDisk::broken = false;
  write(2);
  EXPECT_TRUE(has(2));
}

}  // namespace
}  // namespace nameplate::test
