// Units, containers and lots: written over only as they were loaded, every column kept.

#include "contract/store/store_contract.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using domain::SubjectId;
using testing::ElementsAre;
using testing::IsEmpty;

class Subjects : public StoreContract {};
NAMEPLATE_ON_EVERY_STORE(Subjects);

domain::UnitState a_full_unit() {
  auto unit = a_unit(11, "sn-0011");
  unit.status = domain::Status::shipped;
  unit.holder = domain::Holder::with({9});
  unit.owner = {8};
  unit.lot = {30};
  unit.dates = {.produced = 20000, .expires = 21000};
  return unit;
}

TEST_P(Subjects, AUnitComesBackAsItWasWritten) {
  auto const plain = a_unit(10, "SN-0010");
  auto const full = a_full_unit();

  write(registration({plain, full}));

  auto const snapshot = store_->begin_read();
  EXPECT_THAT(snapshot->load_units(std::vector{SubjectId{11}, SubjectId{10}, SubjectId{99}}), ElementsAre(full, plain));
}

TEST_P(Subjects, ALabelThatDiffersFromItsNormalisedFormIsKept) {
  auto changes = registration({a_unit(10, "sn-0010")});
  changes.identifiers_opened.front().key.value_norm = "SN-0010";
  write(changes);

  auto const snapshot = store_->begin_read();
  EXPECT_EQ(unit(10).serial, "sn-0010");
  auto const page = snapshot->list_units({.serial_prefix_norm = "SN-"}, {.sort = store::SortKey::serial});
  ASSERT_EQ(page.size(), 1U);
  EXPECT_EQ(page.front().serial, "sn-0010");
  EXPECT_EQ(snapshot->find_identifiers(std::vector<std::string>{"SN-0010"}).front().value, "sn-0010");
}

TEST_P(Subjects, EveryKindOfChangeOfAUnitIsWritten) {
  auto const first = a_unit(10, "SN-0010");
  write(registration({first}));
  std::vector<std::function<void(domain::UnitState&)>> const steps = {
      [](domain::UnitState&) {},
      [](domain::UnitState& unit) { unit.holder = in(200); },
      [](domain::UnitState& unit) { unit.status = domain::Status::ready_to_ship; },
      [](domain::UnitState& unit) { unit.owner = {9}; },
      [](domain::UnitState& unit) { unit.lot = {31}; },
      [](domain::UnitState& unit) { unit.dates.expires = 20500; },
      [](domain::UnitState& unit) { unit = a_full_unit(), unit.id = {10}, unit.serial = "SN-0010"; },
      [](domain::UnitState& unit) { unit.holder = {}, unit.owner = {}, unit.lot = {}, unit.dates = {}; },
  };

  std::int64_t event = 2;
  for (auto const& step : steps) {
    auto const before = unit(10);
    auto after = before;
    step(after);
    write(change(before, after, event));
    after.trail = {.last_event = {event}, .latest_time = {1000 * event}};
    EXPECT_EQ(unit(10), after) << "step " << event;
    ++event;
  }
}

TEST_P(Subjects, ARelabelledUnitIsFoundAndSortedByItsNewSerial) {
  auto const before = a_unit(10, "OLD");
  write(registration({before}));
  auto after = before;
  after.serial = "new";
  auto changes = change(before, after, 2);
  auto closed = an_identifier(10, "OLD");
  closed.valid_to = base::Instant{2000};
  closed.closed_by = {2};
  changes.identifiers_closed.push_back(closed);
  auto opened = an_identifier(10, "new");
  opened.key.value_norm = "NEW";
  opened.opened_by = {2};
  changes.identifiers_opened.push_back(opened);

  write(changes);

  auto const snapshot = store_->begin_read();
  EXPECT_EQ(snapshot->list_units({.serial_prefix_norm = "NEW"}, {}).size(), 1U);
  EXPECT_THAT(snapshot->list_units({.serial_prefix_norm = "OLD"}, {}), IsEmpty());
  EXPECT_EQ(unit(10).serial, "new");
}

TEST_P(Subjects, AUnitThatSomebodyElseChangedIsNotWrittenOver) {
  auto const before = a_unit(10, "SN-0010");
  write(registration({before}));
  auto moved = before;
  moved.holder = at(101);
  write(change(before, moved, 2));

  auto const late = [&](domain::UnitState after) {
    auto transaction = store_->begin_write();
    EXPECT_THROW(write_in(*transaction, change(before, std::move(after), 3)), store::GuardLost);
  };
  auto elsewhere = before;
  elsewhere.holder = at(102);
  late(elsewhere);
  late(before);
  auto shipped = before;
  shipped.status = domain::Status::shipped;
  late(shipped);

  EXPECT_EQ(unit(10).holder, at(101));
  EXPECT_EQ(unit(10).trail.last_event, domain::EventId{2});
}

TEST_P(Subjects, AUnitThatIsNotThereCannotBeChanged) {
  auto const transaction = store_->begin_write();
  EXPECT_THROW(write_in(*transaction, change(a_unit(10, "X"), a_unit(10, "X"), 2)), store::GuardLost);
}

TEST_P(Subjects, AnIdIsGivenOnce) {
  write(registration({a_unit(10, "SN-0010")}));

  auto const transaction = store_->begin_write();
  EXPECT_THROW(write_in(*transaction, registration({a_unit(10, "SN-0099")})), store::GuardLost);
}

TEST_P(Subjects, WhatADecisionReadIsGuardedToo) {
  write(registration({a_unit(10, "SN-0010", 1)}));
  domain::Changes first;
  first.containers.push_back({.state = a_container(200, "BOX", at(100), at(100))});
  first.lots.push_back({.state = a_lot(30, "L1")});
  first.records.push_back({.state = a_record(40, 1, "P1"), .expected = {}});
  write(first);
  using domain::SubjectKind;
  auto const guard = [&](SubjectKind kind, std::int64_t id, std::int64_t expected) {
    domain::Changes changes;
    changes.guards.push_back({.kind = kind, .subject = {id}, .expected = {expected}});
    write(changes);
  };

  for (auto const& [kind, id] : {std::pair(SubjectKind::unit, 10), std::pair(SubjectKind::container, 200),
                                 std::pair(SubjectKind::lot, 30), std::pair(SubjectKind::record, 40)}) {
    EXPECT_NO_THROW(guard(kind, id, 1));
    EXPECT_THROW(guard(kind, id, 2), store::GuardLost);
  }
}

TEST_P(Subjects, ContainersNestAndMove) {
  auto const pallet = a_container(200, "PALLET", at(100), at(100));
  auto const box = a_container(201, "BOX", in(200), at(100));
  domain::Changes changes;
  changes.containers = {{.state = pallet}, {.state = box}};
  write(changes);
  EXPECT_THAT(store_->begin_read()->containers_in(std::vector{SubjectId{200}}), ElementsAre(box));

  auto moved_pallet = pallet;
  moved_pallet.holder = at(105);
  moved_pallet.place = at(105);
  moved_pallet.trail = {.last_event = {2}, .latest_time = {2000}};
  auto moved_box = box;
  moved_box.place = at(105);
  moved_box.trail = moved_pallet.trail;
  domain::Changes move;
  move.containers = {{.state = moved_pallet, .expected = {1}}, {.state = moved_box, .expected = {1}}};
  write(move);

  auto const snapshot = store_->begin_read();
  EXPECT_THAT(snapshot->load_containers(std::vector{SubjectId{200}, SubjectId{201}}),
              ElementsAre(moved_pallet, moved_box));
  auto const transaction = store_->begin_write();
  EXPECT_THROW(write_in(*transaction, move), store::GuardLost);
}

TEST_P(Subjects, ContainersAreListedByCodeAndPlace) {
  domain::Changes changes;
  changes.containers = {{.state = a_container(200, "C", at(100), at(100))},
                        {.state = a_container(201, "A", in(200), at(100))},
                        {.state = a_container(202, "B", at(101), at(101))},
                        {.state = a_container(203, "D", domain::Holder::with({9}), domain::Holder::with({9}))}};
  write(changes);
  auto const snapshot = store_->begin_read();
  auto const codes = [](std::vector<domain::ContainerState> const& containers) {
    std::string all;
    for (auto const& container : containers) {
      all += container.code;
    }
    return all;
  };

  EXPECT_EQ(codes(snapshot->list_containers(std::nullopt, {}, 10)), "ABCD");
  EXPECT_EQ(codes(snapshot->list_containers(std::nullopt, {202}, 10)), "CD");
  EXPECT_EQ(codes(snapshot->list_containers(std::nullopt, {}, 2)), "AB");
  EXPECT_EQ(codes(snapshot->list_containers(std::vector{domain::RecordId{100}}, {}, 10)), "AC");
  EXPECT_EQ(codes(snapshot->list_containers(std::vector{domain::RecordId{100}}, {201}, 10)), "C");
  EXPECT_EQ(codes(snapshot->list_containers(std::vector{domain::RecordId{100}, domain::RecordId{101}}, {}, 2)), "AB");
}

TEST_P(Subjects, WhatIsDirectlyInAContainerIsFound) {
  auto inside = a_unit(10, "INSIDE");
  inside.holder = in(200);
  auto changes = registration({inside, a_unit(11, "OUTSIDE")});
  changes.balances = {a_delta(30, in(200), 5)};
  write(changes);

  auto const snapshot = store_->begin_read();
  EXPECT_THAT(snapshot->units_in(std::vector{SubjectId{200}}), ElementsAre(inside));
  EXPECT_EQ(snapshot->balances_in(std::vector{SubjectId{200}}).size(), 1U);
}

TEST_P(Subjects, LotsAreWrittenAndListed) {
  auto lot = a_lot(30, "L1");
  lot.owner = {8};
  lot.supplier = {9};
  lot.dates = {.produced = 1, .expires = 2};
  domain::Changes changes;
  auto other = a_lot(31, "");
  other.product = {6};
  changes.lots = {{.state = lot}, {.state = other}};
  write(changes);

  auto changed = lot;
  changed.number = "L2";
  changed.trail.last_event = {2};
  domain::Changes update;
  update.lots = {{.state = changed, .expected = {1}}};
  write(update);

  auto const snapshot = store_->begin_read();
  EXPECT_THAT(snapshot->load_lots(std::vector{SubjectId{30}}), ElementsAre(changed));
  EXPECT_THAT(snapshot->list_lots(std::nullopt, {}, 10), ElementsAre(changed, other));
  EXPECT_THAT(snapshot->list_lots(std::nullopt, {30}, 10), ElementsAre(other));
  EXPECT_THAT(snapshot->list_lots(domain::RecordId{6}, {}, 10), ElementsAre(other));
  auto const transaction = store_->begin_write();
  EXPECT_THROW(write_in(*transaction, update), store::GuardLost);
}

TEST_P(Subjects, WhatIsInUseIsKnown) {
  auto changes = registration({a_unit(10, "X")});
  changes.lots = {{.state = [] {
    auto lot = a_lot(30, "L");
    lot.product = {6};
    return lot;
  }()}};
  changes.balances = {a_delta(30, at(101), 5), a_delta(31, at(102), 5)};
  changes.containers = {{.state = a_container(200, "C", at(103), at(103))}};
  write(changes);
  domain::Changes emptied;
  emptied.balances = {a_delta(31, at(102), -5, 2)};
  write(emptied);

  auto const snapshot = store_->begin_read();
  using domain::RecordId;
  EXPECT_THAT(snapshot->products_in_use(std::vector<RecordId>{{5}, {6}, {7}}), ElementsAre(RecordId{6}, RecordId{7}));
  EXPECT_THAT(snapshot->locations_in_use(std::vector<RecordId>{{100}, {101}, {102}, {103}, {104}}),
              ElementsAre(RecordId{100}, RecordId{101}, RecordId{103}));
}

}  // namespace
}  // namespace nameplate::test
