// Balances and counts: changed by differences, never below zero.

#include "contract/store/store_contract.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using domain::Status;
using domain::SubjectId;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Amounts : public StoreContract {
 protected:
  void add(std::vector<domain::BalanceDelta> deltas) {
    domain::Changes changes;
    changes.balances = std::move(deltas);
    write(changes);
  }
  std::vector<domain::Balance> balances(std::int64_t lot) {
    return store_->begin_read()->load_balances(std::vector{SubjectId{lot}});
  }
  std::vector<store::StockRow> stock(store::StockFilter const& filter, std::vector<store::StockGroup> const& group_by) {
    return store_->begin_read()->stock(filter, group_by);
  }
};
NAMEPLATE_ON_EVERY_STORE(Amounts);

TEST_P(Amounts, DifferencesAddUp) {
  add({a_delta(30, at(100), 10, 1, 1000)});
  add({a_delta(30, at(100), 5, 3, 3000)});
  add({a_delta(30, at(100), -4, 2, 2000)});

  auto const found = balances(30);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].quantity.millionths, 11);
  EXPECT_EQ(found[0].weight.millionths, 22);
  EXPECT_EQ(found[0].trail.last_event, domain::EventId{2}) << "recorded last";
  EXPECT_EQ(found[0].trail.latest_time, base::Instant{3000}) << "happened last";
}

TEST_P(Amounts, ABalanceNeverFallsBelowZero) {
  add({a_delta(30, at(100), 10)});

  EXPECT_THROW(add({a_delta(30, at(100), -11, 2)}), store::GuardLost);
  EXPECT_THROW(add({a_delta(30, at(101), -1, 2)}), store::GuardLost);
  EXPECT_EQ(balances(30).front().quantity.millionths, 10);
}

TEST_P(Amounts, AnEmptyBalanceIsKeptForWhatComesLate) {
  add({a_delta(30, at(100), 10)});
  add({a_delta(30, at(100), -10, 2, 2000)});

  ASSERT_THAT(balances(30), SizeIs(1));
  EXPECT_EQ(balances(30).front().trail.last_event, domain::EventId{2});
  EXPECT_THAT(store_->begin_read()->balances_in(std::vector{SubjectId{100}}), IsEmpty());
  EXPECT_THAT(stock({}, std::vector{store::StockGroup::location}), IsEmpty());
}

TEST_P(Amounts, PlacesAndStatusesHaveBalancesOfTheirOwn) {
  auto in_process = a_delta(30, at(100), 3);
  in_process.key.status = Status::in_process;
  add({a_delta(30, at(100), 10), in_process, a_delta(30, in(200), 7), a_delta(31, at(100), 1)});

  EXPECT_THAT(balances(30), SizeIs(3));
  EXPECT_THAT(store_->begin_read()->balances_in(std::vector{SubjectId{200}}), SizeIs(1));
}

TEST_P(Amounts, CountsFollowTheUnits) {
  auto const a = a_unit(10, "A");
  write(registration({a, a_unit(11, "B")}));
  auto moved = a;
  moved.holder = at(101);
  write(change(a, moved, 2));

  auto const by_place = stock({}, {store::StockGroup::location});
  ASSERT_THAT(by_place, SizeIs(2));
  EXPECT_EQ(by_place[0].place, at(100));
  EXPECT_EQ(by_place[0].units, 1);
  EXPECT_EQ(by_place[1].place, at(101));
  EXPECT_EQ(by_place[1].units, 1);
  auto const by_product = stock({}, {store::StockGroup::product});
  ASSERT_THAT(by_product, SizeIs(1));
  EXPECT_EQ(by_product[0].units, 2);
}

TEST_P(Amounts, ACountThatReachesZeroLeavesNoRow) {
  auto const a = a_unit(10, "A");
  write(registration({a}));
  auto moved = a;
  moved.holder = at(101);
  write(change(a, moved, 2));

  for (auto const& row : store_->begin_read()->dump(store::Projection::unit_count, std::nullopt, 100)) {
    EXPECT_EQ(row.values, "units=1") << row.key;
  }
}

TEST_P(Amounts, CountsThatCannotBeAreDamage) {
  domain::Changes changes;
  changes.counts = {{.key = {.holder = at(100), .product = {7}}, .units = -1}};

  try {
    write(changes);
    FAIL() << "a count below zero was written";
  } catch (store::StorageFailure const& failure) {
    EXPECT_EQ(failure.kind(), store::FailureKind::damaged);
  }
}

class StockQuestions : public Amounts {
 protected:
  void SetUp() override {
    domain::Changes changes;
    // Product 7 in lots 30 (ours) and 31 (of party 9); product 6 in lot 32.
    auto of_party = a_lot(31, "L31");
    of_party.owner = {9};
    auto other = a_lot(32, "L32");
    other.product = {6};
    changes.lots = {{.state = a_lot(30, "L30")}, {.state = of_party}, {.state = other}};
    changes.containers = {{.state = a_container(200, "PALLET", at(100), at(100))},
                          {.state = a_container(201, "AWAY", domain::Holder::with({9}), domain::Holder::with({9}))}};
    changes.balances = {a_delta(30, at(100), 10), a_delta(30, in(200), 20), a_delta(31, at(101), 40),
                        a_delta(32, in(201), 80)};
    write(changes);

    auto in_pallet = a_unit(11, "B");
    in_pallet.holder = in(200);
    auto with_lot = a_unit(12, "C");
    with_lot.lot = {30};
    auto consigned = a_unit(13, "D");
    consigned.owner = {9};
    auto on_the_way = a_unit(14, "E");
    on_the_way.status = Status::in_transit;
    on_the_way.holder = domain::Holder::on_the_way_to({100});
    auto other_product = a_unit(15, "F");
    other_product.product = {6};
    other_product.holder = at(101);
    auto nowhere = a_unit(16, "G");
    nowhere.status = Status::scrapped;
    nowhere.holder = {};
    write(registration({a_unit(10, "A"), in_pallet, with_lot, consigned, on_the_way, other_product, nowhere}));
  }

  static std::string shown(std::vector<store::StockRow> const& rows) {
    std::string text;
    for (auto const& row : rows) {
      text += "p" + std::to_string(row.product.value) + " at" + std::to_string(static_cast<int>(row.place.kind)) + ":" +
              std::to_string(row.place.id) + " s" + std::to_string(row.status ? static_cast<int>(*row.status) : 0) +
              " o" + std::to_string(row.owner.value) + " l" + std::to_string(row.lot.value) + " = " +
              std::to_string(row.units) + "+" + std::to_string(row.quantity.millionths) + "\n";
    }
    return text;
  }
};
NAMEPLATE_ON_EVERY_STORE(StockQuestions);

TEST_P(StockQuestions, ByProduct) {
  EXPECT_EQ(shown(stock({}, {store::StockGroup::product})),
            "p6 at0:0 s0 o0 l0 = 1+80\n"
            "p7 at0:0 s0 o0 l0 = 6+70\n");
}

TEST_P(StockQuestions, ByProductAndStatusOfWhatIsOurs) {
  EXPECT_EQ(shown(stock({.owner = domain::RecordId{}}, {store::StockGroup::product, store::StockGroup::status})),
            "p6 at0:0 s2 o0 l0 = 1+80\n"
            "p7 at0:0 s2 o0 l0 = 3+30\n"
            "p7 at0:0 s5 o0 l0 = 1+0\n"
            "p7 at0:0 s13 o0 l0 = 1+0\n");
}

TEST_P(StockQuestions, ByEffectivePlace) {
  EXPECT_EQ(shown(stock({}, {store::StockGroup::location})),
            "p0 at0:0 s0 o0 l0 = 1+0\n"
            "p0 at1:100 s0 o0 l0 = 4+30\n"
            "p0 at1:101 s0 o0 l0 = 1+40\n"
            "p0 at4:9 s0 o0 l0 = 0+80\n"
            "p0 at5:100 s0 o0 l0 = 1+0\n");
}

TEST_P(StockQuestions, AtPlaces) {
  EXPECT_EQ(shown(stock({.locations = std::vector{domain::RecordId{100}}}, {store::StockGroup::owner})),
            "p0 at0:0 s0 o0 l0 = 3+30\n"
            "p0 at0:0 s0 o9 l0 = 1+0\n");
  EXPECT_EQ(shown(stock({.products = {{6}}, .locations = std::vector{domain::RecordId{100}, domain::RecordId{101}}},
                        {store::StockGroup::product})),
            "p6 at0:0 s0 o0 l0 = 1+0\n");
}

TEST_P(StockQuestions, OfALot) {
  EXPECT_EQ(shown(stock({.lot = SubjectId{30}}, {store::StockGroup::lot, store::StockGroup::location})),
            "p0 at1:100 s0 o0 l30 = 1+30\n");
  EXPECT_EQ(shown(stock({.owner = domain::RecordId{9}}, {store::StockGroup::lot})),
            "p0 at0:0 s0 o0 l0 = 1+0\n"
            "p0 at0:0 s0 o0 l31 = 0+40\n");
}

TEST_P(StockQuestions, OfStatuses) {
  EXPECT_EQ(shown(stock({.statuses = {Status::scrapped, Status::in_transit}}, {store::StockGroup::status})),
            "p0 at0:0 s5 o0 l0 = 1+0\n"
            "p0 at0:0 s13 o0 l0 = 1+0\n");
}

}  // namespace
}  // namespace nameplate::test
