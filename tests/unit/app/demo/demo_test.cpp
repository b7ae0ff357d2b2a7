// The demonstration is told to a real ledger in memory: nothing in it may be refused, it shows units in every stage,
// and it folds again to the same.
#include "app/demo/demo.hpp"

#include "app/verify.hpp"
#include "support/test_ledger.hpp"

#include <gtest/gtest.h>

#include <set>

namespace nameplate::app::demo {
namespace {

class DemoLedger {
 public:
  explicit DemoLedger(base::Instant now) : ledger_(now) {
    auto ledger = ledger_.ledger();
    fill(ledger, ledger_.owner());
  }

  [[nodiscard]] store::Store& store() { return ledger_.store(); }

 private:
  test::TestLedger ledger_;
};

constexpr base::Instant some_day{1'795'000'000'000'000};

std::vector<store::StockRow> stock_by_status(store::Store& store) {
  store::StockGroup const group[] = {store::StockGroup::product, store::StockGroup::status};
  return store.begin_read()->stock({}, group);
}

TEST(Demo, UnitsStandInEveryStageThatCanBeReached) {
  DemoLedger ledger(some_day);

  std::set<domain::Status> seen;
  std::int64_t units = 0;
  for (auto const& row : stock_by_status(ledger.store())) {
    if (row.units > 0) {
      seen.insert(*row.status);
      units += row.units;
    }
  }

  using enum domain::Status;
  EXPECT_EQ(seen, (std::set{ordered, in_stock, ready_to_ship, in_transit, shipped, with_customer, returned, in_repair,
                            lost, scrapped}));
  EXPECT_GT(units, 300);
  EXPECT_FALSE(ledger.store().begin_read()->active_rule_holds().empty());
}

TEST(Demo, ItsLedgerFoldsToWhatStandsThere) {
  DemoLedger ledger(some_day);

  auto const report = verify(ledger.store(), [](VerifyProgress const&) {});

  EXPECT_TRUE(report.is_clean());
  EXPECT_GT(report.events, 100);
}

TEST(Demo, ItIsTheSameAtAnyTimeOfAnyDay) {
  DemoLedger early(base::Instant{some_day.microseconds + 1});
  DemoLedger late(some_day.plus(1000 * 24 * base::microseconds_per_hour + 23 * base::microseconds_per_hour));

  auto const first = stock_by_status(early.store());
  auto const second = stock_by_status(late.store());

  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].units, second[i].units);
    EXPECT_EQ(first[i].quantity, second[i].quantity);
  }
}

}  // namespace
}  // namespace nameplate::app::demo
