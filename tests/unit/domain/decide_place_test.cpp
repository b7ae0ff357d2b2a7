// Where the verbs leave things, whose they are, and which places are refused.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_unit;
using test::World;

struct DecidePlace : testing::Test {
  World world;

  UnitState after(test::Request& request, SubjectId unit) {
    world.done(request);
    return world.unit(unit);
  }
};

TEST_F(DecidePlace, ReceiveMoveAndFindLeaveItAtTheLocation) {
  for (auto const& [verb, status] : {std::pair(Verb::receive, Status::ordered), std::pair(Verb::move, Status::returned),
                                     std::pair(Verb::find, Status::lost)}) {
    auto const unit = world.put(a_unit("S-" + std::string(name_of(verb))).in(status));
    auto request = world.ask(verb);

    EXPECT_EQ(after(request.unit(unit).at(world.bin_2), unit).holder, Holder::at(world.bin_2));
  }
}

TEST_F(DecidePlace, StageUnstageAcceptAndRepairLeaveItWhereItIsUnlessALocationIsGiven) {
  for (auto const& [verb, status] :
       {std::pair(Verb::stage, Status::in_stock), std::pair(Verb::unstage, Status::ready_to_ship),
        std::pair(Verb::accept, Status::returned), std::pair(Verb::repair, Status::in_stock)}) {
    auto const stays = world.put(a_unit("A-" + std::string(name_of(verb))).in(status));
    auto const goes = world.put(a_unit("B-" + std::string(name_of(verb))).in(status));
    auto without = world.ask(verb);
    auto with = world.ask(verb);

    EXPECT_EQ(after(without.unit(stays), stays).holder, Holder::at(world.bin_1));
    EXPECT_EQ(after(with.unit(goes).at(world.bin_2), goes).holder, Holder::at(world.bin_2));
  }
}

TEST_F(DecidePlace, WhatIsShippedToAPartyIsWithThatParty) {
  auto const unit = world.put(a_unit("S-1"));
  auto request = world.ask(Verb::ship);

  auto const it = after(request.unit(unit).to(world.acme), unit);

  EXPECT_EQ(it.status, Status::shipped);
  EXPECT_EQ(it.holder, Holder::with(world.acme));
}

TEST_F(DecidePlace, WhatIsShippedToAPlaceOfOursIsOnItsWayThereUntilItIsReceived) {
  auto const unit = world.put(a_unit("S-1"));
  auto ship = world.ask(Verb::ship);
  auto receive = world.ask(Verb::receive);

  auto const sent = after(ship.unit(unit).towards(world.branch), unit);
  auto const arrived = after(receive.unit(unit).at(world.branch), unit);

  EXPECT_EQ(sent.status, Status::in_transit);
  EXPECT_EQ(sent.holder, Holder::on_the_way_to(world.branch));
  EXPECT_EQ(arrived.status, Status::in_stock);
  EXPECT_EQ(arrived.holder, Holder::at(world.branch));
}

TEST_F(DecidePlace, WhatArrivesElsewhereThanItWasSentIsTakenInWithAWarning) {
  auto const unit = world.put(a_unit("S-1").in(Status::in_transit).at(Holder::on_the_way_to(world.branch)));
  auto request = world.ask(Verb::receive);

  auto const decision = world.done(request.unit(unit).at(world.dock));

  ASSERT_EQ(decision.remarks.size(), 1U);
  EXPECT_EQ(decision.remarks.front().verdict, Verdict::done);
  EXPECT_EQ(decision.remarks.front().warnings, std::vector<std::string>{"unit.place_differs"});
}

TEST_F(DecidePlace, WhatWasShippedIsDeliveredToItsPartyWithoutNamingItAgain) {
  auto const unit = world.put(a_unit("S-1").in(Status::shipped).at(Holder::with(world.acme)));
  auto request = world.ask(Verb::deliver);

  auto const it = after(request.unit(unit), unit);

  EXPECT_EQ(it.status, Status::with_customer);
  EXPECT_EQ(it.holder, Holder::with(world.acme));
}

TEST_F(DecidePlace, HandingOverFromStockNeedsAParty) {
  auto const unit = world.put(a_unit("S-1"));
  auto const pallet = world.put(a_container("P-1"));
  auto nobody = world.ask(Verb::deliver);
  auto nobody_again = world.ask(Verb::deliver);
  auto somebody = world.ask(Verb::deliver);

  EXPECT_EQ(world.refusal(nobody.unit(unit)), "deliver.party_missing");
  EXPECT_EQ(world.refusal(nobody_again.container(pallet)), "deliver.party_missing");
  EXPECT_EQ(after(somebody.unit(unit).to(world.acme), unit).holder, Holder::with(world.acme));
}

TEST_F(DecidePlace, WhatIsScrappedOrLostIsNowhere) {
  for (auto const verb : {Verb::scrap, Verb::lose}) {
    auto const unit = world.put(a_unit("S-" + std::string(name_of(verb))));
    auto request = world.ask(verb);

    EXPECT_EQ(after(request.unit(unit), unit).holder, Holder());
  }
}

TEST_F(DecidePlace, ObservingInspectingAndProcessingTouchNothing) {
  for (auto const verb : {Verb::observe, Verb::inspect, Verb::process}) {
    auto const unit = world.put(a_unit("S-" + std::string(name_of(verb))));
    auto request = world.ask(verb);

    auto const it = after(request.unit(unit).at(world.bin_2), unit);

    EXPECT_EQ(it.holder, Holder::at(world.bin_1));
    EXPECT_EQ(it.status, Status::in_stock);
  }
}

TEST_F(DecidePlace, RegisteringStatesStatusHolderAndOwner) {
  auto request = world.ask(Verb::register_);
  request.new_unit(world.cam, "S-1").is(Status::with_customer).held_by(Holder::with(world.acme)).owned_by(world.acme);

  auto const it = after(request, request.last_subject());

  EXPECT_EQ(it.status, Status::with_customer);
  EXPECT_EQ(it.holder, Holder::with(world.acme));
  EXPECT_EQ(it.owner, world.acme);
  EXPECT_EQ(it.serial, "S-1");
  EXPECT_EQ(it.product, world.cam);
}

TEST_F(DecidePlace, WhatIsAnnouncedIsNowhereYet) {
  auto request = world.ask(Verb::announce);
  request.new_unit(world.cam, "S-1").at(world.dock);

  auto const it = after(request, request.last_subject());

  EXPECT_EQ(it.status, Status::ordered);
  EXPECT_EQ(it.holder, Holder());
}

TEST_F(DecidePlace, AnOwnerIsSetOnlyWhereTheRequestNamesOne) {
  auto const theirs =
      world.put(a_unit("S-1").in(Status::with_customer).at(Holder::with(world.acme)).owned_by(world.acme));
  auto const bought =
      world.put(a_unit("S-2").in(Status::with_customer).at(Holder::with(world.acme)).owned_by(world.acme));
  auto for_repair = world.ask(Verb::receive);
  auto bought_back = world.ask(Verb::receive);

  auto const kept = after(for_repair.unit(theirs).at(world.dock).to(world.acme), theirs);
  auto const ours = after(bought_back.unit(bought).at(world.dock).owned_by(RecordId()), bought);

  EXPECT_EQ(kept.owner, world.acme);
  EXPECT_EQ(ours.owner, RecordId());
}

TEST_F(DecidePlace, ReceivingFromACustomerAsksWhetherItIsBoughtBack) {
  auto const unit = world.put(a_unit("S-1").in(Status::with_customer).at(Holder::with(world.acme)));
  auto unsaid = world.ask(Verb::receive);
  auto acknowledged = world.ask(Verb::receive);

  EXPECT_EQ(world.refusal(unsaid.unit(unit).at(world.dock)), "unit.bought_back");
  EXPECT_EQ(world.refusal(acknowledged.unit(unit).at(world.dock).knowing("unit.bought_back")), "");
}

TEST_F(DecidePlace, AReturnFromAnotherPartyThanItWentToHasToBeMeant) {
  auto const unit = world.put(a_unit("S-1").in(Status::shipped).at(Holder::with(world.acme)));
  auto const pallet = world.put(a_container("P-1").in(Status::shipped).at(Holder::with(world.acme)));
  auto right = world.ask(Verb::return_);
  auto other = world.ask(Verb::return_);
  auto other_pallet = world.ask(Verb::return_);
  auto meant = world.ask(Verb::return_);

  EXPECT_EQ(world.refusal(right.unit(unit).at(world.dock).to(world.acme)), "");
  EXPECT_EQ(world.refusal(other.unit(unit).at(world.dock).to(world.beta)), "return.other_party");
  EXPECT_EQ(world.refusal(other_pallet.container(pallet).at(world.dock).to(world.beta)), "return.other_party");
  EXPECT_EQ(world.refusal(meant.unit(unit).at(world.dock).to(world.beta).knowing("return.other_party")), "");
}

TEST_F(DecidePlace, APlaceWithActivitiesRefusesOthersUnlessAManagerOverrides) {
  auto const shelf = world.add_place("SHELF", world.hall, {"receive", "move"});
  auto const unit = world.put(a_unit("S-1").in(Status::shipped).at(Holder::with(world.acme)));
  auto here = world.ask(Verb::return_);
  auto overridden = world.ask(Verb::return_);

  EXPECT_EQ(world.refusal(here.unit(unit).at(shelf)), "location.activity_not_allowed");
  EXPECT_EQ(world.refusal(overridden.unit(unit).at(shelf).overriding()), "");
}

TEST_F(DecidePlace, ADestinationMustAllowReceiving) {
  auto const receiving = world.add_place("IN", world.branch, {"receive"});
  auto const shipping = world.add_place("OUT", world.branch, {"ship"});
  auto const unit = world.put(a_unit("S-1"));
  auto to_receiving = world.ask(Verb::ship);
  auto to_shipping = world.ask(Verb::ship);

  EXPECT_EQ(world.refusal(to_receiving.unit(unit).towards(receiving)), "");
  EXPECT_EQ(world.refusal(to_shipping.unit(unit).towards(shipping)), "location.activity_not_allowed");
}

TEST_F(DecidePlace, OnlyAManagerRelabelsAndAdjusts) {
  auto const unit = world.put(a_unit("S-1"));
  world.role = Role::operator_;
  auto relabel = world.ask(Verb::relabel);
  auto adjust = world.ask(Verb::adjust);
  world.role = Role::viewer;
  auto move = world.ask(Verb::move);

  EXPECT_EQ(world.refusal(move.unit(unit).at(world.dock)), "access.role");
  world.role = Role::operator_;
  EXPECT_EQ(world.refusal(relabel.unit(unit).named("S-2")), "access.role");
  EXPECT_EQ(world.refusal(adjust.unit(unit).is(Status::lost).held_by(Holder())), "access.role");
  EXPECT_EQ(world.judge(adjust).refusal->kind, base::ErrorKind::forbidden);
}

TEST_F(DecidePlace, AnOperationAboutNothingIsRefused) {
  auto request = world.ask(Verb::move);

  EXPECT_EQ(world.refusal(request.at(world.dock)), "items.empty");
}

}  // namespace
}  // namespace nameplate::domain
