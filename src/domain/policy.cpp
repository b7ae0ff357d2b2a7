#include "domain/policy.hpp"

#include <algorithm>
#include <cstdlib>

namespace nameplate::domain {
namespace {

constexpr std::int64_t future_tolerance_us = 5 * 60 * base::microseconds_per_second;
constexpr std::int64_t device_clock_tolerance_us = base::microseconds_per_second;
constexpr std::int64_t microseconds_per_day = 24 * base::microseconds_per_hour;
constexpr std::string_view expired_kind = "expired";

/// How far back a role may date, in hours; none: without limit.
std::optional<std::int64_t> back_dating_hours(DecisionContext const& context) {
  auto const* const account = context.catalog.account({context.actor.account});
  if (account != nullptr && account->back_dating_hours) {
    return account->back_dating_hours;
  }
  switch (context.actor.role) {
    case Role::admin: return std::nullopt;
    case Role::manager: return 30 * 24;
    case Role::operator_:
    case Role::viewer: break;
  }
  return 72;
}

std::optional<Refusal> judge_place(DecisionContext const& context, RecordId place, Verb activity, bool is_overridden) {
  auto const* const location = context.catalog.location(place);
  if (location == nullptr || location->activities.empty() || location->activities.contains(activity) || is_overridden) {
    return std::nullopt;
  }
  return Refusal{.reason = "location.activity_not_allowed",
                 .detail = location->code + " does not allow " + std::string(name_of(activity)) +
                           ". Choose another place, or have a manager override it."};
}

/// A unit without a date of its own has that of its lot.
std::optional<std::int32_t> expiry_of(DecisionContext const& context, HeldThing const& thing) {
  if (thing.dates.expires || !thing.lot) {
    return thing.dates.expires;
  }
  auto const* const lot = context.state.lot(thing.lot);
  return lot == nullptr ? std::nullopt : lot->dates.expires;
}

}  // namespace

std::optional<Refusal> judge_operation(DecisionContext const& context, BoundOperation const& operation) {
  auto const& asked = *operation.asked;
  auto const needed = rule_of(asked.verb).role_min;
  if (context.actor.role < needed) {
    return Refusal{.reason = "access.role",
                   .detail = "This needs the role " + std::string(name_of(needed)) + ". Ask somebody who has it."};
  }
  if (!asked.override_reason.empty() && context.actor.role < Role::manager) {
    return Refusal{.reason = "override.role",
                   .detail = "Only a manager can override. Ask one, or repeat the request without override."};
  }
  bool const is_overridden = !asked.override_reason.empty();
  if (auto refusal = judge_place(context, operation.location, asked.verb, is_overridden)) {
    return refusal;
  }
  // What is sent to a place of ours will be received there.
  return judge_place(context, operation.destination, Verb::receive, is_overridden);
}

base::Result<EventTime> judge_time(DecisionContext const& context, Operation const& asked) {
  auto const clock_error = asked.device_time ? context.now.microseconds - asked.device_time->microseconds : 0;
  bool const is_off = std::llabs(clock_error) >= device_clock_tolerance_us;
  if (!asked.time) {
    return EventTime{.time = context.now, .device_time = is_off ? asked.device_time : std::nullopt};
  }
  auto const written = asked.time->instant;
  EventTime judged{.time = is_off ? written.plus(clock_error) : written, .stated = true, .is_now = false};
  if (is_off) {
    judged.device_time = written;
  }
  if (judged.time.microseconds > context.now.microseconds + future_tolerance_us) {
    return base::fail(base::ErrorKind::invalid, "time.in_future",
                      "The time lies more than five minutes ahead of the server's clock (" +
                          base::to_string(context.now) + "). Check the clock of the device.");
  }
  if (judged.time > context.now) {
    judged.device_time = written;
    judged.time = context.now;
    judged.is_now = true;
  }
  if (auto const hours = back_dating_hours(context);
      hours && judged.time.microseconds < context.now.microseconds - *hours * base::microseconds_per_hour) {
    return base::fail(
        base::ErrorKind::conflict, "time.too_old",
        "This account may date back at most " + std::to_string(*hours) + " hours. Ask an administrator to enter it.");
  }
  return judged;
}

HoldJudgement judge_holds(DecisionContext const& context, BoundOperation const& operation, HeldThing const& thing,
                          base::Instant at) {
  HoldJudgement judgement;
  auto const& asked = *operation.asked;
  auto const consider = [&](HoldKind const* kind) {
    if (kind == nullptr) {
      return;
    }
    if (std::ranges::find(judgement.kinds, kind->code) == judgement.kinds.end()) {
      judgement.kinds.push_back(kind->code);
    }
    bool const overridden = kind->overridable && !asked.override_reason.empty();
    if (kind->forbids.contains(asked.verb) && !overridden) {
      judgement.forbidding_kind = kind->code;
    }
  };
  auto const consider_members = [&](SubjectId subject) {
    for (auto const& member : context.state.active_members_of(subject)) {
      consider(context.catalog.hold_kind(member.kind));
    }
  };
  consider_members(thing.subject);
  if (thing.lot && thing.lot != thing.subject) {
    consider_members(thing.lot);
  }
  auto const around = context.state.containers_around(thing.holder);
  std::ranges::for_each(around, consider_members);
  if (context.catalog.has_rule_holds()) {
    auto const place = context.state.place_of(thing.holder);
    Catalog::RuleSubject const subject{.product = thing.product,
                                       .lot = thing.lot,
                                       .containers = around,
                                       .location = {place.kind == HolderKind::location ? place.id : 0}};
    for (auto const* const hold : context.catalog.rule_holds_on(subject)) {
      consider(context.catalog.hold_kind(hold->kind));
    }
  }
  if (auto const expires = expiry_of(context, thing);
      expires && at.microseconds >= (*expires + std::int64_t{1}) * microseconds_per_day) {
    consider(context.catalog.hold_kind(context.catalog.find(RecordKind::hold_kind, expired_kind)));
  }
  return judgement;
}

std::optional<Refusal> refuse_held(HoldJudgement const& judgement, Verb verb, std::string_view subject,
                                   std::string const& called) {
  if (!judgement.forbidding_kind) {
    return std::nullopt;
  }
  return Refusal{.reason = std::string(subject) + ".held",
                 .detail = called + " is on hold (" + *judgement.forbidding_kind + "), which forbids " +
                           std::string(name_of(verb)) + ". Have the hold released first."};
}

std::optional<Refusal> ask_acknowledgement(Operation const& asked, std::string const& warning,
                                           std::string const& sentence) {
  if (std::ranges::find(asked.acknowledge, warning) != asked.acknowledge.end()) {
    return std::nullopt;
  }
  return Refusal{.reason = warning,
                 .detail = sentence + " If that is right, repeat the request with acknowledge: [\"" + warning + "\"]."};
}

}  // namespace nameplate::domain
