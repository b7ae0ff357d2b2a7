// Two servers on one database: each has ids of its own, and the clock gives both the same time.

#include "app/writer.hpp"
#include "support/test_ledger.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::Operation;
using domain::Verb;

class TwoWriters : public testing::Test {
 protected:
  TwoWriters() { ledger_.add_business(); }

  static Operation moving(std::string const& number, std::string location, Verb verb = Verb::move) {
    Operation operation{.verb = verb, .location = std::move(location)};
    operation.items.push_back(test::serial("CAM", number));
    return operation;
  }
  Answer here(Operation operation) { return ledger_.perform(std::move(operation)); }
  Answer there(Operation operation) {
    auto outcome = other_.execute({.actor = ledger_.owner(), .what = std::move(operation)});
    return outcome.value();
  }
  test::TestLedger ledger_;
  /// Read before there was anything: what is missing is noticed when it is asked for.
  MasterData master_data_{ledger_.store()};
  Writer other_{ledger_.store(), master_data_, ledger_.clock()};
};

TEST_F(TwoWriters, TellOneStoryOfWhatHappenedAtTheSameTime) {
  std::string const unit = "A-1";
  here(moving(unit, "BIN-1", Verb::register_));
  there(moving(unit, "BIN-2"));
  auto const last = here(moving(unit, "DOCK"));
  there(moving(unit, "BIN-1"));
  auto const back = here(moving(unit, "BIN-2"));

  EXPECT_GT(back.event.value, last.event.value);
  // The history is read in the order of time and id: as of the same moment it says what is true today.
  auto const snapshot = ledger_.read();
  auto const today = snapshot->list_units({}, {});
  ASSERT_EQ(today.size(), 1U);
  auto const history = snapshot->history_of(std::vector{today.front().id});
  ASSERT_EQ(history.size(), 5U);
  auto const newest =
      std::ranges::max_element(history, {}, [](auto const& row) { return std::pair(row.event_time, row.event); });
  EXPECT_EQ(newest->event, back.event);
  EXPECT_TRUE(ledger_.verify().is_clean());
}

TEST_F(TwoWriters, DoNotTakeNewIdsWithoutNeed) {
  std::string const unit = "A-1";
  auto const first = here(moving(unit, "BIN-1", Verb::register_));
  there(moving("A-2", "BIN-1", Verb::register_));
  ledger_.clock().advance(1);
  there(moving(unit, "BIN-2"));
  ledger_.clock().advance(1);
  auto const last = here(moving(unit, "DOCK"));
  EXPECT_EQ(last.event.value, first.event.value + 1);
  EXPECT_TRUE(ledger_.verify().is_clean());
}

}  // namespace
}  // namespace nameplate::app
