#include "domain/decide_item.hpp"
#include "domain/evolve.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

/// What the request says of the unit beside its status and place, as far as it is not so already.
Effect additions_to(Deciding const& deciding, BoundItem const& item, UnitState const& unit) {
  Effect effect;
  if (auto const& owner = deciding.operation.owner; owner && *owner != unit.owner) {
    effect.owner = owner;
  }
  if (item.extra) {
    if (item.extra->lot && *item.extra->lot != unit.lot) {
      effect.lot = item.extra->lot;
    }
    if (merge_dates(unit.dates, item.extra->dates) != unit.dates) {
      effect.dates = item.extra->dates;
    }
  }
  return effect;
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
  effect.traits = *std::move(traits);
  auto const added = additions_to(deciding, item, UnitState());
  effect.product = item.product;
  effect.owner = added.owner;
  effect.lot = added.lot;
  effect.dates = added.dates;
  auto const holder = effect.holder.value_or(Holder());
  if (auto refusal =
          check_stated_state(deciding, "Serial " + item.number, effect.status.value_or(Status::in_stock), holder)) {
    return {.decision = *std::move(refusal)};
  }
  JudgedItem judged;
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
                      Effect const& added) {
  auto effect = effect_of_verb(deciding, &now);
  effect.owner = added.owner;
  effect.lot = added.lot;
  effect.dates = added.dates;
  effect.traits = added.traits;
  JudgedItem judged{.decision = Unchanged(),
                    .latest_time = std::max(now.latest_time, latest_around(deciding, now.holder, effect.holder))};
  warn_of_place(deciding, item, now, judged.warnings);
  warn_of_holds(deciding,
                {.subject = unit.id,
                 .product = unit.product,
                 .lot = effect.lot.value_or(unit.lot),
                 .holder = effect.holder.value_or(unit.holder),
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
  auto added = additions_to(deciding, item, unit);
  auto traits = judge_traits(deciding, item);
  if (!traits) {
    return {.decision = std::move(traits.error())};
  }
  added.traits = *std::move(traits);
  if (is_repetition(deciding, now) && added == Effect() && !opens_numbers(item)) {
    return {.decision = Unchanged{.sighting = is_sighting(deciding, now.latest_time)}, .latest_time = now.latest_time};
  }
  if (auto refusal = check_standing(deciding, now)) {
    return {.decision = *std::move(refusal)};
  }
  HeldThing const thing{
      .subject = unit.id, .product = unit.product, .lot = unit.lot, .holder = unit.holder, .dates = unit.dates};
  auto const judgement = judge_holds(deciding.context, deciding.operation, thing, deciding.time.time);
  if (auto refusal = refuse_held(judgement, deciding.asked.verb, "unit", now.called)) {
    return {.decision = *std::move(refusal)};
  }
  if (auto refusal = check_warnings(deciding, now)) {
    return {.decision = *std::move(refusal)};
  }
  if (deciding.asked.verb == Verb::relabel) {
    return judge_relabel(deciding, item, unit.serial, now.latest_time);
  }
  return do_to_unit(deciding, item, unit, now, added);
}

}  // namespace nameplate::domain
