// Transactions: all or nothing, one writer after the other, snapshots that stand still.

#include "contract/store/store_contract.hpp"
#include "support/counting_store.hpp"
#include "support/faulty_store.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace nameplate::test {
namespace {

using domain::SubjectId;
using testing::IsEmpty;
using testing::SizeIs;

class Transactions : public StoreContract {};
NAMEPLATE_ON_EVERY_STORE(Transactions);

TEST_P(Transactions, WhatIsNotCommittedNeverWas) {
  {
    auto const transaction = store_->begin_write();
    transaction->write(registration({a_unit(10, "A")}));
    EXPECT_THAT(transaction->load_units(std::vector{SubjectId{10}}), SizeIs(1)) << "it sees its own writes";
  }

  EXPECT_THAT(store_->begin_read()->load_units(std::vector{SubjectId{10}}), IsEmpty());
  EXPECT_THAT(store_->begin_read()->find_identifiers(std::vector<std::string>{"A"}), IsEmpty());
}

TEST_P(Transactions, ALostGuardLeavesNothingBehind) {
  write(registration({a_unit(10, "A")}));
  {
    auto const transaction = store_->begin_write();
    EXPECT_THROW(write_in(*transaction, registration({a_unit(9, "B"), a_unit(10, "C")})), store::GuardLost);
  }

  EXPECT_THAT(store_->begin_read()->load_units(std::vector{SubjectId{9}}), IsEmpty());
  write(registration({a_unit(9, "B")}));
}

TEST_P(Transactions, ASnapshotStandsStill) {
  write(registration({a_unit(10, "A")}));
  auto const before = store_->begin_read();

  write(registration({a_unit(11, "B")}));

  EXPECT_THAT(before->load_units(std::vector{SubjectId{11}}), IsEmpty());
  EXPECT_THAT(store_->begin_read()->load_units(std::vector{SubjectId{11}}), SizeIs(1));
}

TEST_P(Transactions, ASnapshotBeginsWhenItIsMade) {
  auto const before = store_->begin_read();

  write(registration({a_unit(10, "A")}));

  EXPECT_THAT(before->load_units(std::vector{SubjectId{10}}), IsEmpty());
}

TEST_P(Transactions, ManySnapshotsReadAtTheSameTime) {
  write(registration({a_unit(10, "A")}));
  std::vector<std::unique_ptr<store::ReadSnapshot>> snapshots;
  for (int i = 0; i < 8; ++i) {
    snapshots.push_back(store_->begin_read());
  }

  for (auto const& snapshot : snapshots) {
    EXPECT_THAT(snapshot->load_units(std::vector{SubjectId{10}}), SizeIs(1));
  }
}

TEST_P(Transactions, TwoWritersNeverWriteOverEachOther) {
  auto const start = a_unit(10, "A");
  write(registration({start}));
  std::atomic<int> won = 0;
  std::atomic<int> lost = 0;
  auto const move_to = [&](std::int64_t location, std::int64_t event) {
    // Both decide on what they read before either of them wrote.
    auto after = start;
    after.holder = at(location);
    try {
      write(change(start, after, event));
      ++won;
    } catch (store::GuardLost const&) {
      ++lost;
    }
  };

  std::thread first(move_to, 101, 2);
  std::thread second(move_to, 102, 3);
  first.join();
  second.join();

  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 1);
  EXPECT_EQ(unit(10).holder, at(unit(10).trail.last_event == domain::EventId{2} ? 101 : 102));
}

TEST_P(Transactions, ManyThreadsWriteAndReadAtOnce) {
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 4; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < 25; ++i) {
        auto const id = 1000 * (writer + 1) + i;
        write(registration({a_unit(id, "SN" + std::to_string(id))}));
        EXPECT_GT(store_->reserve_ids(store::IdSeries::event, 1), 0);
        EXPECT_EQ(unit(id).id.value, id);
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }

  EXPECT_EQ(store_->begin_read()->count_units({}, 1000).value, 100);
}

TEST_P(Transactions, AScratchStoreIsEmptyAndItsOwn) {
  write(registration({a_unit(10, "A")}));
  auto const scratch = store_->make_scratch();
  EXPECT_THAT(scratch->begin_read()->load_units(std::vector{SubjectId{10}}), IsEmpty());

  write_to(*scratch, registration({a_unit(11, "B")}));

  EXPECT_THAT(scratch->begin_read()->load_units(std::vector{SubjectId{11}}), SizeIs(1));
  EXPECT_THAT(store_->begin_read()->load_units(std::vector{SubjectId{11}}), IsEmpty());
}

TEST_P(Transactions, AStoreTellsHowItIs) {
  EXPECT_FALSE(store_->figures().empty());
}

// The two wrappers that other tests build on.

TEST_P(Transactions, CallsAreCounted) {
  CountingStore counting(*store_);
  write_to(counting, registration({a_unit(10, "A"), a_unit(11, "B")}));
  static_cast<void>(counting.begin_read()->load_units(std::vector{SubjectId{10}, SubjectId{11}}));

  EXPECT_EQ(counting.count_of("begin_write"), 1);
  EXPECT_EQ(counting.count_of("write"), 1);
  EXPECT_EQ(counting.count_of("commit"), 1);
  EXPECT_EQ(counting.count_of("load_units"), 1);
  EXPECT_EQ(counting.count_of("stock"), 0);
}

TEST_P(Transactions, AStoreFailsWhereItIsTold) {
  FaultyStore faulty(*store_, store::FailureKind::full);
  int failures = 0;
  for (std::int64_t n = 1;; ++n) {
    faulty.fail_at(n);
    try {
      write_to(faulty, registration({a_unit(10, "A")}));
      break;
    } catch (store::StorageFailure const& failure) {
      EXPECT_EQ(failure.kind(), store::FailureKind::full);
      EXPECT_THAT(store_->begin_read()->load_units(std::vector{SubjectId{10}}), IsEmpty());
      ++failures;
    }
  }

  EXPECT_EQ(failures, 3) << "begin_write, write, commit";
  EXPECT_EQ(unit(10).id.value, 10);
}

}  // namespace
}  // namespace nameplate::test
