// When something happened: the clock, a stated time, a device whose clock is off, and what is on record already.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_lot;
using test::a_unit;
using test::World;

constexpr std::int64_t second = base::microseconds_per_second;
constexpr std::int64_t hour = base::microseconds_per_hour;

struct DecideTime : testing::Test {
  World world;
  SubjectId unit = world.put(a_unit("S-1"));
  base::Instant now = world.clock.now();

  test::Request move(RecordId to) {
    auto request = world.ask(Verb::move);
    request.unit(unit).at(to);
    return request;
  }
  Event happened(test::Request& request) { return *world.done(request).event; }
};

TEST_F(DecideTime, WithoutAStatedTimeItIsTheClock) {
  auto request = move(world.bin_2);

  auto const event = happened(request);

  EXPECT_EQ(event.event_time, now);
  EXPECT_EQ(event.recorded_at, now);
  EXPECT_FALSE(event.device_time);
}

TEST_F(DecideTime, WithinOneMomentEventsOfASubjectFollowEachOther) {
  auto first = move(world.bin_2);
  auto second_move = move(world.bin_1);
  auto third = move(world.bin_2);

  EXPECT_EQ(happened(first).event_time, now);
  EXPECT_EQ(happened(second_move).event_time, now.plus(1));
  EXPECT_EQ(happened(third).event_time, now.plus(2));
}

TEST_F(DecideTime, AStatedTimeInThePastIsKept) {
  auto request = move(world.bin_2);

  auto const event = happened(request.when(now.plus(-10 * second)));

  EXPECT_EQ(event.event_time, now.plus(-10 * second));
  EXPECT_EQ(event.recorded_at, now);
}

TEST_F(DecideTime, ATimeUpToFiveMinutesAheadIsNowAndTheDevicesTimeIsKept) {
  auto request = move(world.bin_2);

  auto const event = happened(request.when(now.plus(300 * second)));

  EXPECT_EQ(event.event_time, now);
  EXPECT_EQ(event.device_time, now.plus(300 * second));
}

TEST_F(DecideTime, ATimeAheadFollowsWhatHappenedAtThisMoment) {
  auto first = move(world.bin_2);
  auto ahead = move(world.bin_1);
  happened(first);

  EXPECT_EQ(happened(ahead.when(now.plus(second))).event_time, now.plus(1));
}

TEST_F(DecideTime, FurtherAheadIsRefused) {
  auto request = move(world.bin_2);

  EXPECT_EQ(world.refusal(request.when(now.plus(300 * second + 1))), "time.in_future");
  EXPECT_EQ(world.judge(request).refusal->kind, base::ErrorKind::invalid);
}

TEST_F(DecideTime, ADeviceWhoseClockIsOffIsCorrectedAndItsTimeIsKept) {
  auto behind = move(world.bin_2);
  auto ahead = move(world.bin_1);

  auto const first = happened(behind.by_device_clock(now.plus(-2 * hour)).when(now.plus(-2 * hour - 30 * second)));
  auto const last = happened(ahead.by_device_clock(now.plus(3 * hour)).when(now.plus(3 * hour - 10 * second)));

  EXPECT_EQ(first.event_time, now.plus(-30 * second));
  EXPECT_EQ(first.device_time, now.plus(-2 * hour - 30 * second));
  EXPECT_EQ(last.event_time, now.plus(-10 * second));
  EXPECT_EQ(last.device_time, now.plus(3 * hour - 10 * second));
}

TEST_F(DecideTime, ADeviceWithinASecondIsTrusted) {
  auto request = move(world.bin_2);

  auto const event = happened(request.by_device_clock(now.plus(second - 1)).when(now.plus(-10 * second)));

  EXPECT_EQ(event.event_time, now.plus(-10 * second));
  EXPECT_FALSE(event.device_time);
}

TEST_F(DecideTime, TheDevicesClockIsKeptWhereItDiffersAndNoTimeIsStated) {
  auto right = move(world.bin_2);
  auto off = move(world.bin_1);

  EXPECT_FALSE(happened(right.by_device_clock(now)).device_time);
  auto const event = happened(off.by_device_clock(now.plus(-hour)));
  EXPECT_EQ(event.device_time, now.plus(-hour));
  EXPECT_EQ(event.event_time, now.plus(1));
}

TEST_F(DecideTime, HowFarBackDependsOnTheRole) {
  auto request = world.ask(Verb::register_);
  request.new_unit(world.cam, "OLD-1").is(Status::in_stock).at(world.dock);
  auto const refusal_at = [&](Role role, std::int64_t hours_back) {
    world.role = role;
    return world.refusal(request.when(now.plus(-hours_back * hour)));
  };

  EXPECT_EQ(refusal_at(Role::operator_, 72), "");
  EXPECT_EQ(refusal_at(Role::operator_, 73), "time.too_old");
  EXPECT_EQ(refusal_at(Role::manager, 30 * 24), "");
  EXPECT_EQ(refusal_at(Role::manager, 30 * 24 + 1), "time.too_old");
  EXPECT_EQ(refusal_at(Role::admin, 10 * 365 * 24), "");
}

TEST_F(DecideTime, AnAccountMayHaveALimitOfItsOwn) {
  auto const account = world.add(RecordKind::account, "scanner",
                                 base::Value::Object{{"role", "operator"}, {"backDatingHours", std::int64_t{2}}});
  auto request = world.ask(Verb::register_);
  request.new_unit(world.cam, "OLD-1").is(Status::in_stock).at(world.dock).when(now.plus(-3 * hour));

  auto const decision = decide({.catalog = world.catalog,
                                .state = world.state,
                                .actor = {.account = account.value, .role = Role::operator_},
                                .now = now,
                                .salt_seed = {}},
                               request.bound());

  ASSERT_TRUE(decision.refusal);
  EXPECT_EQ(decision.refusal->reason, "time.too_old");
}

TEST_F(DecideTime, NothingIsDatedBeforeTheLatestEventOfWhatItTouches) {
  auto const box = world.put(a_container("BOX"));
  auto const inside = world.put(a_unit("S-2").inside(box));
  auto const lot = world.put(a_lot("L-1").lying(world.bin_1, "5"));
  auto const before = World::began.plus(-1);
  auto moved = move(world.bin_2);
  auto some = world.ask(Verb::move);
  auto shipped = world.ask(Verb::ship);
  auto packed = world.ask(Verb::pack);
  auto inspected = world.ask(Verb::inspect);

  EXPECT_EQ(world.refusal(moved.when(before)), "time.before_latest_event");
  EXPECT_EQ(world.refusal(some.some(lot, "1").at(world.bin_2).when(before)), "time.before_latest_event");
  EXPECT_EQ(world.refusal(shipped.container(box).to(world.acme).when(before)), "time.before_latest_event");
  EXPECT_EQ(world.refusal(inspected.lot(lot).when(before)), "time.before_latest_event");
  auto new_unit = world.ask(Verb::receive);
  auto const received = happened(new_unit.new_unit(world.cam, "S-3").at(world.dock).when(before.plus(-second)));
  EXPECT_EQ(world.refusal(packed.unit(received.items.front().subject).into(box).when(before)),
            "time.before_latest_event");
  EXPECT_EQ(world.unit(inside).trail.latest_time, World::began);
}

TEST_F(DecideTime, TheTimeOfTheLatestEventItselfFits) {
  auto request = move(world.bin_2);

  EXPECT_EQ(happened(request.when(World::began)).event_time, World::began);
}

TEST_F(DecideTime, WhatIsInAShippedContainerTakesPartInTheTime) {
  auto const box = world.put(a_container("BOX"));
  auto const inside = world.put(a_unit("S-2").inside(box));
  auto inspect = world.ask(Verb::inspect);
  happened(inspect.unit(inside).when(World::began.plus(hour / 2)));
  auto before = world.ask(Verb::ship);
  auto after = world.ask(Verb::ship);

  EXPECT_EQ(world.refusal(before.container(box).to(world.acme).when(World::began.plus(second))),
            "time.before_latest_event");
  EXPECT_EQ(world.refusal(after.container(box).to(world.acme).when(World::began.plus(hour / 2))), "");
}

}  // namespace
}  // namespace nameplate::domain
