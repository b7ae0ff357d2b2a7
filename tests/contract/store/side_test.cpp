// What stands beside the ledger, as a copy moves it; and the mark of a copy that is not whole.

#include "contract/store/store_contract.hpp"
#include "store/failure.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using store::SideCell;
using store::SideRow;
using store::SideTable;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

std::string bytes(std::size_t count, char value) {
  return std::string(count, value);
}

SideCell number(std::int64_t value) {
  return value;
}

/// Two rows of each table, in the order of their keys, with everything that a column may hold.
std::vector<SideRow> rows_of(SideTable table) {
  std::string const odd("a\0b\xff", 4);
  switch (table) {
    case SideTable::id_blocks: return {};  // each store has its rows already
    case SideTable::counters: return {{std::string("a"), number(7)}, {std::string("b"), number(9'000'000'000)}};
    case SideTable::keys:
      return {{bytes(16, '\1'), bytes(16, '\2'), odd, number(3)}, {bytes(16, '\xfe'), bytes(16, '\0'), odd, number(4)}};
    case SideTable::secrets:
      return {{bytes(32, '\1'), number(5), SideCell()}, {bytes(32, '\2'), number(5), number(17)}};
    case SideTable::jobs:
      return {
          {number(1), std::string("import"), number(2), number(5), std::string("ä.csv"), SideCell(), SideCell(), odd,
           odd, number(-1), odd, std::string(), std::string(), number(1), number(2), number(3)},
          {number(2), std::string("import"), number(2), number(5), std::string(), bytes(16, '\3'), bytes(16, '\4'), odd,
           odd, number(0), odd, std::string("reason"), std::string("detail"), number(1), number(2), number(3)}};
    case SideTable::job_parts:
      return {{number(1), number(1), bytes(16, '\5'), odd}, {number(1), number(2), bytes(16, '\6'), odd}};
    case SideTable::job_rows: return {{number(1), number(1), number(1), odd}, {number(1), number(2), number(2), odd}};
    case SideTable::job_events: return {{number(1), number(10)}, {number(1), number(11)}};
    case SideTable::approvals:
      return {{number(1), number(1), number(3), std::string("{}"), number(5), number(6), number(0), number(0),
               number(0), std::string(), std::string(), std::string(), number(1)},
              {number(2), number(2), number(3), std::string("{}"), number(5), number(6), number(7), number(8),
               number(9), std::string("r"), std::string("s"), std::string("t"), number(2)}};
  }
  return {};
}

class Side : public StoreContract {
 protected:
  void put(SideTable table, std::vector<SideRow> const& rows) {
    auto const transaction = store_->begin_write();
    transaction->put_side_rows(table, rows);
    transaction->commit();
  }
  std::vector<SideRow> read(SideTable table, SideRow const& after = {}, store::SideLimit limit = {}) {
    return store_->begin_read()->side_rows(table, after, limit);
  }
};
NAMEPLATE_ON_EVERY_STORE(Side);

TEST_P(Side, RowsAreReadAsTheyWerePut) {
  for (auto const table : store::side_tables) {
    auto const rows = rows_of(table);
    if (rows.empty()) {
      continue;
    }
    put(table, rows);
    EXPECT_THAT(read(table), ElementsAreArray(rows)) << static_cast<int>(table);
    EXPECT_THAT(read(table, rows[0]), ElementsAre(rows[1])) << static_cast<int>(table);
    EXPECT_THAT(read(table, {}, {.rows = 1}), ElementsAre(rows[0])) << static_cast<int>(table);
    EXPECT_THAT(read(table, {}, {.bytes = 1}), ElementsAre(rows[0])) << static_cast<int>(table);
    EXPECT_THAT(read(table, rows[1]), IsEmpty()) << static_cast<int>(table);
  }
}

TEST_P(Side, IdsGoOnBehindThoseThatWereBroughtOver) {
  auto blocks = read(SideTable::id_blocks);
  ASSERT_FALSE(blocks.empty());
  for (auto& row : blocks) {
    row[1] = number(5000);
  }
  put(SideTable::id_blocks, blocks);
  EXPECT_THAT(read(SideTable::id_blocks), ElementsAreArray(blocks));
  EXPECT_EQ(store_->reserve_ids(store::IdSeries::event, 10), 5000);
}

TEST_P(Side, ClearedTablesAreAsInANewStore) {
  for (auto const table : store::side_tables) {
    auto const before = read(table);
    if (auto const rows = rows_of(table); !rows.empty()) {
      put(table, rows);
    } else {
      static_cast<void>(store_->reserve_ids(store::IdSeries::event, 10));
    }
    auto const transaction = store_->begin_write();
    transaction->clear_side(table);
    transaction->commit();
    EXPECT_THAT(read(table), ElementsAreArray(before)) << static_cast<int>(table);
  }
}

TEST_P(Side, ACopyIsMarkedUntilItIsWhole) {
  EXPECT_FALSE(store_->begin_read()->is_half_made());
  {
    auto const transaction = store_->begin_write();
    transaction->mark_half_made();
    transaction->commit();
  }
  EXPECT_TRUE(store_->begin_read()->is_half_made());
  {
    auto const transaction = store_->begin_write();
    transaction->mark_whole();
    transaction->commit();
  }
  EXPECT_FALSE(store_->begin_read()->is_half_made());
}

TEST_P(Side, ALedgerIsNotMadeACopy) {
  {
    auto const transaction = store_->begin_write();
    static_cast<void>(transaction->advance_head(1, {1000}, 0, false));
    transaction->commit();
  }
  auto const transaction = store_->begin_write();
  EXPECT_THROW(transaction->mark_half_made(), store::GuardLost);
}

}  // namespace
}  // namespace nameplate::test
