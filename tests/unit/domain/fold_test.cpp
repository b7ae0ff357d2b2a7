// What the fold of events does to the projections.
#include "domain/event_codec.hpp"
#include "domain/evolve.hpp"
#include "domain/working_set.hpp"
#include "support/rows.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_lot;
using test::a_unit;
using test::World;

struct FoldTest : testing::Test {
  World world;

  Changes changes() { return std::move(world.state).take_changes(); }
  static std::int64_t count(Changes const& changes, CountKey const& key) {
    auto const found = std::ranges::find(changes.counts, key, &CountDelta::key);
    return found == changes.counts.end() ? 0 : found->units;
  }
};

TEST_F(FoldTest, ContainmentIsNotedInEventTime) {
  auto const box = world.put(a_container("BOX"));
  auto const unit = world.put(a_unit("S-1"));
  auto pack = world.ask(Verb::pack);
  auto unpack = world.ask(Verb::unpack);
  auto const in = *world.done(pack.unit(unit).into(box).when(World::began.plus(10))).event;
  auto const out = *world.done(unpack.unit(unit).when(World::began.plus(20))).event;

  auto const result = changes();

  ASSERT_EQ(result.entered.size(), 1U);
  EXPECT_EQ(result.entered.front(), (Containment{.child = unit,
                                                 .child_kind = SubjectKind::unit,
                                                 .parent = box,
                                                 .from = World::began.plus(10),
                                                 .entered_by = in.id,
                                                 .to = World::began.plus(20),
                                                 .left_by = out.id}));
  EXPECT_TRUE(result.left.empty());
}

TEST_F(FoldTest, WhatWasInsideBeforeLeavesAndMayEnterAgain) {
  auto const box = world.put(a_container("BOX"));
  auto const unit = world.put(a_unit("S-1").inside(box));
  auto unpack = world.ask(Verb::unpack);
  auto pack = world.ask(Verb::pack);
  auto const out = *world.done(unpack.unit(unit)).event;
  world.done(pack.unit(unit).into(box));

  auto const result = changes();

  ASSERT_EQ(result.left.size(), 1U);
  EXPECT_EQ(result.left.front().parent, box);
  EXPECT_EQ(result.left.front().left_by, out.id);
  ASSERT_EQ(result.entered.size(), 1U);
  EXPECT_FALSE(result.entered.front().to);
}

TEST_F(FoldTest, ContainersEnterAndLeaveContainersToo) {
  auto const pallet = world.put(a_container("PALLET"));
  auto const box = world.put(a_container("BOX"));
  auto pack = world.ask(Verb::pack);
  world.done(pack.container(box).into(pallet));

  auto const result = changes();

  ASSERT_EQ(result.entered.size(), 1U);
  EXPECT_EQ(result.entered.front().child, box);
  EXPECT_EQ(result.entered.front().child_kind, SubjectKind::container);
}

TEST_F(FoldTest, CountsAreDifferencesThatCancelOut) {
  auto const a = world.put(a_unit("A"));
  auto const b = world.put(a_unit("B"));
  auto away = world.ask(Verb::move);
  auto one_back = world.ask(Verb::move);
  world.done(away.unit(a).unit(b).at(world.bin_2));
  world.done(one_back.unit(b).at(world.bin_1));

  auto const result = changes();

  CountKey const in_bin_1{
      .holder = Holder::at(world.bin_1), .product = world.cam, .lot = {}, .owner = {}, .status = Status::in_stock};
  auto in_bin_2 = in_bin_1;
  in_bin_2.holder = Holder::at(world.bin_2);
  EXPECT_EQ(count(result, in_bin_1), -1);
  EXPECT_EQ(count(result, in_bin_2), 1);
  EXPECT_EQ(result.counts.size(), 2U);
}

TEST_F(FoldTest, CountsFollowStatusOwnerAndLot) {
  auto const lot = world.put(a_lot("L-1").of(world.cam));
  auto request = world.ask(Verb::register_);
  request.new_unit(world.cam, "N-1").is(Status::in_stock).at(world.dock).owned_by(world.acme);
  world.done(request.with([&](BoundExtra& extra) { extra.lot = lot; }));

  auto const result = changes();

  ASSERT_EQ(result.counts.size(), 1U);
  EXPECT_EQ(result.counts.front().key, (CountKey{.holder = Holder::at(world.dock),
                                                 .product = world.cam,
                                                 .lot = lot,
                                                 .owner = world.acme,
                                                 .status = Status::in_stock}));
}

TEST_F(FoldTest, NothingVoidIsCounted) {
  auto const unit = world.put(a_unit("S-1").in(Status::void_));
  auto request = world.ask(Verb::register_);
  world.done(request.unit(unit).is(Status::in_stock).at(world.dock));

  auto const result = changes();

  ASSERT_EQ(result.counts.size(), 1U);
  EXPECT_EQ(result.counts.front().units, 1);
}

TEST_F(FoldTest, ANumberOpenedAndClosedInOneGroupIsWrittenOnceWithItsEnd) {
  auto make = world.ask(Verb::register_);
  make.new_unit(world.cam, "WRONG").is(Status::in_stock).at(world.dock);
  world.done(make);
  auto const unit = make.last_subject();
  auto mend = world.ask(Verb::relabel);
  auto const event = *world.done(mend.unit(unit).named("RIGHT", true)).event;

  auto const result = changes();

  EXPECT_TRUE(result.identifiers_closed.empty());
  ASSERT_EQ(result.identifiers_opened.size(), 2U);
  auto const& wrong = result.identifiers_opened.back();
  EXPECT_EQ(wrong.value, "WRONG");
  EXPECT_EQ(wrong.closed_by, event.id);
  EXPECT_TRUE(wrong.mistaken);
  EXPECT_TRUE(result.identifiers_opened.front().is_current());
}

TEST_F(FoldTest, ANumberThatStoodBeforeIsClosedAndAnotherOpened) {
  auto const unit = world.put(a_unit("S-1"));
  auto request = world.ask(Verb::relabel);
  world.done(request.unit(unit).named("S-2"));

  auto const result = changes();

  ASSERT_EQ(result.identifiers_closed.size(), 1U);
  EXPECT_EQ(result.identifiers_closed.front().value, "S-1");
  ASSERT_EQ(result.identifiers_opened.size(), 1U);
  EXPECT_EQ(result.identifiers_opened.front().value, "S-2");
}

TEST_F(FoldTest, EachRowIsWrittenOnceOverTheOneThatWasLoaded) {
  auto const unit = world.put(a_unit("S-1"));
  for (auto const place : {world.bin_2, world.dock, world.bin_1}) {
    auto request = world.ask(Verb::move);
    world.done(request.unit(unit).at(place));
  }

  auto const result = changes();

  ASSERT_EQ(result.units.size(), 1U);
  EXPECT_EQ(result.units.front().expected, EventId{1});
  EXPECT_EQ(result.units.front().state, world.unit(unit));
  EXPECT_EQ(result.subjects.size(), 3U);
}

TEST_F(FoldTest, TheHistoryKeepsTheStateAfterEachEvent) {
  auto const unit = world.put(a_unit("S-1"));
  auto request = world.ask(Verb::ship);
  world.done(request.unit(unit).to(world.acme));

  auto const result = changes();

  ASSERT_EQ(result.subjects.size(), 1U);
  auto const after = decode_state(SubjectKind::unit, result.subjects.front().state);
  EXPECT_EQ(after.status, Status::shipped);
  EXPECT_EQ(after.holder, Holder::with(world.acme));
}

TEST_F(FoldTest, ContentsAreListedAsCarriedWhereTheirStatusChanges) {
  auto const box = world.put(a_container("BOX"));
  auto const unit = world.put(a_unit("S-1").inside(box));
  auto move = world.ask(Verb::move);
  auto ship = world.ask(Verb::ship);
  world.done(move.container(box).at(world.bin_2));
  auto const shipped = *world.done(ship.container(box).to(world.acme)).event;

  auto const result = changes();

  auto const of_unit = std::ranges::find(result.subjects, unit, &EventSubject::subject);
  ASSERT_NE(of_unit, result.subjects.end());
  EXPECT_EQ(of_unit->event, shipped.id);
  EXPECT_EQ(of_unit->role, SubjectRole::carried);
  EXPECT_EQ(std::ranges::count(result.subjects, unit, &EventSubject::subject), 1);
}

TEST_F(FoldTest, AContainerNamedBesideTheOneAroundItIsNotCarried) {
  auto const pallet = world.put(a_container("PALLET"));
  auto const box = world.put(a_container("BOX").inside(pallet));
  auto const unit = world.put(a_unit("S-1").inside(box));  // so that the pallet is not empty
  auto scrap = world.ask(Verb::scrap);
  world.done(scrap.container(pallet).container(box).knowing("container.not_empty"));

  auto const result = changes();

  ASSERT_EQ(std::ranges::count(result.subjects, box, &EventSubject::subject), 1);
  EXPECT_EQ(std::ranges::find(result.subjects, box, &EventSubject::subject)->role, SubjectRole::item);
  EXPECT_EQ(world.state.container(box)->holder, Holder());
  EXPECT_EQ(std::ranges::find(result.subjects, unit, &EventSubject::subject)->role, SubjectRole::carried);
}

TEST_F(FoldTest, BalancesAreDifferences) {
  auto const lot = world.put(a_lot("L-1").lying(world.bin_1, "10"));
  auto move = world.ask(Verb::move);
  auto back = world.ask(Verb::move);
  world.done(move.some(lot, "4").at(world.bin_2));
  world.done(back.some(lot, "1").from(Holder::at(world.bin_2)).at(world.bin_1));

  auto const result = changes();

  ASSERT_EQ(result.balances.size(), 2U);
  EXPECT_EQ(result.balances[0].quantity.millionths + result.balances[1].quantity.millionths, 0);
  EXPECT_EQ(result.balances[0].quantity, base::Quantity{-3'000'000});
}

TEST_F(FoldTest, AHoldPlacedAndReleasedInOneGroupIsWrittenOnceWithItsEnd) {
  auto const unit = world.put(a_unit("S-1"));
  auto const hold = world.place_hold("quality", {unit});
  auto request = world.ask(Verb::release);
  world.done(request.hold(hold));

  auto const result = changes();

  EXPECT_TRUE(result.holds_released.empty());
  ASSERT_EQ(result.holds_placed.size(), 1U);
  EXPECT_FALSE(result.holds_placed.front().is_active());
  ASSERT_EQ(result.members_placed.size(), 1U);
  EXPECT_TRUE(result.members_placed.front().released_by);
}

TEST_F(FoldTest, ReleasingManyItemsOfALargeHoldIsLinear) {
  std::vector<SubjectId> units;
  for (int i = 0; i < 20'000; ++i) {
    units.push_back(world.put(a_unit(std::to_string(i))));
  }
  auto const hold = world.put_hold("quality", units);
  auto request = world.ask(Verb::release);

  world.done(request.units(units).hold(hold));  // quadratic, this would take minutes

  EXPECT_FALSE(world.state.hold(hold)->is_active());
  EXPECT_EQ(changes().members_released.size(), units.size());
}

TEST_F(FoldTest, DocumentsAreFoundByTheirNumber) {
  auto const unit = world.put(a_unit("S-1"));
  auto request = world.ask(Verb::ship);
  auto const event = *world.done(request.unit(unit).to(world.acme).on("order", "po-7 ").on("order", "PO-7")).event;

  auto const result = changes();

  ASSERT_EQ(result.documents.size(), 1U);
  EXPECT_EQ(result.documents.front(), (DocumentMention{.number_norm = "PO-7", .kind = "order", .event = event.id}));
}

TEST_F(FoldTest, ChangesAreSortedByTheirKeys) {
  auto request = world.ask(Verb::receive);
  for (int i = 50; i > 0; --i) {
    request.new_unit(i % 2 == 0 ? world.cam : world.lens, "N-" + std::to_string(i));
  }
  world.done(request.at(world.dock));

  auto const result = changes();

  EXPECT_TRUE(std::ranges::is_sorted(result.units, {}, [](auto const& row) { return row.state.id; }));
  EXPECT_TRUE(std::ranges::is_sorted(result.subjects));
  EXPECT_TRUE(
      std::ranges::is_sorted(result.identifiers_opened, {}, [](auto const& row) { return row.key.value_norm; }));
  EXPECT_TRUE(std::ranges::is_sorted(result.counts, {}, &CountDelta::key));
}

}  // namespace
}  // namespace nameplate::domain
