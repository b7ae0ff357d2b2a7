// Containers: packed into one another, made by packing, and sent with what is in them.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_lot;
using test::a_unit;
using test::World;

struct DecideContainer : testing::Test {
  World world;
  SubjectId pallet = world.put(a_container("PALLET").at(world.bin_1));
  SubjectId box = world.put(a_container("BOX").inside(pallet));
  SubjectId unit = world.put(a_unit("S-1").inside(box));
  SubjectId lot = world.put(a_lot("L-1").lying(Holder::in(box), "5").lying(world.bin_2, "7"));

  void send() {
    auto request = world.ask(Verb::ship);
    world.done(request.container(pallet).to(world.acme));
  }
  /// A chain of containers, each in the one before; returns the innermost one.
  SubjectId chain(std::size_t length, std::string const& name) {
    SubjectId inner{};
    for (std::size_t i = 0; i < length; ++i) {
      auto container = a_container(name + std::to_string(i));
      inner = world.put(i == 0 ? container.at(world.bin_1) : container.inside(inner));
    }
    return inner;
  }
  SubjectId find(std::string const& code) const { return world.state.identifiers(code).front().subject; }
};

TEST_F(DecideContainer, PackingBringsThingsToThePlaceOfTheContainer) {
  auto const far = world.put(a_unit("FAR").at(world.branch));
  auto const tote = world.put(a_container("TOTE").at(world.branch));
  auto request = world.ask(Verb::pack);

  world.done(request.unit(far).container(tote).some(lot, "3").from(Holder::at(world.bin_2)).into(pallet));

  EXPECT_EQ(world.unit(far).holder, Holder::in(pallet));
  EXPECT_EQ(world.container(tote).holder, Holder::in(pallet));
  EXPECT_EQ(world.container(tote).place, Holder::at(world.bin_1));
  EXPECT_EQ(world.quantity(lot, Holder::in(pallet)), "3");
  EXPECT_EQ(world.quantity(lot, Holder::at(world.bin_2)), "4");
}

TEST_F(DecideContainer, TheContainerPackedIntoTakesPartInTheEvent) {
  auto const loose = world.put(a_unit("LOOSE"));
  auto request = world.ask(Verb::pack);

  auto const event = *world.done(request.unit(loose).into(pallet)).event;

  ASSERT_EQ(event.items.size(), 2U);
  EXPECT_EQ(event.items.back().subject, pallet);
  EXPECT_EQ(event.items.back().role, SubjectRole::parent);
  EXPECT_EQ(world.container(pallet).trail.last_event, event.id);
}

TEST_F(DecideContainer, PackingMakesAContainerThatDoesNotExistYet) {
  auto const loose = world.put(a_unit("LOOSE").at(world.bin_2));
  auto request = world.ask(Verb::pack);
  request.unit(loose).into_new("NEW", Holder::at(world.bin_2));

  world.done(request);

  auto const made = request.bound().container;
  EXPECT_EQ(world.container(made).code, "NEW");
  EXPECT_EQ(world.container(made).status, Status::in_stock);
  EXPECT_EQ(world.container(made).place, Holder::at(world.bin_2));
  EXPECT_EQ(world.unit(loose).holder, Holder::in(made));
}

TEST_F(DecideContainer, WhatCannotBePackedMakesNoContainer) {
  auto const gone = world.put(a_unit("GONE").in(Status::scrapped));
  auto request = world.ask(Verb::pack);

  EXPECT_EQ(world.refusal(request.unit(gone).into_new("NEW", std::nullopt)), "unit.not_in_stock");
}

TEST_F(DecideContainer, AContainerThatIsGoneTakesNothingIn) {
  auto const loose = world.put(a_unit("LOOSE"));
  send();
  auto request = world.ask(Verb::pack);

  EXPECT_EQ(world.refusal(request.unit(loose).into(pallet)), "container.not_in_stock");
}

TEST_F(DecideContainer, NothingIsPackedIntoItselfOrIntoWhatIsInsideIt) {
  auto itself = world.ask(Verb::pack);
  auto its_content = world.ask(Verb::pack);

  EXPECT_EQ(world.refusal(itself.container(pallet).into(pallet)), "container.inside_itself");
  EXPECT_EQ(world.refusal(its_content.container(pallet).into(box)), "container.inside_itself");
}

TEST_F(DecideContainer, ContainersNestThirtyTwoDeepAndNoDeeper) {
  auto const depth_31 = chain(31, "A");
  auto const loose = world.put(a_container("LOOSE"));
  auto const with_one_inside = world.put(a_container("WITH"));
  world.put(a_container("ONE").inside(with_one_inside));
  auto fits = world.ask(Verb::pack);
  auto too_deep = world.ask(Verb::pack);

  EXPECT_EQ(world.refusal(fits.container(loose).into(depth_31)), "");
  EXPECT_EQ(world.refusal(too_deep.container(with_one_inside).into(depth_31)), "container.too_deep");
  auto const depth_32 = chain(32, "B");
  auto too_deep_by_one = world.ask(Verb::pack);
  auto made = world.ask(Verb::register_);
  EXPECT_EQ(world.refusal(too_deep_by_one.container(loose).into(depth_32)), "container.too_deep");
  EXPECT_EQ(world.refusal(made.new_container("NEW").is(Status::in_stock).held_by(Holder::in(depth_32))),
            "container.too_deep");
}

TEST_F(DecideContainer, AUnitMayLieInTheInnermostContainer) {
  auto const loose = world.put(a_unit("LOOSE"));
  auto request = world.ask(Verb::pack);

  EXPECT_EQ(world.refusal(request.unit(loose).into(chain(32, "A"))), "");
}

TEST_F(DecideContainer, MovingItMovesThePlaceOfAllContainersInsideAndWritesNothingElse) {
  auto request = world.ask(Verb::move);

  auto const event = *world.done(request.container(pallet).at(world.branch)).event;

  EXPECT_EQ(event.items.size(), 1U);
  EXPECT_EQ(world.container(pallet).place, Holder::at(world.branch));
  EXPECT_EQ(world.container(box).place, Holder::at(world.branch));
  EXPECT_EQ(world.container(box).holder, Holder::in(pallet));
  EXPECT_EQ(world.unit(unit).trail.last_event, EventId{1});
}

TEST_F(DecideContainer, ShippingItCarriesItsContents) {
  send();

  EXPECT_EQ(world.container(box).status, Status::shipped);
  EXPECT_EQ(world.container(box).place, Holder::with(world.acme));
  EXPECT_EQ(world.unit(unit).status, Status::shipped);
  EXPECT_EQ(world.unit(unit).holder, Holder::in(box));
  EXPECT_EQ(world.quantity(lot, Holder::in(box), Status::shipped), "5");
  EXPECT_EQ(world.quantity(lot, Holder::in(box), Status::in_stock), "0");
  EXPECT_EQ(world.quantity(lot, Holder::at(world.bin_2)), "7");
}

TEST_F(DecideContainer, TransferDeliveryScrapLossAndFindingCarryThemToo) {
  for (auto const& [verb, status] :
       {std::pair(Verb::ship, Status::in_transit), std::pair(Verb::deliver, Status::with_customer),
        std::pair(Verb::scrap, Status::scrapped), std::pair(Verb::lose, Status::lost)}) {
    World other;
    auto const crate = other.put(a_container("CRATE"));
    auto const inside = other.put(a_unit("S-1").inside(crate));
    auto request = other.ask(verb);
    request.container(crate).knowing("container.not_empty");
    verb == Verb::ship ? request.towards(other.branch) : request.to(other.acme);

    other.done(request);

    EXPECT_EQ(other.unit(inside).status, status) << name_of(verb);
    EXPECT_EQ(other.container(crate).status, status) << name_of(verb);
    EXPECT_EQ(other.unit(inside).holder, Holder::in(crate)) << name_of(verb);
  }
}

TEST_F(DecideContainer, ScrappingOrLosingContentsHasToBeMeant) {
  auto const empty = world.put(a_container("EMPTY"));
  for (auto const verb : {Verb::scrap, Verb::lose}) {
    auto full = world.ask(verb);
    auto meant = world.ask(verb);
    auto of_empty = world.ask(verb);

    EXPECT_EQ(world.refusal(full.container(pallet)), "container.not_empty");
    EXPECT_EQ(world.refusal(meant.container(pallet).knowing("container.not_empty")), "");
    EXPECT_EQ(world.refusal(of_empty.container(empty)), "");
  }
}

TEST_F(DecideContainer, AReturnSaysWhetherTheContentsComeBack) {
  send();
  auto unsaid = world.ask(Verb::return_);

  EXPECT_EQ(world.refusal(unsaid.container(pallet).at(world.dock)), "return.contents_missing");
}

TEST_F(DecideContainer, ContentsThatComeBackAreReturned) {
  send();
  auto request = world.ask(Verb::return_);

  world.done(request.container(pallet).at(world.dock).contents(Contents::all));

  EXPECT_EQ(world.unit(unit).status, Status::returned);
  EXPECT_EQ(world.unit(unit).holder, Holder::in(box));
  EXPECT_EQ(world.container(box).place, Holder::at(world.dock));
  EXPECT_EQ(world.quantity(lot, Holder::in(box), Status::returned), "5");
}

TEST_F(DecideContainer, ContentsThatStayBehindStayWhereTheContainerWas) {
  send();
  auto const at_once = world.put(a_unit("S-2").in(Status::shipped).inside(pallet));
  auto request = world.ask(Verb::return_);

  world.done(request.container(pallet).at(world.dock).contents(Contents::none));

  EXPECT_EQ(world.container(pallet).status, Status::returned);
  EXPECT_EQ(world.unit(at_once).holder, Holder::with(world.acme));
  EXPECT_EQ(world.unit(at_once).status, Status::shipped);
  // What lay deeper stays in its own box.
  EXPECT_EQ(world.container(box).holder, Holder::with(world.acme));
  EXPECT_EQ(world.container(box).place, Holder::with(world.acme));
  EXPECT_EQ(world.unit(unit).holder, Holder::in(box));
}

TEST_F(DecideContainer, AQuantityThatStaysBehindStaysWithTheParty) {
  send();
  auto request = world.ask(Verb::return_);

  world.done(request.container(box).at(world.dock).contents(Contents::none));

  EXPECT_EQ(world.quantity(lot, Holder::with(world.acme), Status::shipped), "5");
  EXPECT_EQ(world.quantity(lot, Holder::in(box), Status::shipped), "0");
}

TEST_F(DecideContainer, AnEmptyContainerComesBackWithoutMoreWords) {
  auto const empty = world.put(a_container("EMPTY").in(Status::shipped).at(Holder::with(world.acme)));
  auto request = world.ask(Verb::return_);

  EXPECT_EQ(world.refusal(request.container(empty).at(world.dock)), "");
}

TEST_F(DecideContainer, ContentsInAStatusThatTheVerbRefusesHoldItBack) {
  auto const crate = world.put(a_container("CRATE"));
  auto const tub = world.put(a_container("TUB"));
  world.put(a_unit("S-2").in(Status::in_process).inside(crate));
  world.put(a_lot("L-2").lying(Holder::in(tub), "1", Status::in_process));
  auto ship_crate = world.ask(Verb::ship);
  auto ship_tub = world.ask(Verb::ship);

  EXPECT_EQ(world.refusal(ship_crate.container(crate).to(world.acme)), "container.content_status");
  EXPECT_EQ(world.refusal(ship_tub.container(tub).to(world.acme)), "container.content_status");
}

TEST_F(DecideContainer, BuyingBackContentsHasToBeMeant) {
  auto const full = world.put(a_container("FULL").in(Status::with_customer).at(Holder::with(world.acme)));
  auto const empty = world.put(a_container("EMPTY").in(Status::with_customer).at(Holder::with(world.acme)));
  auto const inside = world.put(a_unit("S-2").in(Status::with_customer).inside(full));
  auto unmeant = world.ask(Verb::receive);
  auto meant = world.ask(Verb::receive);
  auto of_empty = world.ask(Verb::receive);

  EXPECT_EQ(world.refusal(unmeant.container(full).at(world.dock)), "container.bought_back");
  EXPECT_EQ(world.refusal(of_empty.container(empty).at(world.dock)), "");
  world.done(meant.container(full).at(world.dock).to(world.acme));
  EXPECT_EQ(world.unit(inside).status, Status::in_stock);
}

TEST_F(DecideContainer, TwoContainersOfOneShipmentMayHoldTheSameLot) {
  auto const other = world.put(a_container("OTHER"));
  auto fill = world.ask(Verb::pack);
  world.done(fill.some(lot, "2").from(Holder::at(world.bin_2)).into(other));
  for (int i = 0; i < 100; ++i) {
    world.put(a_unit("N-" + std::to_string(i)).inside(i % 2 == 0 ? other : pallet));
  }
  auto request = world.ask(Verb::ship);

  world.done(request.container(pallet).container(other).to(world.acme));

  auto const changes = std::move(world.state).take_changes();
  std::size_t carried = 0;
  for (auto const& row : changes.subjects) {
    carried += row.subject == lot && row.role == SubjectRole::carried ? 1U : 0U;
  }
  EXPECT_EQ(carried, 1U);
}

}  // namespace
}  // namespace nameplate::domain
