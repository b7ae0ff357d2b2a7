// Lists of units: any mix of filters, both sorts and orders, page by page, compared with looking at every unit in
// memory. The seed is shown when something differs.

#include "contract/store/random_units.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using store::SortKey;
using store::SortOrder;

class ListUnits : public StoreContract {
 protected:
  static std::vector<std::int64_t> ids(std::vector<domain::UnitState> const& units) {
    std::vector<std::int64_t> all;
    for (auto const& unit : units) {
      all.push_back(unit.id.value);
    }
    return all;
  }

  /// All pages, one after the other.
  std::vector<domain::UnitState> list(store::ReadSnapshot& snapshot, store::UnitFilter const& filter, SortKey sort,
                                      SortOrder order, std::size_t limit) {
    std::vector<domain::UnitState> all;
    store::UnitPage page{.sort = sort, .order = order, .limit = limit};
    while (true) {
      auto const units = snapshot.list_units(filter, page);
      EXPECT_LE(units.size(), limit);
      all.insert(all.end(), units.begin(), units.end());
      if (units.size() < limit || all.size() > 10'000) {
        return all;
      }
      page.after = store::UnitCursor{.serial_norm = norm_of(all.back().serial), .id = all.back().id};
    }
  }
};
NAMEPLATE_ON_EVERY_STORE(ListUnits);

TEST_P(ListUnits, AnEmptyStoreHasNone) {
  auto const snapshot = store_->begin_read();

  EXPECT_TRUE(snapshot->list_units({}, {}).empty());
  EXPECT_TRUE(snapshot->list_units({}, {.sort = SortKey::serial, .order = SortOrder::descending}).empty());
  EXPECT_EQ(snapshot->count_units({}, 100).value, 0);
}

TEST_P(ListUnits, RandomQuestionsAreAnsweredAsInMemory) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    std::mt19937_64 random(seed);
    auto const warehouse = make_warehouse(random, seed == 3 ? 300 : 3000);
    auto const store = GetParam().open();
    write_to(*store, warehouse.changes());
    auto snapshot = store->begin_read();

    for (int question = 0; question < 250; ++question) {
      auto const filter = make_filter(random, warehouse);
      auto const sort = random() % 2 == 0 ? SortKey::id : SortKey::serial;
      auto const order = random() % 2 == 0 ? SortOrder::ascending : SortOrder::descending;
      auto const limit = std::size_t{1} + random() % 400;
      auto const expected = list_in_memory(warehouse, filter, sort, order);
      SCOPED_TRACE(testing::Message() << "seed " << seed << " question " << question << " sort "
                                      << static_cast<int>(sort) << " order " << static_cast<int>(order) << " limit "
                                      << limit << ": " << describe(filter));

      auto const found = list(*snapshot, filter, sort, order, limit);

      ASSERT_EQ(ids(found), ids(expected));
      ASSERT_EQ(found, expected);
      auto const size = static_cast<std::int64_t>(expected.size());
      auto const count = snapshot->count_units(filter, 100);
      if (count.more) {
        ASSERT_GE(count.value, 100);
        ASSERT_GT(size, count.value);
      } else {
        ASSERT_EQ(count.value, size);
      }
      if (question % 10 == 0) {
        snapshot = store->begin_read();  // one snapshot is not for long
      }
    }
  }
}

}  // namespace
}  // namespace nameplate::test
