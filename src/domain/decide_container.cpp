#include "domain/decide_item.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

constexpr std::size_t nesting_max = 32;

bool is_repetition(Deciding const& deciding, ContainerState const& container) {
  auto const& operation = deciding.operation;
  switch (deciding.asked.verb) {
    case Verb::register_:
    case Verb::adjust: return container.status == operation.status && container.holder == operation.holder;
    case Verb::receive:
    case Verb::find: return container.status == Status::in_stock && container.place == Holder::at(operation.location);
    case Verb::move: return container.holder == Holder::at(operation.location);
    case Verb::pack: return container.holder == Holder::in(operation.container);
    case Verb::unpack:
      return in_our_hands.contains(container.status) && !container.holder.is_container() &&
             (!operation.location || container.holder == Holder::at(operation.location));
    case Verb::ship:
      return operation.destination
                 ? container.status == Status::in_transit &&
                       container.place == Holder::on_the_way_to(operation.destination)
                 : container.status == Status::shipped && container.place == Holder::with(operation.party);
    case Verb::deliver:
      return container.status == Status::with_customer &&
             (!operation.party || container.place == Holder::with(operation.party));
    case Verb::return_:
      return container.status == Status::returned && container.place == Holder::at(operation.location);
    case Verb::announce:
    case Verb::stage:
    case Verb::unstage:
    case Verb::accept:
    case Verb::repair:
    case Verb::scrap:
    case Verb::lose:
      return container.status == deciding.rule.to &&
             (!operation.location || container.place == Holder::at(operation.location));
    default: return false;
  }
}

/// The parent must not be inside the item, nor be the item itself, nor make the nesting too deep.
std::optional<Refusal> check_nesting(Deciding const& deciding, ContainerState const& container) {
  if (deciding.asked.verb != Verb::pack) {
    return std::nullopt;
  }
  auto const around = deciding.context.state.containers_around(Holder::in(deciding.operation.container));
  if (std::ranges::find(around, container.id) != around.end()) {
    return Refusal{.reason = "container.inside_itself",
                   .detail = call(container) + " cannot be packed into itself, nor into something inside it."};
  }
  if (around.size() >= nesting_max) {
    return Refusal{.reason = "container.too_deep", .detail = "Containers nest at most 32 deep."};
  }
  return std::nullopt;
}

/// A verb that changes the status of what is inside asks of all of it what it asks of a single unit.
std::optional<Refusal> check_contents(Deciding const& deciding, ContainerState const& container,
                                      WorkingSet::Inside const& inside, base::Instant& latest) {
  auto const& context = deciding.context;
  for (auto const id : inside.units) {
    auto const& unit = *context.state.unit(id);
    latest = std::max(latest, unit.trail.latest_time);
    if (unit.status != status_after(deciding) && !deciding.rule.from.contains(unit.status)) {
      return Refusal{.reason = "container.content_status",
                     .detail = call(unit) + " in " + container.code + " is " +
                               describe_place(context.catalog, context.state, unit.status, {}) +
                               ". Take it out first."};
    }
    HeldThing const thing{.subject = id, .product = unit.product, .lot = unit.lot, .holder = unit.holder,
                          .dates = unit.dates};
    auto const judgement = judge_holds(context, deciding.operation, thing, deciding.time.time);
    if (auto refusal = refuse_held(judgement, deciding.asked.verb, "container.content", call(unit))) {
      refusal->reason = "container.content_held";
      return refusal;
    }
  }
  for (auto const& key : inside.balances) {
    auto const* const lot = context.state.lot(key.lot);
    auto const& balance = *context.state.balance(key);
    if (lot == nullptr || balance.quantity.millionths == 0) {
      continue;
    }
    latest = std::max(latest, balance.trail.latest_time);
    HeldThing const thing{.subject = key.lot, .product = lot->product, .lot = {}, .holder = key.holder,
                          .dates = lot->dates};
    auto const judgement = judge_holds(context, deciding.operation, thing, deciding.time.time);
    if (auto refusal = refuse_held(judgement, deciding.asked.verb, "container.content", "Lot " + lot->number)) {
      refusal->reason = "container.content_held";
      return refusal;
    }
  }
  return std::nullopt;
}

std::optional<Refusal> check_whole(Deciding const& deciding, ContainerState const& container, base::Instant& latest) {
  auto const& context = deciding.context;
  auto const verb = deciding.asked.verb;
  if (!deciding.rule.from.contains(container.status)) {
    return check_status(verb, container.status, "container", call(container),
                        describe_place(context.catalog, context.state, container.status, container.holder));
  }
  if (auto refusal = check_parent(verb, deciding.asked.unpack, container.holder, context.state, "container",
                                  call(container))) {
    return refusal;
  }
  if (auto refusal = check_nesting(deciding, container)) {
    return refusal;
  }
  HeldThing const thing{.subject = container.id, .product = {}, .lot = {}, .holder = Holder::in(container.id)};
  auto const judgement = judge_holds(context, deciding.operation, thing, deciding.time.time);
  if (auto refusal = refuse_held(judgement, verb, "container", call(container))) {
    return refusal;
  }
  if (!deciding.rule.carries_contents || deciding.asked.contents == Contents::none) {
    return std::nullopt;
  }
  auto const inside = context.state.everything_inside(container.id);
  bool const loses_contents = verb == Verb::scrap || verb == Verb::lose;
  if (loses_contents && !(inside.units.empty() && inside.balances.empty())) {
    if (auto refusal = ask_acknowledgement(deciding.asked, "container.not_empty",
                                           call(container) + " is not empty: its contents go with it.")) {
      return refusal;
    }
  }
  return check_contents(deciding, container, inside, latest);
}

Effect effect_on(Deciding const& deciding, ContainerState const* container) {
  Effect effect;
  auto const status = status_after(deciding);
  auto const target = target_of(deciding, container == nullptr ? Holder() : container->holder);
  if (status && (container == nullptr || *status != container->status)) {
    effect.status = status;
  }
  if (target && (container == nullptr || *target != container->holder)) {
    effect.holder = target;
  }
  effect.empties_container = container != nullptr && deciding.asked.contents == Contents::none;
  return effect;
}

}  // namespace

JudgedItem judge_container(Deciding const& deciding, BoundItem const& item) {
  if (item.is_new) {
    return {.decision = Done{.effect = effect_on(deciding, nullptr)}};
  }
  auto const& context = deciding.context;
  auto const& container = *context.state.container(item.subject);
  auto latest = container.trail.latest_time;
  if (is_repetition(deciding, container)) {
    bool const sighting = deciding.asked.verb == Verb::move || (deciding.time.stated && deciding.time.time != latest);
    return {.decision = Unchanged{.sighting = sighting}, .latest_time = latest};
  }
  if (auto refusal = check_whole(deciding, container, latest)) {
    return {.decision = *std::move(refusal)};
  }
  Done done{.effect = effect_on(deciding, &container)};
  if (item.extra) {
    done.detail.identifiers = item.extra->identifiers;
    if (deciding.asked.verb == Verb::relabel) {
      IdentifierKey const key{.value_norm = normalise_code(item.extra->new_number), .kind = IdentifierKind::container};
      if (auto refusal = check_number_free(deciding, key, container.id)) {
        return {.decision = *std::move(refusal)};
      }
      done.number = item.extra->new_number;
      done.detail.closes_number_as_mistake = item.extra->mistyped;
    }
  }
  return {.decision = std::move(done), .latest_time = latest};
}

}  // namespace nameplate::domain
