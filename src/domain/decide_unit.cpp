#include "domain/decide_item.hpp"
#include "domain/evolve.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

/// What the request says of the unit beside its status and place.
Effect stated_of(Deciding const& deciding, BoundItem const& item) {
  Effect effect{.owner = deciding.operation.owner};
  if (item.extra) {
    effect.product = item.extra->becomes;
    effect.lot = item.extra->lot;
    effect.dates = item.extra->dates != Dates() ? std::optional(item.extra->dates) : std::nullopt;
  }
  return effect;
}

/// Whether the unit is not so already.
bool changes_anything(Effect const& stated, UnitState const& unit) {
  return (stated.product && stated.product != unit.product) || (stated.owner && *stated.owner != unit.owner) ||
         (stated.lot && *stated.lot != unit.lot) ||
         (stated.dates && merge_dates(unit.dates, *stated.dates) != unit.dates);
}

bool opens_numbers(BoundItem const& item) {
  return item.extra && !item.extra->identifiers.empty();
}

std::optional<Refusal> check_warnings(Deciding const& deciding, Standing const& now) {
  auto const& operation = deciding.operation;
  if (deciding.asked.verb == Verb::receive && now.status == Status::with_customer && !operation.owner &&
      operation.parties.empty()) {
    return ask_acknowledgement(deciding.asked, "unit.bought_back",
                               now.called +
                                   " is with a customer. Received without a party or an owner, it counts as "
                                   "bought back; what only comes back is booked with return.");
  }
  return check_returner(deciding, now);
}

/// Goods under a hold that arrive are booked in, held, with a warning.
void warn_of_holds(Deciding const& deciding, HeldThing const& thing, std::vector<std::string>& warnings) {
  if (brings_in(deciding.asked.verb) &&
      !judge_holds(deciding.context, deciding.operation, thing, deciding.time.time).kinds.empty()) {
    warnings.emplace_back("item.held");
  }
}

void warn_of_place(Deciding const& deciding, BoundItem const& item, Standing const& now,
                   std::vector<std::string>& warnings) {
  bool const lay_elsewhere =
      item.extra && item.extra->from && *item.extra->from != now.holder && *item.extra->from != now.place;
  bool const went_elsewhere = deciding.asked.verb == Verb::receive && now.place.kind == HolderKind::transit &&
                              now.place != Holder::on_the_way_to(deciding.operation.location);
  if (lay_elsewhere || went_elsewhere) {
    warnings.emplace_back("unit.place_differs");
  }
}

ItemDetail detail_of(BoundItem const& item) {
  ItemDetail detail;
  if (item.extra) {
    detail.identifiers = item.extra->identifiers;
  }
  return detail;
}

JudgedItem judge_new_unit(Deciding const& deciding, BoundItem const& item) {
  auto traits = judge_traits(deciding, item);
  if (!traits) {
    return {.decision = std::move(traits.error())};
  }
  auto effect = effect_of_verb(deciding, nullptr);
  effect.traits = std::move(traits->changes);
  auto const stated = stated_of(deciding, item);
  effect.product = item.product;
  effect.owner = stated.owner && *stated.owner ? stated.owner : std::nullopt;
  effect.lot = stated.lot;
  effect.dates = stated.dates;
  auto const holder = effect.holder.value_or(Holder());
  if (auto refusal =
          check_stated_state(deciding, "Serial " + item.number, effect.status.value_or(Status::in_stock), holder)) {
    return {.decision = *std::move(refusal)};
  }
  JudgedItem judged;
  if (auto const* const revived = deciding.context.state.unit(item.subject)) {
    judged.latest_time = revived->trail.latest_time;
  }
  // Nothing can be on hold by itself before it exists: most new units need no look.
  if (deciding.context.catalog.has_rule_holds() || effect.dates || effect.lot || holder.is_container()) {
    warn_of_holds(deciding,
                  {.subject = item.subject,
                   .product = item.product,
                   .lot = effect.lot.value_or(SubjectId()),
                   .holder = holder,
                   .dates = effect.dates.value_or(Dates())},
                  judged.warnings);
  }
  judged.decision = Done{.effect = effect, .detail = detail_of(item)};
  return judged;
}

/// Nothing forbids it: what becomes of the unit.
JudgedItem do_to_unit(Deciding const& deciding, BoundItem const& item, UnitState const& unit, Standing const& now,
                      Effect const& stated) {
  auto effect = effect_of_verb(deciding, &now);
  effect.product = stated.product;
  effect.owner = stated.owner;
  effect.lot = stated.lot;
  effect.dates = stated.dates;
  effect.traits = stated.traits;
  auto const target = target_of(deciding, now.holder);
  JudgedItem judged{.decision = Unchanged(),
                    .latest_time = std::max(now.latest_time, latest_around(deciding, now.holder, target))};
  warn_of_place(deciding, item, now, judged.warnings);
  warn_of_holds(deciding,
                {.subject = unit.id,
                 .product = unit.product,
                 .lot = effect.lot.value_or(unit.lot),
                 .holder = target.value_or(unit.holder),
                 .dates = merge_dates(unit.dates, effect.dates.value_or(Dates()))},
                judged.warnings);
  judged.decision = Done{.effect = effect, .detail = detail_of(item)};
  return judged;
}

}  // namespace

JudgedItem judge_unit(Deciding const& deciding, BoundItem const& item) {
  if (item.is_new) {
    return judge_new_unit(deciding, item);
  }
  auto const& unit = *deciding.context.state.unit(item.subject);
  auto const now = standing_of(deciding.context.state, unit);
  auto stated = stated_of(deciding, item);
  auto traits = judge_traits(deciding, item);
  if (!traits) {
    return {.decision = std::move(traits.error())};
  }
  stated.traits = std::move(traits->changes);
  if (is_repetition(deciding, now) && !traits->differ && !changes_anything(stated, unit) && !opens_numbers(item)) {
    Unchanged unchanged{.sighting = is_sighting(deciding, now.latest_time), .effect = effect_of_verb(deciding, &now)};
    unchanged.effect.traits = std::move(stated.traits);
    return {.decision = std::move(unchanged), .latest_time = now.latest_time};
  }
  if (auto refusal = check_standing(deciding, now)) {
    return {.decision = *std::move(refusal)};
  }
  HeldThing const thing{
      .subject = unit.id, .product = unit.product, .lot = unit.lot, .holder = unit.holder, .dates = unit.dates};
  auto const judgement = judge_holds(deciding.context, deciding.operation, thing, deciding.time.time);
  if (auto refusal =
          note_or_refuse(deciding, refuse_held(judgement, deciding.asked.verb, "unit", now.called), unit.id)) {
    return {.decision = *std::move(refusal)};
  }
  if (auto refusal = check_warnings(deciding, now)) {
    return {.decision = *std::move(refusal)};
  }
  if (deciding.asked.verb == Verb::relabel) {
    return judge_relabel(deciding, item, unit.serial, now.latest_time);
  }
  if (stated.product && stated.product != unit.product) {
    if (auto refusal = check_serial_free(deciding, unit, stated.product)) {
      return {.decision = *std::move(refusal)};
    }
  }
  return do_to_unit(deciding, item, unit, now, stated);
}

}  // namespace nameplate::domain
