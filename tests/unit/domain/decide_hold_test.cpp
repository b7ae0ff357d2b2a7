// Holds: where they stand, what they forbid, who lifts them.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_lot;
using test::a_unit;
using test::World;

constexpr std::int64_t day_us = 24 * base::microseconds_per_hour;

struct DecideHold : testing::Test {
  World world;

  std::int32_t today() const { return static_cast<std::int32_t>(world.clock.now().microseconds / day_us); }
  std::string shipping(SubjectId unit) {
    auto request = world.ask(Verb::ship);
    return world.refusal(request.unit(unit).to(world.acme));
  }
  std::string shipping_some(SubjectId lot, std::optional<Holder> from = {}) {
    auto request = world.ask(Verb::ship);
    request.some(lot, "1").to(world.acme);
    return world.refusal(from ? request.from(*from) : request);
  }
  std::string shipping_container(SubjectId container) {
    auto request = world.ask(Verb::ship);
    return world.refusal(request.container(container).to(world.acme));
  }
};

TEST_F(DecideHold, AHoldOnAUnitForbidsWhatItsKindSaysAndNothingElse) {
  auto const unit = world.put(a_unit("S-1"));
  world.place_hold("quarantine", {unit});
  auto stage = world.ask(Verb::stage);
  auto deliver = world.ask(Verb::deliver);
  auto move = world.ask(Verb::move);
  auto inspect = world.ask(Verb::inspect);
  auto scrap = world.ask(Verb::scrap);

  EXPECT_EQ(shipping(unit), "unit.held");
  EXPECT_EQ(world.refusal(stage.unit(unit)), "unit.held");
  EXPECT_EQ(world.refusal(deliver.unit(unit).to(world.acme)), "unit.held");
  EXPECT_EQ(world.refusal(move.unit(unit).at(world.bin_2)), "");
  EXPECT_EQ(world.refusal(inspect.unit(unit)), "");
  EXPECT_EQ(world.refusal(scrap.unit(unit)), "");
}

TEST_F(DecideHold, AHoldOnALotHoldsItsQuantitiesAndItsUnits) {
  auto const lot = world.put(a_lot("L-1").lying(world.bin_1, "5"));
  auto const of_lot = world.put(a_unit("S-1").of_lot(lot));
  auto hold = world.ask(Verb::hold);

  world.done(hold.lot(lot).kind(world.hold_kind("quality")));

  EXPECT_EQ(shipping_some(lot), "lot.held");
  EXPECT_EQ(shipping(of_lot), "unit.held");
}

TEST_F(DecideHold, AHoldOnAContainerHoldsWhatIsInsideAtAnyDepth) {
  auto const outer = world.put(a_container("OUTER"));
  auto const inner = world.put(a_container("INNER").inside(outer));
  auto const unit = world.put(a_unit("S-1").inside(inner));
  auto const lot = world.put(a_lot("L-1").lying(Holder::in(inner), "5"));
  auto hold = world.ask(Verb::hold);

  world.done(hold.container(outer).kind(world.hold_kind("quality")));

  auto ship_unit = world.ask(Verb::ship);
  auto ship_some = world.ask(Verb::ship);
  EXPECT_EQ(shipping_container(outer), "container.held");
  EXPECT_EQ(world.refusal(ship_unit.unit(unit).to(world.acme).unpacking()), "unit.held");
  EXPECT_EQ(world.refusal(ship_some.some(lot, "1").to(world.acme).unpacking()), "lot.held");
}

TEST_F(DecideHold, AHeldUnitOrQuantityHoldsItsContainerBack) {
  auto const box = world.put(a_container("BOX"));
  auto const crate = world.put(a_container("CRATE"));
  auto const unit = world.put(a_unit("S-1").inside(box));
  auto const lot = world.put(a_lot("L-1").lying(Holder::in(crate), "5"));

  world.place_hold("quality", {unit});
  world.place_hold("quality", HoldRule{.product = world.milk, .lot = lot, .place = {}});

  EXPECT_EQ(shipping_container(box), "container.content_held");
  EXPECT_EQ(shipping_container(crate), "container.content_held");
}

TEST_F(DecideHold, ARuleOnAProductHoldsAllOfItAndNothingElse) {
  auto const cam = world.put(a_unit("S-1"));
  auto const lens = world.put(a_unit("S-2").of(world.lens));

  world.place_hold("recall", HoldRule{.product = world.cam, .lot = {}, .place = {}});

  EXPECT_EQ(shipping(cam), "unit.held");
  EXPECT_EQ(shipping(lens), "");
}

TEST_F(DecideHold, ARuleOnALotHoldsThatLotOnly) {
  auto const held = world.put(a_lot("L-1").lying(world.bin_1, "5"));
  auto const free = world.put(a_lot("L-2").lying(world.bin_1, "5"));
  auto const unit = world.put(a_unit("S-1").of_lot(held));

  world.place_hold("quality", HoldRule{.product = {}, .lot = held, .place = {}});

  EXPECT_EQ(shipping_some(held), "lot.held");
  EXPECT_EQ(shipping_some(free), "");
  EXPECT_EQ(shipping(unit), "unit.held");
}

TEST_F(DecideHold, ARuleOnAPlaceHoldsWhatIsThereAndBelow) {
  auto const in_hall = world.put(a_unit("S-1").at(world.bin_1));
  auto const box = world.put(a_container("BOX").at(world.bin_2));
  auto const in_box = world.put(a_unit("S-2").inside(box));
  auto const elsewhere = world.put(a_unit("S-3").at(world.branch));

  world.place_hold("quality", HoldRule{.product = {}, .lot = {}, .place = Holder::at(world.hall)});

  EXPECT_EQ(shipping(in_hall), "unit.held");
  EXPECT_EQ(shipping_container(box), "container.held");
  auto taken_out = world.ask(Verb::ship);
  EXPECT_EQ(world.refusal(taken_out.unit(in_box).to(world.acme).unpacking()), "unit.held");
  EXPECT_EQ(shipping(elsewhere), "");
}

TEST_F(DecideHold, ALotAtAPlaceIsHeldThereOnly) {
  auto const lot = world.put(a_lot("L-1").lying(world.bin_1, "5").lying(world.bin_2, "5"));

  world.place_hold("quality", HoldRule{.product = world.milk, .lot = lot, .place = Holder::at(world.bin_1)});

  EXPECT_EQ(shipping_some(lot, Holder::at(world.bin_1)), "lot.held");
  EXPECT_EQ(shipping_some(lot, Holder::at(world.bin_2)), "");
}

TEST_F(DecideHold, ARuleOnAContainerHoldsWhatIsPutInLater) {
  auto const box = world.put(a_container("BOX"));
  auto const unit = world.put(a_unit("S-1"));
  world.place_hold("quality", HoldRule{.product = {}, .lot = {}, .place = Holder::in(box)});
  EXPECT_EQ(shipping(unit), "");
  auto pack = world.ask(Verb::pack);

  world.done(pack.unit(unit).into(box));

  EXPECT_EQ(shipping_container(box), "container.held");
}

TEST_F(DecideHold, GoodsUnderARuleThatComeInAreBookedInWithAWarning) {
  auto const back = world.put(a_unit("S-1").in(Status::shipped).at(Holder::with(world.acme)));
  world.place_hold("quality", HoldRule{.product = world.cam, .lot = {}, .place = {}});
  world.place_hold("quality", HoldRule{.product = world.milk, .lot = {}, .place = {}});
  auto unit = world.ask(Verb::receive);
  auto some = world.ask(Verb::receive);
  auto returned = world.ask(Verb::return_);

  for (auto* const request :
       {&unit.new_unit(world.cam, "S-9").at(world.dock), &some.some_new(world.milk, "L-9", "5").at(world.dock),
        &returned.unit(back).at(world.dock)}) {
    auto const decision = world.done(*request);

    ASSERT_TRUE(decision.event);
    ASSERT_EQ(decision.remarks.size(), 1U);
    EXPECT_EQ(decision.remarks.front().verdict, Verdict::done);
    EXPECT_EQ(decision.remarks.front().warnings, std::vector<std::string>{"item.held"});
  }
}

TEST_F(DecideHold, AUnitThatIsHeldByItselfComesBackWithAWarning) {
  auto const unit = world.put(a_unit("S-1").in(Status::shipped).at(Holder::with(world.acme)));
  world.place_hold("recall", {unit});
  auto request = world.ask(Verb::return_);

  auto const decision = world.done(request.unit(unit).at(world.dock));

  ASSERT_EQ(decision.remarks.size(), 1U);
  EXPECT_EQ(decision.remarks.front().warnings, std::vector<std::string>{"item.held"});
}

TEST_F(DecideHold, WhatIsExpiredIsHeldFromTheDayAfter) {
  auto const today_last = world.put(a_unit("S-1").expiring(today()));
  auto const yesterday_last = world.put(a_unit("S-2").expiring(today() - 1));
  auto const lot = world.put(a_lot("L-1").lying(world.bin_1, "5").expiring(today() - 1));
  auto const of_lot = world.put(a_unit("S-3").of_lot(lot));
  auto const of_lot_with_its_own = world.put(a_unit("S-4").of_lot(lot).expiring(today() + 1));

  EXPECT_EQ(shipping(today_last), "");
  EXPECT_EQ(shipping(yesterday_last), "unit.held");
  EXPECT_EQ(shipping_some(lot), "lot.held");
  EXPECT_EQ(shipping(of_lot), "unit.held");
  EXPECT_EQ(shipping(of_lot_with_its_own), "");
}

TEST_F(DecideHold, ExpiryIsJudgedAtTheTimeOfTheEvent) {
  auto const unit = world.put(a_unit("S-1").expiring(today()));
  world.clock.advance(day_us);
  auto in_time = world.ask(Verb::ship);
  auto too_late = world.ask(Verb::ship);

  EXPECT_EQ(world.refusal(in_time.unit(unit).to(world.acme).when(World::began.plus(World::minute))), "");
  EXPECT_EQ(world.refusal(too_late.unit(unit).to(world.acme)), "unit.held");
}

TEST_F(DecideHold, ExpiredGoodsThatComeInAreTold) {
  auto unit = world.ask(Verb::receive);
  auto some = world.ask(Verb::receive);
  unit.new_unit(world.cam, "S-1").expiring(today() - 1).at(world.dock);
  some.some_new(world.milk, "L-1", "1").expiring(today() - 1).at(world.dock);

  for (auto* const request : {&unit, &some}) {
    auto const decision = world.done(*request);

    ASSERT_EQ(decision.remarks.size(), 1U);
    EXPECT_EQ(decision.remarks.front().warnings, std::vector<std::string>{"item.held"});
  }
}

TEST_F(DecideHold, AManagerOverridesWhatMayBeOverridden) {
  auto const quarantined = world.put(a_unit("S-1"));
  auto const recalled = world.put(a_unit("S-2"));
  world.place_hold("quarantine", {quarantined});
  world.place_hold("recall", {recalled});
  auto override_quarantine = world.ask(Verb::ship);
  auto override_recall = world.ask(Verb::ship);
  override_quarantine.unit(quarantined).to(world.acme).overriding("the customer accepts the dent");
  override_recall.unit(recalled).to(world.acme).overriding();

  world.role = Role::operator_;
  EXPECT_EQ(world.refusal(override_quarantine), "override.role");
  EXPECT_EQ(world.judge(override_quarantine).refusal->kind, base::ErrorKind::forbidden);
  world.role = Role::manager;
  auto const decision = world.done(override_quarantine);
  EXPECT_EQ(decision.event->override_reason, "the customer accepts the dent");
  EXPECT_EQ(world.refusal(override_recall), "unit.held");
}

TEST_F(DecideHold, OneOfSeveralHoldsIsEnough) {
  auto const unit = world.put(a_unit("S-1"));
  auto const first = world.place_hold("quality", {unit});
  auto const second = world.place_hold("customer", {unit});
  auto release_first = world.ask(Verb::release);
  auto release_second = world.ask(Verb::release);

  world.done(release_first.unit(unit).hold(first));
  EXPECT_EQ(shipping(unit), "unit.held");
  world.done(release_second.unit(unit).hold(second));
  EXPECT_EQ(shipping(unit), "");
}

TEST_F(DecideHold, AHoldIsOverWithItsLastItem) {
  auto const a = world.put(a_unit("S-1"));
  auto const b = world.put(a_unit("S-2"));
  auto const hold = world.place_hold("quality", {a, b});
  auto release_a = world.ask(Verb::release);
  auto release_b = world.ask(Verb::release);

  world.done(release_a.unit(a).hold(hold));
  EXPECT_TRUE(world.state.hold(hold)->is_active());
  EXPECT_EQ(shipping(a), "");
  EXPECT_EQ(shipping(b), "unit.held");
  world.done(release_b.unit(b).hold(hold));
  EXPECT_FALSE(world.state.hold(hold)->is_active());
}

TEST_F(DecideHold, AWholeHoldIsReleasedWithoutNamingItems) {
  auto const unit = world.put(a_unit("S-1"));
  auto const on_items = world.place_hold("quality", {unit});
  auto const by_rule = world.place_hold("quality", HoldRule{.product = world.cam, .lot = {}, .place = {}});
  auto release_items = world.ask(Verb::release);
  auto release_rule = world.ask(Verb::release);

  world.done(release_items.hold(on_items));
  EXPECT_EQ(shipping(unit), "unit.held");
  world.done(release_rule.hold(by_rule));
  EXPECT_EQ(shipping(unit), "");
}

TEST_F(DecideHold, TheKindSaysWhoMayRelease) {
  auto const unit = world.put(a_unit("S-1"));
  auto const quality = world.place_hold("quality", {unit});
  auto const customer = world.place_hold("customer", {unit});
  world.role = Role::operator_;
  auto release_quality = world.ask(Verb::release);
  auto release_customer = world.ask(Verb::release);

  EXPECT_EQ(world.refusal(release_quality.unit(unit).hold(quality)), "access.role");
  EXPECT_EQ(world.judge(release_quality).refusal->kind, base::ErrorKind::forbidden);
  EXPECT_EQ(world.refusal(release_customer.unit(unit).hold(customer)), "");
}

TEST_F(DecideHold, AHoldCanForbidAnyVerbOnLotsToo) {
  world.add_hold_kind("frozen", {"inspect", "adjust", "move", "relabel"});
  auto const lot = world.put(a_lot("L-1").lying(world.bin_1, "5"));
  auto hold = world.ask(Verb::hold);
  world.done(hold.lot(lot).kind(world.hold_kind("frozen")));
  auto inspect = world.ask(Verb::inspect);
  auto relabel = world.ask(Verb::relabel);
  auto adjust = world.ask(Verb::adjust);
  auto move = world.ask(Verb::move);

  EXPECT_EQ(world.refusal(inspect.lot(lot)), "lot.held");
  EXPECT_EQ(world.refusal(relabel.lot(lot).named("L-2")), "lot.held");
  EXPECT_EQ(world.refusal(adjust.some(lot, "4").at(world.bin_1)), "lot.held");
  EXPECT_EQ(world.refusal(move.some(lot, "4").at(world.bin_2)), "lot.held");
}

TEST_F(DecideHold, AContainerOnHoldTakesNothingInWhereThatIsForbidden) {
  world.add_hold_kind("sealed", {"pack", "unpack"});
  auto const box = world.put(a_container("BOX"));
  auto const unit = world.put(a_unit("S-1"));
  auto hold = world.ask(Verb::hold);
  world.done(hold.container(box).kind(world.hold_kind("sealed")));
  auto pack = world.ask(Verb::pack);

  EXPECT_EQ(world.refusal(pack.unit(unit).into(box)), "container.held");
}

}  // namespace
}  // namespace nameplate::domain
