// Dumps, which verify compares: complete, in the order of their keys as text, in parts of any size.

#include "contract/store/random_units.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <functional>

namespace nameplate::test {
namespace {

using store::Projection;

constexpr std::array every_projection = {Projection::unit,
                                         Projection::container,
                                         Projection::lot,
                                         Projection::lot_balance,
                                         Projection::unit_count,
                                         Projection::identifier,
                                         Projection::identifier_of_subject,
                                         Projection::containment,
                                         Projection::contents,
                                         Projection::hold,
                                         Projection::hold_member,
                                         Projection::record,
                                         Projection::event_subject,
                                         Projection::document};

class Dump : public StoreContract {
 protected:
  static std::vector<store::ProjectionRow> whole(store::Store& store, Projection projection, std::size_t limit) {
    auto const snapshot = store.begin_read();
    std::vector<store::ProjectionRow> all;
    std::optional<std::string> after;
    while (true) {
      auto const rows = snapshot->dump(projection, after, limit);
      EXPECT_LE(rows.size(), limit);
      all.insert(all.end(), rows.begin(), rows.end());
      if (rows.size() < limit) {
        return all;
      }
      after = rows.back().key;
    }
  }

  /// A few rows of everything.
  static domain::Changes some_of_everything() {
    std::mt19937_64 random(4);
    auto changes = make_warehouse(random, 200).changes();
    changes.lots = {{.state = a_lot(500, "")}, {.state = a_lot(501, "L 1")}};
    changes.balances = {a_delta(500, at(100), 5), a_delta(500, in(1001), 5), a_delta(501, at(1), 5)};
    changes.entered = {
        {.child = {10'000}, .parent = {1000}, .from = {5}, .entered_by = {1}},
        {.child = {10'001}, .parent = {1000}, .from = {5}, .entered_by = {1}, .to = base::Instant{6}, .left_by = {2}}};
    changes.holds_placed = {
        {.id = {600}, .kind = {50}, .reason = "a \"quote\"", .case_number = "", .placed_by = {1}, .placed_at = {1}},
        {.id = {601},
         .kind = {50},
         .reason = "",
         .case_number = "",
         .rule = domain::HoldRule{.product = {1}, .lot = {}, .place = at(100)},
         .placed_by = {1},
         .placed_at = {1}}};
    changes.members_placed = {{.subject = {10'000}, .hold = {600}, .kind = {50}, .placed_by = {1}},
                              {.subject = {10'001}, .hold = {600}, .kind = {50}, .placed_by = {1}}};
    changes.records = {{.state = a_record(700, 1, "A"), .expected = {}},
                       {.state = a_record(701, 2, "B"), .expected = {}}};
    changes.subjects = {
        {.subject = {10'000}, .event_time = {5}, .event = {1}, .role = domain::SubjectRole::item, .state = "x"},
        {.subject = {10'000}, .event_time = {5}, .event = {1}, .role = domain::SubjectRole::parent, .state = ""},
        {.subject = {10'001}, .event_time = {5}, .event = {1}, .role = domain::SubjectRole::item, .state = "y"}};
    changes.documents = {{.number_norm = "DN 1", .kind = "a kind", .event = {1}},
                         {.number_norm = "DN 10", .kind = "a", .event = {2}},
                         {.number_norm = "DN 2", .kind = "b", .event = {2}}};
    changes.identifiers_opened.push_back(an_identifier(10'000, "TAG", domain::IdentifierKind::asset_tag, 0));
    changes.identifiers_opened.push_back(an_identifier(10'001, "TAG 2", domain::IdentifierKind::asset_tag, 0));
    return changes;
  }

  static void fill(store::Store& store) { write_to(store, some_of_everything()); }
};
NAMEPLATE_ON_EVERY_STORE(Dump);

TEST_P(Dump, PartsOfAnySizeGiveTheWholeInOrder) {
  fill(*store_);

  for (auto const projection : every_projection) {
    SCOPED_TRACE(static_cast<int>(projection));
    auto const all = whole(*store_, projection, 100'000);
    EXPECT_GE(all.size(), 2U) << "the test has no rows for this projection";
    EXPECT_EQ(std::ranges::adjacent_find(all, std::greater_equal<>(), &store::ProjectionRow::key), all.end());
    EXPECT_EQ(whole(*store_, projection, 1), all);
    EXPECT_EQ(whole(*store_, projection, 7), all);
  }
}

TEST_P(Dump, EqualStoresGiveEqualDumps) {
  auto const other = store_->make_scratch();
  fill(*store_);
  fill(*other);

  for (auto const projection : every_projection) {
    EXPECT_EQ(whole(*store_, projection, 1000), whole(*other, projection, 1000)) << static_cast<int>(projection);
  }
}

TEST_P(Dump, AChangeOfOneColumnIsSeen) {
  auto const before = a_unit(10, "A");
  write(registration({before}));
  auto const dump_before = whole(*store_, Projection::unit, 10);

  write(change(before, before, 2));

  auto const dump_after = whole(*store_, Projection::unit, 10);
  ASSERT_EQ(dump_after.size(), 1U);
  EXPECT_EQ(dump_after[0].key, dump_before[0].key);
  EXPECT_NE(dump_after[0].values, dump_before[0].values);
}

}  // namespace
}  // namespace nameplate::test
