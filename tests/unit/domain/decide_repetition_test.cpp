// Asking for what is already so: unchanged, and recorded only when it proves presence or says another time.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_lot;
using test::a_unit;
using test::World;

struct DecideRepetition : testing::Test {
  World world;

  /// How the verb leaves a unit, and the same request again.
  void check_repeats(Verb verb, Status status, Holder holder) {
    SCOPED_TRACE(name_of(verb));
    auto const unit = world.put(a_unit("S-" + std::string(name_of(verb))).in(status).at(holder));
    auto request = world.ask(verb);
    switch (verb) {
      case Verb::register_: request.is(Status::in_stock).at(world.bin_1); break;
      case Verb::receive:
      case Verb::find:
      case Verb::return_: request.at(world.bin_1); break;
      case Verb::ship: request.to(world.acme); break;
      default: break;
    }

    auto const decision = world.judge(request.unit(unit));

    EXPECT_FALSE(decision.refusal);
    EXPECT_FALSE(decision.event);
    ASSERT_EQ(decision.remarks.size(), 1U);
    EXPECT_EQ(decision.remarks.front().verdict, Verdict::unchanged);
  }
};

TEST_F(DecideRepetition, EveryVerbWithATargetIsUnchangedWhenItIsAskedAgain) {
  auto const here = Holder::at(world.bin_1);
  auto const there = Holder::with(world.acme);
  check_repeats(Verb::register_, Status::in_stock, here);
  check_repeats(Verb::announce, Status::ordered, {});
  check_repeats(Verb::receive, Status::in_stock, here);
  check_repeats(Verb::unpack, Status::in_stock, here);
  check_repeats(Verb::stage, Status::ready_to_ship, here);
  check_repeats(Verb::unstage, Status::in_stock, here);
  check_repeats(Verb::ship, Status::shipped, there);
  check_repeats(Verb::deliver, Status::with_customer, there);
  check_repeats(Verb::return_, Status::returned, here);
  check_repeats(Verb::accept, Status::in_stock, here);
  check_repeats(Verb::repair, Status::in_repair, here);
  check_repeats(Verb::scrap, Status::scrapped, {});
  check_repeats(Verb::lose, Status::lost, {});
  check_repeats(Verb::find, Status::in_stock, here);
}

TEST_F(DecideRepetition, ItIsReceivedAlreadyWhenItLiesInAContainerAtThePlace) {
  auto const box = world.put(a_container("BOX").at(world.bin_1));
  auto const unit = world.put(a_unit("S-1").inside(box));
  auto request = world.ask(Verb::receive);

  auto const decision = world.judge(request.unit(unit).at(world.bin_1));

  EXPECT_FALSE(decision.refusal);
  EXPECT_FALSE(decision.event);
}

TEST_F(DecideRepetition, AnotherTargetIsNoRepetition) {
  auto const shipped = world.put(a_unit("S-1").in(Status::shipped).at(Holder::with(world.acme)));
  auto const here = world.put(a_unit("S-2"));
  auto ship = world.ask(Verb::ship);
  auto receive = world.ask(Verb::receive);

  EXPECT_EQ(world.refusal(ship.unit(shipped).to(world.beta)), "unit.not_in_stock");
  EXPECT_EQ(world.refusal(receive.unit(here).at(world.bin_2)), "unit.already_in_stock");
}

TEST_F(DecideRepetition, AMoveToWhereItStandsIsRecordedAsASighting) {
  auto const unit = world.put(a_unit("S-1"));
  auto const pallet = world.put(a_container("P-1"));
  auto const lot = world.put(a_lot("L-1").lying(world.bin_1, "5"));
  auto request = world.ask(Verb::move);

  auto const decision = world.done(request.unit(unit).container(pallet).some(lot, "5").at(world.bin_1));

  ASSERT_TRUE(decision.event);
  EXPECT_EQ(decision.event->items.size(), 3U);
  for (auto const& item : decision.event->items) {
    // What was stated stays true when a late move turns up before it; amounts are told by their changes.
    auto const stated = item.kind == SubjectKind::lot ? Effect() : Effect{.holder = Holder::at(world.bin_1)};
    EXPECT_EQ(decision.event->effect_of(item), stated);
  }
  ASSERT_EQ(decision.remarks.size(), 3U);
  EXPECT_EQ(decision.remarks.back().verdict, Verdict::unchanged);
  EXPECT_EQ(world.unit(unit).trail.last_event, decision.event->id);
}

TEST_F(DecideRepetition, ARepetitionOfAnotherTimeIsASightingToo) {
  auto const unit = world.put(a_unit("S-1").in(Status::shipped).at(Holder::with(world.acme)));
  auto same_time = world.ask(Verb::ship);
  auto other_time = world.ask(Verb::ship);

  EXPECT_FALSE(world.judge(same_time.unit(unit).to(world.acme).when(World::began)).event);
  auto const decision = world.judge(other_time.unit(unit).to(world.acme).when(World::began.plus(World::minute)));

  ASSERT_TRUE(decision.event);
  EXPECT_EQ(decision.event->event_time, World::began.plus(World::minute));
  EXPECT_EQ(decision.remarks.front().verdict, Verdict::unchanged);
}

TEST_F(DecideRepetition, ARepetitionNeverContradictsWhatIsOnRecordLater) {
  auto const unit = world.put(a_unit("S-1"));
  auto request = world.ask(Verb::move);

  auto const decision = world.judge(request.unit(unit).at(world.bin_1).when(World::began.plus(-World::minute)));

  EXPECT_FALSE(decision.refusal);
  EXPECT_FALSE(decision.event);
  EXPECT_EQ(decision.remarks.front().verdict, Verdict::unchanged);
}

TEST_F(DecideRepetition, ARepetitionIsNoReasonToRollBack) {
  auto const here = world.put(a_unit("S-1").at(world.bin_2));
  auto const elsewhere = world.put(a_unit("S-2"));
  auto request = world.ask(Verb::move);

  auto const decision = world.done(request.unit(here).unit(elsewhere).at(world.bin_2));

  EXPECT_EQ(decision.remarks.size(), 1U);
  EXPECT_EQ(world.unit(elsewhere).holder, Holder::at(world.bin_2));
}

TEST_F(DecideRepetition, WhatSaysMoreOfAUnitThanIsKnownIsNoRepetition) {
  auto const lot = world.put(a_lot("L-1").of(world.cam));
  auto const unit = world.put(a_unit("S-1").expiring(20'000));
  auto other_lot = world.ask(Verb::register_);
  auto other_owner = world.ask(Verb::register_);
  auto other_date = world.ask(Verb::register_);
  auto another_number = world.ask(Verb::register_);
  auto the_same = world.ask(Verb::register_);
  auto const again = [&](test::Request& request) -> test::Request& {
    return request.unit(unit).is(Status::in_stock).at(world.bin_1);
  };

  EXPECT_EQ(world.refusal(again(other_lot).with([&](BoundExtra& extra) { extra.lot = lot; })), "unit.already_in_stock");
  EXPECT_EQ(world.refusal(again(other_owner).owned_by(world.acme)), "unit.already_in_stock");
  EXPECT_EQ(world.refusal(again(other_date).expiring(20'001)), "unit.already_in_stock");
  EXPECT_EQ(world.refusal(again(another_number).numbered(IdentifierKind::asset_tag, "T-1")), "unit.already_in_stock");
  EXPECT_EQ(world.refusal(again(the_same).owned_by(RecordId()).expiring(20'000)), "");
}

TEST_F(DecideRepetition, AContainerScrappedTwiceIsUnchangedWhateverPlaceIsNamed) {
  auto const pallet = world.put(a_container("P-1").in(Status::scrapped));
  auto request = world.ask(Verb::scrap);

  auto const decision = world.judge(request.container(pallet).at(world.dock));

  EXPECT_FALSE(decision.refusal);
  EXPECT_EQ(decision.remarks.front().verdict, Verdict::unchanged);
}

}  // namespace
}  // namespace nameplate::domain
