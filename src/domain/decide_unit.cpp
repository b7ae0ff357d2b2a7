#include "base/check.hpp"
#include "domain/decide_item.hpp"

namespace nameplate::domain {
namespace {

/// Whether the unit is already as the verb would leave it.
bool is_repetition(Deciding const& deciding, UnitState const& unit) {
  auto const& operation = deciding.operation;
  auto const place = deciding.context.state.place_of(unit.holder);
  auto const is_at_location = [&] { return place == Holder::at(operation.location); };
  switch (deciding.asked.verb) {
    case Verb::register_:
    case Verb::adjust: return unit.status == operation.status && unit.holder == operation.holder;
    case Verb::announce: return unit.status == Status::ordered;
    case Verb::receive:
    case Verb::find: return unit.status == Status::in_stock && is_at_location();
    case Verb::move: return unit.holder == Holder::at(operation.location);
    case Verb::pack: return unit.holder == Holder::in(operation.container);
    case Verb::unpack: return in_our_hands.contains(unit.status) && !unit.holder.is_container() &&
                              (!operation.location || unit.holder == Holder::at(operation.location));
    case Verb::ship:
      return operation.destination
                 ? unit.status == Status::in_transit && place == Holder::on_the_way_to(operation.destination)
                 : unit.status == Status::shipped && place == Holder::with(operation.party);
    case Verb::deliver:
      return unit.status == Status::with_customer && (!operation.party || place == Holder::with(operation.party));
    case Verb::return_: return unit.status == Status::returned && is_at_location();
    case Verb::stage:
    case Verb::unstage:
    case Verb::accept:
    case Verb::repair: return unit.status == deciding.rule.to && (!operation.location || is_at_location());
    case Verb::scrap:
    case Verb::lose: return unit.status == deciding.rule.to;
    case Verb::hold:
    case Verb::release:
    case Verb::relabel:
    case Verb::observe:
    case Verb::inspect:
    case Verb::process:
    case Verb::change_record: return false;
  }
  base::unreachable();
}

/// A repetition is recorded when it proves presence, or says another time than the event that it repeats.
bool is_sighting(Deciding const& deciding, UnitState const& unit) {
  return deciding.asked.verb == Verb::move || (deciding.time.stated && deciding.time.time != unit.trail.latest_time);
}

std::optional<Refusal> check_container_named(Deciding const& deciding, UnitState const& unit) {
  auto const container = deciding.operation.container;
  if (deciding.asked.verb != Verb::unpack || !container || unit.holder == Holder::in(container)) {
    return std::nullopt;
  }
  return Refusal{.reason = "unit.not_in_container",
                 .detail = call(unit) + " is not inside that container. Scan the container that it lies in."};
}

std::optional<Refusal> check_warnings(Deciding const& deciding, UnitState const& unit) {
  auto const& operation = deciding.operation;
  if (deciding.asked.verb == Verb::receive && unit.status == Status::with_customer && !operation.owner &&
      operation.parties.empty()) {
    return ask_acknowledgement(deciding.asked, "unit.bought_back",
                               call(unit) + " is with a customer. Received without a party or an owner, it counts as "
                                            "bought back; what only comes back is booked with return.");
  }
  if (deciding.asked.verb == Verb::return_ && operation.party) {
    auto const place = deciding.context.state.place_of(unit.holder);
    if (place.kind == HolderKind::party && place != Holder::with(operation.party)) {
      return ask_acknowledgement(
          deciding.asked, "return.other_party",
          call(unit) + " was shipped to " +
              std::string(deciding.context.catalog.code_of(RecordKind::party, {place.id})) + ", not to this party.");
    }
  }
  return std::nullopt;
}

std::optional<Refusal> check_unit(Deciding const& deciding, UnitState const& unit) {
  auto const& state = deciding.context.state;
  auto const verb = deciding.asked.verb;
  if (!deciding.rule.from.contains(unit.status)) {
    return check_status(verb, unit.status, "unit", call(unit),
                        describe_place(deciding.context.catalog, state, unit.status, unit.holder));
  }
  if (auto refusal = check_container_named(deciding, unit)) {
    return refusal;
  }
  return check_parent(verb, deciding.asked.unpack, unit.holder, state, "unit", call(unit));
}

JudgedItem judge_relabel(Deciding const& deciding, BoundItem const& item, UnitState const& unit) {
  auto const& extra = *item.extra;
  Done done{.detail = {.identifiers = extra.identifiers, .closes_number_as_mistake = extra.mistyped}};
  if (extra.closes) {
    done.detail.identifiers.insert(done.detail.identifiers.begin(), *extra.closes);
  }
  if (!extra.new_number.empty()) {
    if (extra.new_number == unit.serial) {
      return {.decision = Unchanged{}, .latest_time = unit.trail.latest_time};
    }
    IdentifierKey const key{.value_norm = normalise_code(extra.new_number), .kind = IdentifierKind::serial,
                            .scope = unit.product.value};
    if (auto refusal = check_number_free(deciding, key, unit.id)) {
      return {.decision = *refusal};
    }
    done.number = extra.new_number;
  }
  return {.decision = std::move(done), .latest_time = unit.trail.latest_time};
}

Effect effect_on(Deciding const& deciding, BoundItem const& item, UnitState const* unit) {
  auto const& operation = deciding.operation;
  Effect effect;
  auto const status = status_after(deciding);
  auto const target = target_of(deciding, unit == nullptr ? Holder() : unit->holder);
  if (unit == nullptr) {
    effect.product = item.product;
  }
  if (status && (unit == nullptr || *status != unit->status)) {
    effect.status = status;
  }
  if (target && (unit == nullptr || *target != unit->holder)) {
    effect.holder = target;
  }
  if (operation.owner && (unit == nullptr ? bool(*operation.owner) : *operation.owner != unit->owner)) {
    effect.owner = operation.owner;
  }
  if (item.extra) {
    if (item.extra->lot && (unit == nullptr || *item.extra->lot != unit->lot)) {
      effect.lot = item.extra->lot;
    }
    if (item.extra->dates != Dates{}) {
      effect.dates = item.extra->dates;
    }
  }
  return effect;
}

/// Goods under a hold that arrive are booked in, held, with a warning.
void warn_of_holds(Deciding const& deciding, HeldThing const& thing, std::vector<std::string>& warnings) {
  auto const verb = deciding.asked.verb;
  bool const arrives = verb == Verb::receive || verb == Verb::register_ || verb == Verb::return_ || verb == Verb::find;
  if (arrives && (deciding.context.catalog.has_rule_holds() || thing.dates.expires)) {
    if (!judge_holds(deciding.context, deciding.operation, thing, deciding.time.time).kinds.empty()) {
      warnings.emplace_back("item.held");
    }
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
  JudgedItem judged{.decision = Done{.effect = effect_on(deciding, item, nullptr), .detail = detail_of(item)}};
  auto const& effect = std::get<Done>(judged.decision).effect;
  warn_of_holds(deciding,
                {.subject = item.subject, .product = item.product, .lot = effect.lot.value_or(SubjectId()),
                 .holder = effect.holder.value_or(Holder()), .dates = effect.dates.value_or(Dates())},
                judged.warnings);
  return judged;
}

}  // namespace

std::optional<Refusal> check_number_free(Deciding const& deciding, IdentifierKey const& key, SubjectId taker) {
  for (auto const& identifier : deciding.context.state.identifiers(key.value_norm)) {
    if (identifier.key != key) {
      continue;
    }
    if (identifier.is_current() && identifier.subject != taker && !deciding.given_up.contains(key)) {
      return Refusal{.reason = "number.taken", .detail = "The number " + identifier.value +
                                                         " belongs to another subject. Choose another number."};
    }
    if (!identifier.is_current() && !identifier.mistaken && identifier.subject != taker &&
        rule_of(key.kind).reuse == Reuse::never) {
      return Refusal{.reason = "number.used_before", .detail = "The number " + identifier.value +
                                                               " was borne by another subject and is never given "
                                                               "again. Choose another number."};
    }
  }
  return std::nullopt;
}

JudgedItem judge_unit(Deciding const& deciding, BoundItem const& item) {
  auto const& context = deciding.context;
  if (item.is_new) {
    return judge_new_unit(deciding, item);
  }
  auto const& unit = *context.state.unit(item.subject);
  if (is_repetition(deciding, unit)) {
    return {.decision = Unchanged{.sighting = is_sighting(deciding, unit)}, .latest_time = unit.trail.latest_time};
  }
  if (auto refusal = check_unit(deciding, unit)) {
    return {.decision = *std::move(refusal)};
  }
  HeldThing const thing{.subject = unit.id, .product = unit.product, .lot = unit.lot, .holder = unit.holder,
                        .dates = unit.dates};
  auto const judgement = judge_holds(context, deciding.operation, thing, deciding.time.time);
  if (auto refusal = refuse_held(judgement, deciding.asked.verb, "unit", call(unit))) {
    return {.decision = *std::move(refusal)};
  }
  if (auto refusal = check_warnings(deciding, unit)) {
    return {.decision = *std::move(refusal)};
  }
  if (deciding.asked.verb == Verb::relabel) {
    return judge_relabel(deciding, item, unit);
  }
  JudgedItem judged{.decision = Done{.effect = effect_on(deciding, item, &unit), .detail = detail_of(item)},
                    .latest_time = unit.trail.latest_time};
  if (item.extra && item.extra->from && *item.extra->from != unit.holder &&
      *item.extra->from != context.state.place_of(unit.holder)) {
    judged.warnings.emplace_back("unit.place_differs");
  }
  auto const& effect = std::get<Done>(judged.decision).effect;
  warn_of_holds(deciding, {.subject = unit.id, .product = unit.product, .lot = unit.lot,
                           .holder = effect.holder.value_or(unit.holder), .dates = unit.dates},
                judged.warnings);
  return judged;
}

}  // namespace nameplate::domain
