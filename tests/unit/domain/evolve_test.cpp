// evolve is total: whatever an event says, there is a state after it, and nothing is looked up.
#include "domain/evolve.hpp"

#include "domain/working_set.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nameplate::domain {
namespace {

template <typename T>
std::optional<T> maybe(T value) {
  return *rc::gen::arbitrary<bool>() ? std::optional(value) : std::nullopt;
}

SubjectId some_subject() {
  return {*rc::gen::inRange<std::int64_t>(1, 8)};
}

Status some_status() {
  return *rc::gen::elementOf(std::vector(all_statuses().begin(), all_statuses().end()));
}

Holder some_holder() {
  return {static_cast<HolderKind>(*rc::gen::inRange(0, 6)), *rc::gen::inRange<std::int64_t>(1, 8)};
}

std::string some_number() {
  return *rc::gen::elementOf(std::vector<std::string>{"", "A", "B", "C"});
}

Event some_event(std::int64_t id) {
  Event event{
      .id = {id},
      .verb =
          verb_rules()[static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(verb_rules().size())))].verb,
      .event_time = {*rc::gen::inRange<std::int64_t>(0, 100)}};
  for (int i = 0; i < 3; ++i) {
    event.effects.push_back({.product = {*rc::gen::inRange<std::int64_t>(0, 3)},
                             .status = maybe(some_status()),
                             .holder = maybe(some_holder()),
                             .owner = maybe(RecordId{1}),
                             .lot = maybe(some_subject()),
                             .dates = maybe(Dates{.produced = 1}),
                             .supplier = maybe(RecordId{2}),
                             .empties_container = *rc::gen::arbitrary<bool>()});
    event.details.push_back(
        {.quantity = maybe(QuantityChange{.from = maybe(BalanceSide{some_holder(), some_status()}),
                                          .to = maybe(BalanceSide{some_holder(), some_status()}),
                                          .quantity = {*rc::gen::inRange<std::int64_t>(-5, 5)}}),
         .identifiers = {{.opens = *rc::gen::arbitrary<bool>(), .key = {.value_norm = some_number()}, .value = "x"}},
         .closes_number_as_mistake = *rc::gen::arbitrary<bool>()});
  }
  for (int i = 0; i < *rc::gen::inRange(0, 5); ++i) {
    event.items.push_back({.subject = some_subject(),
                           .kind = static_cast<SubjectKind>(*rc::gen::inRange(1, 4)),
                           .role = static_cast<SubjectRole>(*rc::gen::inRange(1, 3)),
                           .is_new = *rc::gen::arbitrary<bool>(),
                           .effect = *rc::gen::inRange<std::uint32_t>(0, 3),
                           .detail = *rc::gen::inRange<std::int32_t>(-1, 3),
                           .number = some_number()});
  }
  switch (*rc::gen::inRange(0, 3)) {
    case 0: event.matter = HoldPlaced{.hold = {*rc::gen::inRange<std::int64_t>(1, 4)}, .kind = {1}}; break;
    case 1: event.matter = HoldsReleased{.holds = {{*rc::gen::inRange<std::int64_t>(1, 4)}}}; break;
    default: break;
  }
  return event;
}

TEST(Evolve, EveryEventHasAStateAfterIt) {
  EXPECT_TRUE(rc::check([] {
    WorkingSet state;

    for (std::int64_t id = 1; id <= 10; ++id) {
      state.fold(some_event(id));
    }

    static_cast<void>(std::move(state).take_changes());
  }));
}

TEST(Evolve, WhatAnEffectLeavesOutStaysAsItIs) {
  EXPECT_TRUE(rc::check([] {
    Event event{.id = {2}, .event_time = {50}};
    event.effects.emplace_back();
    EventItem const item{.subject = {1}};
    UnitState const before{.id = {1},
                           .product = {3},
                           .serial = "S",
                           .status = some_status(),
                           .holder = some_holder(),
                           .owner = {4},
                           .lot = {5},
                           .dates = {.produced = 1, .expires = 2},
                           .trail = {.last_event = {1}, .latest_time = {*rc::gen::inRange<std::int64_t>(0, 100)}}};

    auto after = evolve(before, event, item);

    RC_ASSERT(after.trail.last_event == event.id);
    RC_ASSERT(after.trail.latest_time == std::max(before.trail.latest_time, event.event_time));
    after.trail = before.trail;
    RC_ASSERT(after == before);
  }));
}

TEST(Evolve, DatesThatAreGivenReplaceThoseBefore) {
  EXPECT_EQ(merge_dates({.produced = 1, .expires = 2}, {.expires = 3}), (Dates{.produced = 1, .expires = 3}));
  EXPECT_EQ(merge_dates({}, {.produced = 4}), (Dates{.produced = 4}));
  EXPECT_EQ(merge_dates({.produced = 1}, {}), (Dates{.produced = 1}));
}

TEST(Evolve, WhatIsSoAlreadyIsKnownByPlaceWhereTheVerbDoesNotSpeakOfContainers) {
  auto const dock = Holder::at({7});
  Effect const returned{.status = Status::returned, .holder = dock};

  EXPECT_TRUE(says_what_is_so(Verb::return_, returned, Status::returned, dock));
  EXPECT_FALSE(says_what_is_so(Verb::return_, returned, Status::returned, Holder::at({8})));
  EXPECT_FALSE(says_what_is_so(Verb::return_, returned, Status::shipped, dock));
  EXPECT_TRUE(says_what_is_so(Verb::scrap, {.status = Status::scrapped, .holder = Holder()}, Status::scrapped, dock));
  EXPECT_FALSE(says_what_is_so(Verb::move, {.holder = dock}, Status::in_stock, dock));
}

TEST(Evolve, ContentsFollowTheStatusOnlyFromWhereTheVerbAllowsIt) {
  Event const event{.id = {2}, .verb = Verb::ship};
  Effect const effect{.status = Status::shipped};
  UnitState in_stock{.status = Status::in_stock};
  UnitState in_process{.status = Status::in_process};

  EXPECT_EQ(evolve_carried(in_stock, event, effect, {}).status, Status::shipped);
  EXPECT_EQ(evolve_carried(in_process, event, effect, {}).status, Status::in_process);
}

}  // namespace
}  // namespace nameplate::domain
