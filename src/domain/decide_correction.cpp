// reverse, amend of an event, resolve: what is said about other events.

#include "domain/check_event.hpp"
#include "domain/decide_item.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

Decision refuse(Refusal refusal, base::ErrorKind kind = base::ErrorKind::conflict) {
  return {.refusal =
              base::Error{.kind = kind, .reason = std::move(refusal.reason), .detail = std::move(refusal.detail)}};
}

/// An event about another event happens now; how far back it reaches is a right all the same.
std::optional<Decision> check_reach(DecisionContext const& context, Operation const& asked, base::Instant time) {
  Operation probe;
  probe.verb = asked.verb;
  probe.time = base::ZonedInstant{.instant = time};
  auto const reach = judge_time(context, probe);
  if (reach) {
    return std::nullopt;
  }
  return Decision{.refusal = reach.error()};
}

Event head_of(DecisionContext const& context, BoundOperation const& operation) {
  auto const& asked = *operation.asked;
  Event event{.id = operation.event, .verb = asked.verb, .event_time = context.now, .recorded_at = context.now};
  event.actor = context.actor.account;
  event.device = asked.device;
  event.equipment = asked.equipment;
  event.reason = asked.reason;
  event.documents = asked.documents;
  return event;
}

base::Instant latest_of(WorkingSet const& state, std::span<EventItem const> items) {
  base::Instant latest;
  for (auto const& item : items) {
    if (auto const* const unit = state.unit(item.subject)) {
      latest = std::max(latest, unit->trail.latest_time);
    } else if (auto const* const container = state.container(item.subject)) {
      latest = std::max(latest, container->trail.latest_time);
    } else if (auto const* const lot = state.lot(item.subject)) {
      latest = std::max(latest, lot->trail.latest_time);
    }
  }
  return latest;
}

Event finish(DecisionContext const& context, BoundOperation const& operation, EventBuilder builder,
             base::Instant latest) {
  builder.add_private("operator", -1, operation.asked->operator_name);
  builder.add_private("note", -1, operation.asked->note);
  auto event = std::move(builder).finish();
  event.event_time = std::max(context.now, latest.plus(1));
  return event;
}

}  // namespace

Decision decide_reverse(DecisionContext const& context, BoundOperation const& operation, ReverseTarget const& target) {
  auto const& asked = *operation.asked;
  if (auto refusal = judge_operation(context, operation)) {
    return refuse(*std::move(refusal), base::ErrorKind::forbidden);
  }
  if (context.actor.role < Role::manager && target.event.actor != context.actor.account) {
    return refuse(
        {.reason = "reverse.not_own",
         .detail = "Another account recorded that event; only a manager takes back what others did. Ask one."},
        base::ErrorKind::forbidden);
  }
  if (auto refused = check_reach(context, asked, target.event.event_time)) {
    return *std::move(refused);
  }
  EventBuilder builder(head_of(context, operation), context.salt_seed);
  builder.set_matter(Reversal{.event = target.event.id});
  std::optional<SubjectId> last;
  for (auto const& item : target.items) {
    if (item.subject != last) {
      builder.add({.subject = item.subject, .kind = item.kind, .place = item.place, .number = {}}, {});
      last = item.subject;
    }
  }
  return {.event = finish(context, operation, std::move(builder), latest_of(context.state, target.items))};
}

Decision decide_amended_event(DecisionContext const& context, BoundOperation const& operation, Event const& amended) {
  auto const& asked = *operation.asked;
  if (auto refusal = judge_operation(context, operation)) {
    return refuse(*std::move(refusal), base::ErrorKind::forbidden);
  }
  if (context.actor.role < Role::manager) {
    return refuse({.reason = "access.role", .detail = "What an event says is corrected by a manager. Ask one."},
                  base::ErrorKind::forbidden);
  }
  if (auto refused = check_reach(context, asked, amended.event_time)) {
    return *std::move(refused);
  }
  EventAmended matter{.event = amended.id};
  if (!operation.parties.empty()) {
    matter.parties = operation.parties;
  }
  if (!asked.documents.empty()) {
    matter.documents = asked.documents;
  }
  if (!matter.parties && !matter.documents) {
    return refuse({.reason = "amend.nothing", .detail = "Say what is to be corrected, with set: parties or documents."},
                  base::ErrorKind::bad_request);
  }
  auto head = head_of(context, operation);
  head.documents.clear();
  EventBuilder builder(std::move(head), context.salt_seed);
  builder.set_matter(std::move(matter));
  std::vector<EventItem> items;
  for (auto const& item : amended.items) {
    if (item.role == SubjectRole::item && (items.empty() || items.back().subject != item.subject)) {
      items.push_back({.subject = item.subject, .kind = item.kind, .place = item.place, .number = {}});
    }
  }
  for (auto const& item : items) {
    builder.add(item, {});
  }
  return {.event = finish(context, operation, std::move(builder), latest_of(context.state, items))};
}

void add_unexplained(Event& event, BalanceKey const& key, base::Quantity quantity) {
  auto const none = std::ranges::find(event.effects, Effect());
  auto const effect = static_cast<std::uint32_t>(none - event.effects.begin());
  if (none == event.effects.end()) {
    event.effects.emplace_back();
  }
  auto place = std::ranges::find_if(event.items, [&](EventItem const& item) {
    return item.kind == SubjectKind::lot && item.subject == key.lot && !item.is_new;
  });
  event.details.push_back(
      {.quantity = QuantityChange{
           .to = BalanceSide{.holder = key.holder, .status = key.status}, .quantity = quantity, .unexplained = true}});
  event.items.insert(place, {.subject = key.lot,
                             .kind = SubjectKind::lot,
                             .effect = effect,
                             .place = place == event.items.end() ? 0 : place->place,
                             .detail = static_cast<std::int32_t>(event.details.size() - 1),
                             .number = {}});
}

Decision decide_resolve(DecisionContext const& context, BoundOperation const& operation, Exception const& exception) {
  auto const& asked = *operation.asked;
  if (auto refusal = judge_operation(context, operation)) {
    return refuse(*std::move(refusal), base::ErrorKind::forbidden);
  }
  if (asked.reason.empty()) {
    return refuse({.reason = "reason.missing", .detail = "Say what came of it, with reason."},
                  base::ErrorKind::bad_request);
  }
  if (!exception.is_open()) {
    return refuse({.reason = "exception.resolved", .detail = "This exception was resolved already."});
  }
  EventBuilder builder(head_of(context, operation), context.salt_seed);
  builder.set_matter(ExceptionResolved{.raised_by = exception.raised_by});
  return {.event = finish(context, operation, std::move(builder), {})};
}

}  // namespace nameplate::domain
