#include "domain/decide_item.hpp"
#include "domain/evolve.hpp"

namespace nameplate::domain {

std::string call_lot(Catalog const& catalog, LotState const& lot) {
  auto const sku = std::string(catalog.code_of(RecordKind::product, lot.product));
  return lot.number.empty() ? sku : "Lot " + lot.number + " of " + sku;
}

std::string call_lot(Deciding const& deciding, BoundItem const& item) {
  return call_lot(deciding.context.catalog, {.id = item.subject, .product = item.product, .number = item.number});
}

std::optional<Refusal> check_lot_held(Deciding const& deciding, BoundItem const& item, Holder holder) {
  auto const& state = deciding.context.state;
  auto const* const lot = state.lot(item.subject);
  HeldThing const thing{.subject = item.subject,
                        .product = item.product,
                        .lot = item.subject,
                        .holder = holder,
                        .dates = lot == nullptr ? Dates() : lot->dates};
  return refuse_held(judge_holds(deciding.context, deciding.operation, thing, deciding.time.time), deciding.asked.verb,
                     "lot", call_lot(deciding, item));
}

std::expected<Effect, Refusal> effect_on_lot(Deciding const& deciding, BoundItem const& item) {
  Effect effect;
  auto const* const lot = deciding.context.state.lot(item.subject);
  auto const verb = deciding.asked.verb;
  bool const comes_in = verb == Verb::receive || verb == Verb::register_ || verb == Verb::announce;
  // What a new lot is, stands at the item that makes it.
  if (lot == nullptr || !comes_in) {
    return effect;
  }
  if (item.extra && item.extra->dates != Dates()) {
    auto const merged = merge_dates(lot->dates, item.extra->dates);
    if (merged != merge_dates(item.extra->dates, lot->dates)) {
      return std::unexpected(Refusal{.reason = "lot.dates_differ",
                                     .detail = call_lot(deciding.context.catalog, *lot) +
                                               " has other dates. Check them; goods of another date need "
                                               "another lot number."});
    }
    effect.dates = item.extra->dates;
  }
  // Said also where it is so already, as the dates: what said it first may turn out to be a mistake.
  if (!lot->number.empty() && deciding.operation.party) {
    effect.supplier = deciding.operation.party;
  }
  return effect;
}

JudgedItem judge_lot(Deciding const& deciding, BoundItem const& item) {
  auto const& lot = *deciding.context.state.lot(item.subject);
  HeldThing const thing{.subject = lot.id, .product = lot.product, .lot = lot.id, .holder = {}, .dates = lot.dates};
  auto const judgement = judge_holds(deciding.context, deciding.operation, thing, deciding.time.time);
  if (auto refusal = refuse_held(judgement, deciding.asked.verb, "lot", call_lot(deciding.context.catalog, lot))) {
    return {.decision = *std::move(refusal)};
  }
  if (deciding.asked.verb == Verb::relabel) {
    return judge_relabel(deciding, item, lot.number, lot.trail.latest_time);
  }
  auto traits = judge_traits(deciding, item);
  if (!traits) {
    return {.decision = std::move(traits.error())};
  }
  Done done;
  if (item.extra) {
    done.detail.identifiers = item.extra->identifiers;
    if (deciding.asked.verb == Verb::amend && merge_dates(lot.dates, item.extra->dates) != lot.dates) {
      done.effect.dates = item.extra->dates;
    }
  }
  bool const says_nothing_new = done.effect == Effect() && !traits->differ && done.detail.identifiers.empty();
  done.effect.traits = std::move(traits->changes);
  if (deciding.asked.verb == Verb::amend && says_nothing_new) {
    return {.decision =
                Unchanged{.sighting = is_sighting(deciding, lot.trail.latest_time), .effect = std::move(done.effect)},
            .latest_time = lot.trail.latest_time};
  }
  return {.decision = std::move(done), .latest_time = lot.trail.latest_time};
}

}  // namespace nameplate::domain
