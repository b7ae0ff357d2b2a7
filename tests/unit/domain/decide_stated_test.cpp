// adjust: what is so is stated against the book, with a place that fits the status.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_unit;
using test::World;

struct DecideStated : testing::Test {
  World world;

  test::Request adjust(SubjectId unit) {
    auto request = world.ask(Verb::adjust);
    request.unit(unit).because("found");
    return request;
  }
};

TEST_F(DecideStated, AStatusAloneLeavesThePlaceWhenItIsOneOfOurs) {
  auto const unit = world.put(a_unit("S-1").in(Status::returned).at(world.bin_2));
  auto request = adjust(unit);

  world.done(request.is(Status::in_stock));

  EXPECT_EQ(world.unit(unit).status, Status::in_stock);
  EXPECT_EQ(world.unit(unit).holder, Holder::at(world.bin_2));
}

TEST_F(DecideStated, AStatusInOurHandsNeedsAPlaceWhenItIsAtNone) {
  for (auto const& unit : {world.put(a_unit("S-1").in(Status::lost)),
                           world.put(a_unit("S-2").in(Status::shipped).at(Holder::with(world.acme)))}) {
    auto without = adjust(unit);
    auto with = adjust(unit);

    EXPECT_EQ(world.refusal(without.is(Status::in_stock)), "location.missing");
    EXPECT_EQ(world.refusal(with.is(Status::in_stock).at(world.dock)), "");
  }
}

TEST_F(DecideStated, APlaceAloneDoesNotBringBackWhatIsGone) {
  for (auto const status : {Status::lost, Status::scrapped, Status::consumed}) {
    auto const unit = world.put(a_unit("S-" + std::string(name_of(status))).in(status));
    auto request = adjust(unit);

    EXPECT_EQ(world.refusal(request.at(world.dock)), "status.missing");
  }
}

TEST_F(DecideStated, APlaceAloneMovesWhatIsHere) {
  auto const unit = world.put(a_unit("S-1").in(Status::in_repair));
  auto request = adjust(unit);

  world.done(request.at(world.bin_2));

  EXPECT_EQ(world.unit(unit).status, Status::in_repair);
  EXPECT_EQ(world.unit(unit).holder, Holder::at(world.bin_2));
}

TEST_F(DecideStated, WhatIsInAContainerIsTakenOut) {
  auto const box = world.put(a_container("BOX"));
  auto const unit = world.put(a_unit("S-1").inside(box));
  auto request = adjust(unit);

  world.done(request.is(Status::lost).held_by(Holder()));

  EXPECT_EQ(world.unit(unit).holder, Holder());
  EXPECT_TRUE(world.state.everything_inside(box).units.empty());
}

TEST_F(DecideStated, ItCanBeStatedToBeInAContainerThatIsHere) {
  auto const here = world.put(a_container("HERE"));
  auto const gone = world.put(a_container("GONE").in(Status::shipped).at(Holder::with(world.acme)));
  auto const unit = world.put(a_unit("S-1").in(Status::lost));
  auto into_here = adjust(unit);
  auto into_gone = adjust(unit);

  EXPECT_EQ(world.refusal(into_gone.is(Status::in_stock).held_by(Holder::in(gone))), "place.not_ours");
  world.done(into_here.is(Status::in_stock).held_by(Holder::in(here)));
  EXPECT_EQ(world.unit(unit).holder, Holder::in(here));
}

TEST_F(DecideStated, RegisteringIntoAContainerThatIsGoneIsRefused) {
  auto const gone = world.put(a_container("GONE").in(Status::shipped).at(Holder::with(world.acme)));
  auto unit = world.ask(Verb::register_);
  auto container = world.ask(Verb::register_);

  EXPECT_EQ(world.refusal(unit.new_unit(world.cam, "S-1").is(Status::in_stock).held_by(Holder::in(gone))),
            "place.not_ours");
  EXPECT_EQ(world.refusal(container.new_container("C-1").is(Status::in_stock).held_by(Holder::in(gone))),
            "place.not_ours");
}

TEST_F(DecideStated, AContainerIsNotStatedToBeInsideItself) {
  auto const outer = world.put(a_container("OUTER"));
  auto const inner = world.put(a_container("INNER").inside(outer));
  auto request = world.ask(Verb::adjust);

  EXPECT_EQ(world.refusal(request.container(outer).held_by(Holder::in(inner))), "container.inside_itself");
}

TEST_F(DecideStated, WhatIsStatedOfAContainerHoldsForItsContents) {
  auto const box = world.put(a_container("BOX").in(Status::in_transit).at(Holder::on_the_way_to(world.branch)));
  auto const unit = world.put(a_unit("S-1").in(Status::in_transit).inside(box));
  auto request = world.ask(Verb::adjust);

  world.done(request.container(box).is(Status::in_stock).at(world.branch));

  EXPECT_EQ(world.unit(unit).status, Status::in_stock);
  EXPECT_EQ(world.unit(unit).holder, Holder::in(box));
}

TEST_F(DecideStated, ContentsAreNotLostWithoutBeingMentioned) {
  auto const box = world.put(a_container("BOX"));
  auto const unit = world.put(a_unit("S-1").inside(box));
  auto unmeant = world.ask(Verb::adjust);
  auto meant = world.ask(Verb::adjust);

  EXPECT_EQ(world.refusal(unmeant.container(box).is(Status::lost).held_by(Holder())), "container.not_empty");
  world.done(meant.container(box).is(Status::lost).held_by(Holder()).knowing("container.not_empty"));
  EXPECT_EQ(world.unit(unit).status, Status::lost);
}

TEST_F(DecideStated, AnOwnerCanBeStatedByItself) {
  auto const unit = world.put(a_unit("S-1").in(Status::lost));
  auto request = adjust(unit);

  world.done(request.owned_by(world.acme));

  EXPECT_EQ(world.unit(unit).owner, world.acme);
  EXPECT_EQ(world.unit(unit).status, Status::lost);
}

TEST_F(DecideStated, WhatIsSoAlreadyIsUnchanged) {
  auto const unit = world.put(a_unit("S-1"));
  auto nothing = adjust(unit);
  auto the_same = adjust(unit);

  for (auto* const request : {&nothing, &the_same.is(Status::in_stock).at(world.bin_1)}) {
    auto const decision = world.judge(*request);

    EXPECT_FALSE(decision.event);
    ASSERT_EQ(decision.remarks.size(), 1U);
    EXPECT_EQ(decision.remarks.front().verdict, Verdict::unchanged);
  }
}

}  // namespace
}  // namespace nameplate::domain
