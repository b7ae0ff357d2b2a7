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

namespace {

/// By how much the device's clock is behind; 0: it is right, or nobody says.
std::int64_t device_clock_error_us(Operation const& asked, base::Instant now) {
  auto const error = asked.device_time ? now.microseconds - asked.device_time->microseconds : 0;
  return std::llabs(error) >= device_clock_tolerance_us ? error : 0;
}

}  // namespace

std::optional<base::Instant> stated_time(Operation const& asked, base::Instant now) {
  return asked.time ? std::optional(asked.time->instant.plus(device_clock_error_us(asked, now))) : std::nullopt;
}

base::Result<EventTime> judge_time(DecisionContext const& context, Operation const& asked) {
  bool const is_off = device_clock_error_us(asked, context.now) != 0;
  auto const stated = stated_time(asked, context.now);
  if (!stated) {
    return EventTime{.time = context.now, .device_time = is_off ? asked.device_time : std::nullopt};
  }
  auto const written = asked.time->instant;
  EventTime judged{.time = *stated, .stated = true, .is_now = false};
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

namespace {

/// The holds that cover it where it is now, beside those that cover it where it was.
template <typename Consider>
void consider_holds_now(DecisionContext const& context, HeldThing const& thing, Consider consider) {
  auto const* const now = context.present;
  auto const* const unit = now == nullptr ? nullptr : now->unit(thing.subject);
  auto const* const container = now == nullptr ? nullptr : now->container(thing.subject);
  if (unit == nullptr && container == nullptr) {
    return;
  }
  auto const holder = unit != nullptr ? unit->holder : Holder::in(container->id);
  auto const around = now->containers_around(holder);
  for (auto const id : around) {
    for (auto const& member : now->active_members_of(id)) {
      consider(context.catalog.hold_kind(member.kind));
    }
  }
  if (context.catalog.has_rule_holds()) {
    auto const place = now->place_of(holder);
    Catalog::RuleSubject const subject{.product = thing.product,
                                       .lot = unit != nullptr ? unit->lot : SubjectId(),
                                       .containers = around,
                                       .location = {place.kind == HolderKind::location ? place.id : 0}};
    for (auto const* const hold : context.catalog.rule_holds_on(subject)) {
      consider(context.catalog.hold_kind(hold->kind));
    }
  }
}

}  // namespace

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
    // Nobody dates around a hold: what was held then counts as well as what is held now.
    for (auto const& member : context.state.past_members_of(subject)) {
      if (member.from <= at && at < member.to) {
        consider(context.catalog.hold_kind(member.kind));
      }
    }
  };
  consider_holds_now(context, thing, consider);
  consider_members(thing.subject);
  if (thing.lot && thing.lot != thing.subject) {
    consider_members(thing.lot);
  }
  auto const around = context.state.containers_around(thing.holder);
  std::ranges::for_each(around, consider_members);
  if (context.catalog.has_rule_holds() || !context.released_rule_holds.empty()) {
    auto const place = context.state.place_of(thing.holder);
    Catalog::RuleSubject const subject{.product = thing.product,
                                       .lot = thing.lot,
                                       .containers = around,
                                       .location = {place.kind == HolderKind::location ? place.id : 0}};
    for (auto const* const hold : context.catalog.rule_holds_on(subject)) {
      consider(context.catalog.hold_kind(hold->kind));
    }
    for (auto const& hold : context.released_rule_holds) {
      if (hold.placed_at <= at && at < *hold.released_at && context.catalog.covers(*hold.rule, subject)) {
        consider(context.catalog.hold_kind(hold.kind));
      }
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
