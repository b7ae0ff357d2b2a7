// What is inside a container: when it is refused, when it is taken out first, and by itself.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_unit;
using test::World;

struct DecideInside : testing::Test {
  World world;
  SubjectId box = world.put(a_container("BOX").at(world.bin_1));

  SubjectId inside(Status status, std::string serial = "S-1") {
    return world.put(a_unit(std::move(serial)).in(status).inside(box));
  }
  test::Request ask(Verb verb, SubjectId unit) {
    auto request = world.ask(verb);
    request.unit(unit);
    switch (verb) {
      case Verb::move:
      case Verb::receive:
      case Verb::return_:
      case Verb::find: request.at(world.bin_2); break;
      case Verb::pack: request.into(world.put(a_container("OTHER"))); break;
      case Verb::ship:
      case Verb::deliver: request.to(world.acme); break;
      default: break;
    }
    return request;
  }
};

TEST_F(DecideInside, MovingPackingStagingAndShippingAreRefusedWithTheNameOfTheContainer) {
  auto const unit = inside(Status::in_stock);
  for (auto const verb : {Verb::move, Verb::pack, Verb::stage, Verb::ship}) {
    auto request = ask(verb, unit);

    auto const decision = world.judge(request);

    ASSERT_TRUE(decision.refusal) << name_of(verb);
    EXPECT_EQ(decision.refusal->reason, "unit.inside_container");
    EXPECT_NE(decision.refusal->detail.find("BOX"), std::string::npos);
  }
}

TEST_F(DecideInside, UnpackTakesItOutFirst) {
  for (auto const verb : {Verb::move, Verb::pack, Verb::ship}) {
    auto const unit = inside(Status::in_stock, "S-" + std::string(name_of(verb)));
    auto request = ask(verb, unit);

    world.done(request.unpacking());

    EXPECT_NE(world.unit(unit).holder, Holder::in(box)) << name_of(verb);
  }
}

TEST_F(DecideInside, WhatIsTakenOutWithoutAWordWhereToStaysAtThePlace) {
  auto const unit = inside(Status::in_stock);
  auto request = ask(Verb::stage, unit);

  world.done(request.unpacking());

  EXPECT_EQ(world.unit(unit).holder, Holder::at(world.bin_1));
  EXPECT_EQ(world.unit(unit).status, Status::ready_to_ship);
}

TEST_F(DecideInside, ScrapLoseAndDeliverTakeItOutByThemselves) {
  for (auto const verb : {Verb::scrap, Verb::lose, Verb::deliver}) {
    auto const unit = inside(Status::in_stock, "S-" + std::string(name_of(verb)));
    auto request = ask(verb, unit);

    world.done(request);

    EXPECT_FALSE(world.unit(unit).holder.is_container()) << name_of(verb);
  }
}

TEST_F(DecideInside, ReceiveReturnAndFindTakeItOutByThemselves) {
  auto const in_transit = world.put(a_container("T").in(Status::in_transit).at(Holder::on_the_way_to(world.dock)));
  auto const shipped = world.put(a_container("U").in(Status::shipped).at(Holder::with(world.acme)));
  auto const lost = world.put(a_container("V").in(Status::lost));
  auto const a = world.put(a_unit("A").in(Status::in_transit).inside(in_transit));
  auto const b = world.put(a_unit("B").in(Status::shipped).inside(shipped));
  auto const c = world.put(a_unit("C").in(Status::lost).inside(lost));

  for (auto const& [verb, unit] :
       {std::pair(Verb::receive, a), std::pair(Verb::return_, b), std::pair(Verb::find, c)}) {
    auto request = ask(verb, unit);

    world.done(request);

    EXPECT_EQ(world.unit(unit).holder, Holder::at(world.bin_2)) << name_of(verb);
  }
}

TEST_F(DecideInside, RepairAndAcceptLeaveItInItsContainer) {
  auto const unit = inside(Status::returned);
  auto repair = ask(Verb::repair, unit);
  auto accept = ask(Verb::accept, unit);

  world.done(repair);
  EXPECT_EQ(world.unit(unit).status, Status::in_repair);
  world.done(accept.at(world.bin_1));  // the place where the container stands

  EXPECT_EQ(world.unit(unit).status, Status::in_stock);
  EXPECT_EQ(world.unit(unit).holder, Holder::in(box));
}

TEST_F(DecideInside, RepairAndAcceptElsewhereWouldMoveIt) {
  for (auto const verb : {Verb::repair, Verb::accept}) {
    auto const unit = inside(Status::returned, "S-" + std::string(name_of(verb)));
    auto by_itself = ask(verb, unit);
    auto taken_out = ask(verb, unit);

    EXPECT_EQ(world.refusal(by_itself.at(world.bin_2)), "unit.inside_container");
    world.done(taken_out.at(world.bin_2).unpacking());
    EXPECT_EQ(world.unit(unit).holder, Holder::at(world.bin_2));
  }
}

TEST_F(DecideInside, UnpackingLeavesItAtThePlaceOfTheOutermostContainer) {
  auto const pallet = world.put(a_container("PALLET").at(world.bin_2));
  auto const inner = world.put(a_container("INNER").inside(pallet));
  auto const unit = world.put(a_unit("S-1").inside(inner));
  auto request = world.ask(Verb::unpack);

  world.done(request.unit(unit));

  EXPECT_EQ(world.unit(unit).holder, Holder::at(world.bin_2));
}

TEST_F(DecideInside, UnpackingNamesTheContainerThatItLiesIn) {
  auto const other = world.put(a_container("OTHER"));
  auto const inner = world.put(a_container("INNER").inside(box));
  auto const unit = inside(Status::in_stock);
  auto wrong = world.ask(Verb::unpack);
  auto wrong_container = world.ask(Verb::unpack);
  auto right = world.ask(Verb::unpack);

  EXPECT_EQ(world.refusal(wrong.unit(unit).into(other)), "unit.not_in_container");
  EXPECT_EQ(world.refusal(wrong_container.container(inner).into(other)), "container.not_in_container");
  EXPECT_EQ(world.refusal(right.unit(unit).container(inner).into(box)), "");
}

TEST_F(DecideInside, UnpackingIsNoWayToMoveWhatIsInNoContainer) {
  auto const unit = world.put(a_unit("S-1").at(world.bin_1));
  auto request = world.ask(Verb::unpack);

  EXPECT_EQ(world.refusal(request.unit(unit).at(world.bin_2)), "unit.not_in_container");
}

TEST_F(DecideInside, AnInnerContainerIsRefusedAsAUnitIs) {
  auto const inner = world.put(a_container("INNER").inside(box));
  auto refused = world.ask(Verb::move);
  auto taken_out = world.ask(Verb::move);

  EXPECT_EQ(world.refusal(refused.container(inner).at(world.bin_2)), "container.inside_container");
  world.done(taken_out.container(inner).at(world.bin_2).unpacking());
  EXPECT_EQ(world.container(inner).holder, Holder::at(world.bin_2));
  EXPECT_EQ(world.container(inner).place, Holder::at(world.bin_2));
}

TEST_F(DecideInside, WhatIsTakenOutMustNotBeDatedBeforeItsContainerWasMoved) {
  auto const unit = inside(Status::in_stock);
  auto move = world.ask(Verb::move);
  world.done(move.container(box).at(world.bin_2));
  world.clock.advance(10 * World::minute);
  auto before = world.ask(Verb::unpack);
  auto after = world.ask(Verb::unpack);

  EXPECT_EQ(world.refusal(before.unit(unit).when(World::began.plus(World::minute))), "time.before_latest_event");
  EXPECT_EQ(world.refusal(after.unit(unit).when(world.clock.now())), "");
}

}  // namespace
}  // namespace nameplate::domain
