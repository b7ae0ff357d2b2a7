#include "domain/decide.hpp"

#include "base/check.hpp"
#include "domain/decide_item.hpp"
#include "domain/event_builder.hpp"

#include <algorithm>
#include <unordered_set>

namespace nameplate::domain {
namespace {

constexpr std::size_t refused_items_max = 100'000;

base::Error whole_refusal(Refusal refusal, base::ErrorKind kind = base::ErrorKind::conflict) {
  return {.kind = kind, .reason = std::move(refusal.reason), .detail = std::move(refusal.detail)};
}

base::ErrorKind kind_of(std::string_view reason) {
  return reason == "access.role" || reason == "override.role" ? base::ErrorKind::forbidden : base::ErrorKind::conflict;
}

/// Goes through the items of one operation, in the order of the request, and collects what becomes of each.
class ItemLoop {
 public:
  ItemLoop(Deciding& deciding, EventBuilder& builder) : deciding_(deciding), builder_(builder) {}

  void run() {
    note_numbers_given_up();
    builder_.reserve(deciding_.operation.items.size());
    for (auto const& item : deciding_.operation.items) {
      judge(item);
    }
  }

  [[nodiscard]] std::vector<ItemRemark>& remarks() { return remarks_; }
  [[nodiscard]] base::Instant latest() const { return latest_; }
  [[nodiscard]] std::size_t refused() const { return refused_; }
  [[nodiscard]] std::size_t done() const { return done_; }

 private:
  void note_numbers_given_up() {
    if (deciding_.asked.verb != Verb::relabel) {
      return;
    }
    for (auto const& item : deciding_.operation.items) {
      if (item.kind == SubjectKind::unit && item.extra && !item.extra->new_number.empty() && item.subject) {
        deciding_.given_up.insert({.value_norm = normalise_code(item.number), .kind = IdentifierKind::serial,
                                   .scope = item.product.value});
      }
    }
  }

  void judge(BoundItem const& item) {
    if (item.extra && item.extra->refusal) {
      return refuse(item, *item.extra->refusal);
    }
    bool const is_quantity = item.kind == SubjectKind::lot && item.quantity;
    if (!is_quantity && !seen_.insert(item.subject).second) {
      return refuse(item, {.reason = "item.twice", .detail = "It stands in this request twice. Name it once."});
    }
    if (is_quantity) {
      return judge_amount(item);
    }
    switch (item.kind) {
      case SubjectKind::unit: return take(item, judge_unit(deciding_, item));
      case SubjectKind::container: return take(item, judge_container(deciding_, item));
      case SubjectKind::lot: return take(item, judge_lot(deciding_, item));
      case SubjectKind::hold:
      case SubjectKind::record: break;
    }
    base::unreachable();
  }

  void take(BoundItem const& item, JudgedItem judged) {
    if (auto* const refusal = std::get_if<Refusal>(&judged.decision)) {
      return refuse(item, std::move(*refusal));
    }
    if (!time_fits(item, judged.latest_time)) {
      return;
    }
    auto const item_of_event = [&](std::string number) {
      return EventItem{.subject = item.subject, .kind = item.kind, .is_new = item.is_new, .place = item.place,
                       .number = std::move(number)};
    };
    if (auto const* const unchanged = std::get_if<Unchanged>(&judged.decision)) {
      if (unchanged->sighting) {
        builder_.add(item_of_event({}), {});
      }
      return remark(item, Verdict::unchanged, warnings_of(item, std::move(judged.warnings)));
    }
    auto& done = std::get<Done>(judged.decision);
    auto number = item.is_new ? item.number : std::move(done.number);
    builder_.add(item_of_event(std::move(number)), done.effect, std::move(done.detail));
    finish(item, std::move(judged.warnings));
  }

  void judge_amount(BoundItem const& item) {
    auto judged = judge_quantity(deciding_, item, drawn_);
    if (auto* const refusal = std::get_if<Refusal>(&judged.decision)) {
      return refuse(item, std::move(*refusal));
    }
    if (!time_fits(item, judged.latest_time)) {
      return;
    }
    EventItem const of_event{.subject = item.subject, .kind = SubjectKind::lot, .place = item.place};
    if (auto const* const unchanged = std::get_if<Unchanged>(&judged.decision)) {
      if (unchanged->sighting) {
        builder_.add(of_event, {});
      }
      return remark(item, Verdict::unchanged, warnings_of(item, std::move(judged.warnings)));
    }
    for (auto& change : std::get<std::vector<QuantityChange>>(judged.decision)) {
      builder_.add(of_event, {}, {.quantity = std::move(change)});
    }
    finish(item, std::move(judged.warnings));
  }

  void finish(BoundItem const& item, std::vector<std::string> warnings) {
    ++done_;
    if (item.extra && !item.extra->note.empty()) {
      builder_.add_private("note", static_cast<std::int32_t>(item.place), item.extra->note);
    }
    warnings = warnings_of(item, std::move(warnings));
    if (!warnings.empty()) {
      remark(item, Verdict::done, std::move(warnings));
    }
  }

  static std::vector<std::string> warnings_of(BoundItem const& item, std::vector<std::string> warnings) {
    if (item.extra) {
      warnings.insert(warnings.begin(), item.extra->warnings.begin(), item.extra->warnings.end());
    }
    return warnings;
  }

  /// Until late events are folded in, nothing may be dated before what the ledger knows of its subjects.
  bool time_fits(BoundItem const& item, base::Instant latest) {
    if (deciding_.time.stated && latest > deciding_.time.time) {
      refuse(item, {.reason = "time.before_latest_event",
                    .detail = "Something is on record for it at " + base::to_string(latest) +
                              ", after the stated time. State a later time, or none."});
      return false;
    }
    latest_ = std::max(latest_, latest);
    return true;
  }

  void refuse(BoundItem const& item, Refusal refusal) {
    ++refused_;
    remarks_.push_back({.place = item.place, .verdict = Verdict::refused, .kind = item.kind, .subject = item.subject,
                        .number = item.number, .warnings = {}, .refusal = std::move(refusal)});
  }

  void remark(BoundItem const& item, Verdict verdict, std::vector<std::string> warnings) {
    remarks_.push_back({.place = item.place, .verdict = verdict, .kind = item.kind, .subject = item.subject,
                        .number = item.number, .warnings = std::move(warnings), .refusal = {}});
  }

  Deciding& deciding_;
  EventBuilder& builder_;
  std::unordered_set<SubjectId> seen_;
  Drawn drawn_;
  std::vector<ItemRemark> remarks_;
  base::Instant latest_;
  std::size_t refused_ = 0;
  std::size_t done_ = 0;
};

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
  std::unordered_set<std::uint32_t> refused;
  for (auto const& remark : remarks) {
    if (remark.verdict == Verdict::refused) {
      refused.insert(remark.place);
    }
  }
  std::unordered_map<SubjectId, Dates> wanted;
  for (auto const& item : operation.items) {
    if (refused.contains(item.place)) {
      continue;
    }
    if (item.kind == SubjectKind::lot) {
      wanted.try_emplace(item.subject, item.extra ? item.extra->dates : Dates());
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
    effect.supplier = operation.party ? std::optional(operation.party) : std::nullopt;
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
  EventItem parent{.subject = operation.container, .kind = SubjectKind::container, .role = SubjectRole::parent,
                   .is_new = operation.container_is_new, .number = {}};
  if (operation.container_is_new) {
    parent.number = operation.container_code;
    builder.add(std::move(parent), {.status = Status::in_stock, .holder = operation.holder});
    return std::nullopt;
  }
  auto const& container = *deciding.context.state.container(operation.container);
  if (!in_our_hands.contains(container.status)) {
    return Refusal{.reason = "container.not_in_stock",
                   .detail = call(container) + " is " +
                             describe_place(deciding.context.catalog, deciding.context.state, container.status,
                                            container.holder) +
                             ". Choose a container that is here."};
  }
  HeldThing const thing{.subject = container.id, .product = {}, .lot = {}, .holder = Holder::in(container.id)};
  auto const judgement = judge_holds(deciding.context, operation, thing, deciding.time.time);
  if (auto refusal = refuse_held(judgement, deciding.asked.verb, "container", call(container))) {
    return refusal;
  }
  latest = std::max(latest, container.trail.latest_time);
  builder.add(std::move(parent), {});
  return std::nullopt;
}

std::optional<Refusal> judge_matter(Deciding const& deciding, EventBuilder& builder) {
  auto const& operation = deciding.operation;
  if (deciding.asked.verb == Verb::hold) {
    builder.set_matter(HoldPlaced{.hold = operation.new_hold, .kind = operation.hold_kind,
                                  .case_number = deciding.asked.case_number, .rule = operation.rule});
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
  builder.set_matter(HoldsReleased{.holds = operation.holds});
  return std::nullopt;
}

std::optional<Refusal> check_parent_time(Deciding const& deciding, base::Instant latest) {
  if (!deciding.time.stated || latest <= deciding.time.time) {
    return std::nullopt;
  }
  return Refusal{.reason = "time.before_latest_event",
                 .detail = "Something is on record for the container at " + base::to_string(latest) +
                           ", after the stated time. State a later time, or none."};
}

base::Error items_refused(std::vector<ItemRemark> const& remarks, std::size_t refused, std::size_t all) {
  base::Error error{.kind = base::ErrorKind::conflict, .reason = {}, .detail = {}};
  for (auto const& remark : remarks) {
    if (remark.verdict == Verdict::refused && error.items.size() < refused_items_max) {
      error.items.push_back({.index = remark.place, .reason = remark.refusal->reason,
                             .detail = remark.refusal->detail, .matches = remark.refusal->matches});
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
  auto time = judge_time(context, asked);
  if (!time) {
    return refuse(time.error());
  }
  Deciding deciding{.context = context, .operation = operation, .asked = asked, .rule = rule_of(asked.verb),
                    .time = *time};
  EventBuilder builder(head_of(context, operation, *time), context.salt_seed);
  ItemLoop loop(deciding, builder);
  loop.run();
  auto& remarks = loop.remarks();
  if (loop.refused() > 0 && (asked.on_error == OnError::rollback || loop.refused() == operation.items.size())) {
    return refuse(items_refused(remarks, loop.refused(), operation.items.size()));
  }
  bool const acts_on_no_items = operation.items.empty();  // a hold by rule, or the release of a whole hold
  if (!builder.has_items() && !acts_on_no_items) {
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
  if (auto refusal = check_parent_time(deciding, latest)) {
    return refuse(whole_refusal(*std::move(refusal)));
  }
  builder.add_private("operator", -1, asked.operator_name);
  builder.add_private("note", -1, asked.note);
  auto event = std::move(builder).finish();
  if (!time->stated && latest >= event.event_time) {
    event.event_time = latest.plus(1);
  }
  return {.event = std::move(event), .remarks = std::move(remarks)};
}

}  // namespace nameplate::domain
