#include "domain/decide.hpp"

#include "domain/evolve.hpp"
#include "domain/item_loop.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

namespace nameplate::domain {
namespace {

constexpr std::size_t refused_items_max = 100'000;

base::Error whole_refusal(Refusal refusal, base::ErrorKind kind = base::ErrorKind::conflict) {
  return {.kind = kind,
          .reason = std::move(refusal.reason),
          .detail = std::move(refusal.detail),
          .contradicts = std::move(refusal.contradicts)};
}

base::ErrorKind kind_of(std::string_view reason) {
  return reason == "access.role" || reason == "override.role" ? base::ErrorKind::forbidden : base::ErrorKind::conflict;
}

Event head_of(DecisionContext const& context, BoundOperation const& operation, EventTime const& time) {
  auto const& asked = *operation.asked;
  Event event{.id = operation.event, .verb = asked.verb, .event_time = time.time, .recorded_at = context.now};
  if (asked.time) {
    event.zone_offset_minutes = asked.time->offset_minutes;
  }
  event.device_time = time.device_time;
  event.actor = context.actor.account;
  event.device = asked.device;
  event.equipment = asked.equipment;
  event.location = operation.location;
  event.destination = operation.destination;
  event.parties = operation.parties;
  event.documents = asked.documents;
  event.reason = asked.reason;
  event.override_reason = asked.override_reason;
  return event;
}

/// The lots that the items name and that do not exist yet. When refused items stay out, so do lots that only they name.
void add_new_lots(BoundOperation const& operation, std::vector<ItemRemark> const& remarks, EventBuilder& builder) {
  if (operation.new_lots.empty()) {
    return;
  }
  std::set<std::pair<std::uint32_t, SubjectId>> refused;
  for (auto const& remark : remarks) {
    if (remark.verdict == Verdict::refused) {
      refused.emplace(remark.place, remark.subject);
    }
  }
  std::unordered_map<SubjectId, Dates> wanted;
  for (auto const& item : operation.items) {
    if (refused.contains({item.place, item.subject})) {
      continue;
    }
    if (item.kind == SubjectKind::lot) {
      auto& dates = wanted[item.subject];
      dates = merge_dates(item.extra ? item.extra->dates : Dates(), dates);
    } else if (item.extra && item.extra->lot) {
      wanted.try_emplace(*item.extra->lot);
    }
  }
  for (auto const& lot : operation.new_lots) {
    auto const found = wanted.find(lot.id);
    if (found == wanted.end()) {
      continue;
    }
    Effect effect{.product = lot.product};
    effect.owner = operation.owner && *operation.owner ? operation.owner : std::nullopt;
    effect.supplier = operation.party && !lot.number.empty() ? std::optional(operation.party) : std::nullopt;
    effect.dates = found->second != Dates() ? std::optional(found->second) : std::nullopt;
    builder.add({.subject = lot.id, .kind = SubjectKind::lot, .is_new = true, .place = lot.place, .number = lot.number},
                effect);
  }
}

/// The container that things are packed into is a subject of the event too.
std::optional<Refusal> add_parent(Deciding const& deciding, base::Instant& latest, EventBuilder& builder) {
  auto const& operation = deciding.operation;
  if (!operation.container) {
    return std::nullopt;
  }
  EventItem parent{.subject = operation.container,
                   .kind = SubjectKind::container,
                   .role = SubjectRole::parent,
                   .is_new = operation.container_is_new,
                   .number = {}};
  if (operation.container_is_new) {
    if (!operation.holder) {
      return Refusal{.reason = "location.missing", .detail = "Say where the new container stands, with location."};
    }
    parent.number = operation.container_code;
    builder.add(std::move(parent), {.status = Status::in_stock, .holder = operation.holder});
    return std::nullopt;
  }
  auto const& container = *deciding.context.state.container(operation.container);
  if (!in_our_hands.contains(container.status)) {
    Refusal refusal{
        .reason = "container.not_in_stock",
        .detail = call(container) + " is " +
                  describe_place(deciding.context.catalog, deciding.context.state, container.status, container.holder) +
                  ". Choose a container that is here."};
    if (auto refused = note_or_refuse(deciding, std::move(refusal), container.id)) {
      return refused;
    }
  }
  HeldThing const thing{.subject = container.id, .product = {}, .lot = {}, .holder = Holder::in(container.id)};
  auto const judgement = judge_holds(deciding.context, operation, thing, deciding.time.time);
  if (auto refusal = note_or_refuse(deciding, refuse_held(judgement, deciding.asked.verb, "container", call(container)),
                                    container.id)) {
    return refusal;
  }
  latest = std::max(latest, container.trail.latest_time);
  builder.add(std::move(parent), {});
  return std::nullopt;
}

std::optional<Refusal> judge_matter(Deciding const& deciding, EventBuilder& builder) {
  auto const& operation = deciding.operation;
  if (deciding.asked.verb == Verb::hold) {
    builder.set_matter(HoldPlaced{.hold = operation.new_hold,
                                  .kind = operation.hold_kind,
                                  .case_number = deciding.asked.case_number,
                                  .rule = operation.rule});
    return std::nullopt;
  }
  if (deciding.asked.verb != Verb::release) {
    return std::nullopt;
  }
  for (auto const id : operation.holds) {
    auto const* const hold = deciding.context.state.hold(id);
    auto const* const kind = hold == nullptr ? nullptr : deciding.context.catalog.hold_kind(hold->kind);
    if (kind != nullptr && deciding.context.actor.role < kind->release_role) {
      return Refusal{.reason = "access.role",
                     .detail = "A hold of kind " + kind->code + " is released by a " +
                               std::string(name_of(kind->release_role)) + ". Ask one."};
    }
  }
  auto holds = operation.holds;  // each once: several items may be under one hold
  std::ranges::sort(holds);
  auto const twice = std::ranges::unique(holds);
  holds.erase(twice.begin(), twice.end());
  builder.set_matter(HoldsReleased{.holds = std::move(holds)});
  return std::nullopt;
}

base::Error items_refused(std::vector<ItemRemark> const& remarks, std::size_t refused, std::size_t all) {
  base::Error error{.kind = base::ErrorKind::conflict, .reason = {}, .detail = {}};
  for (auto const& remark : remarks) {
    if (remark.verdict == Verdict::refused && error.items.size() < refused_items_max) {
      error.items.push_back({.index = remark.place,
                             .reason = remark.refusal->reason,
                             .detail = remark.refusal->detail,
                             .matches = remark.refusal->matches,
                             .contradicts = remark.refusal->contradicts});
      error.contradicts.insert(error.contradicts.end(), remark.refusal->contradicts.begin(),
                               remark.refusal->contradicts.end());
    }
  }
  bool const same = std::ranges::all_of(
      error.items, [&](base::ItemError const& item) { return item.reason == error.items.front().reason; });
  error.reason = same ? error.items.front().reason : "items.refused";
  error.detail = all == 1 ? error.items.front().detail
                          : std::to_string(refused) + " of " + std::to_string(all) +
                                " items cannot be done, so nothing was done. Each is listed with its reason; leave "
                                "them out, or ask with onError: proceed for the others.";
  return error;
}

}  // namespace

Decision decide(DecisionContext const& context, BoundOperation const& operation) {
  auto const& asked = *operation.asked;
  auto const refuse = [](base::Error error) { return Decision{.refusal = std::move(error)}; };
  if (operation.refusal) {
    return refuse(whole_refusal(*operation.refusal));
  }
  if (auto refusal = judge_operation(context, operation)) {
    auto const kind = kind_of(refusal->reason);
    return refuse(whole_refusal(*std::move(refusal), kind));
  }
  // Only a hold by rule and the release of a whole hold name no items.
  if (operation.items.empty() && !operation.rule && operation.holds.empty()) {
    return refuse(whole_refusal({.reason = "items.empty", .detail = "Say what it is about: name at least one thing."},
                                base::ErrorKind::bad_request));
  }
  auto time = judge_time(context, asked);
  if (!time) {
    return refuse(time.error());
  }
  Deciding deciding{
      .context = context, .operation = operation, .asked = asked, .rule = rule_of(asked.verb), .time = *time};
  std::vector<Conflict> conflicts;
  if (asked.on_conflict == OnConflict::record) {
    if (!context.may_record) {
      return refuse({.kind = base::ErrorKind::forbidden,
                     .reason = "access.record_conflicts",
                     .detail = "This account may not record against the books. Ask a manager, or send it without "
                               "onConflict."});
    }
    deciding.conflicts = &conflicts;
  }
  EventBuilder builder(head_of(context, operation, *time), context.salt_seed);
  ItemLoop loop(deciding, builder);
  loop.run();
  auto& remarks = loop.remarks();
  if (loop.refused() > 0 && (asked.on_error == OnError::rollback || loop.refused() == operation.items.size())) {
    return refuse(items_refused(remarks, loop.refused(), operation.items.size()));
  }
  if (!builder.has_items() && !operation.items.empty()) {
    return {.remarks = std::move(remarks)};
  }
  auto latest = loop.latest();
  add_new_lots(operation, remarks, builder);
  for (auto step : {add_parent(deciding, latest, builder), judge_matter(deciding, builder)}) {
    if (step) {
      auto const kind = kind_of(step->reason);
      return refuse(whole_refusal(*std::move(step), kind));
    }
  }
  if (is_before(*time, latest)) {
    return refuse(whole_refusal(refuse_before_latest("the container", latest)));
  }
  builder.add_private("operator", -1, asked.operator_name);
  builder.add_private("note", -1, asked.note);
  auto event = std::move(builder).finish();
  event.corrects = asked.corrects;
  std::ranges::sort(conflicts);
  auto const twice = std::ranges::unique(conflicts);
  conflicts.erase(twice.begin(), twice.end());
  event.conflicts = std::move(conflicts);
  if (time->is_now && latest >= event.event_time) {
    event.event_time = latest.plus(1);
  }
  return {.event = std::move(event), .remarks = std::move(remarks)};
}

}  // namespace nameplate::domain
