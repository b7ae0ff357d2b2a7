#include "domain/decide_item.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

constexpr std::size_t nesting_max = 32;

/// The parent must not be inside the item, nor be the item itself, nor make the nesting too deep.
std::optional<Refusal> check_nesting(Deciding const& deciding, ContainerState const& container,
                                     std::optional<Holder> target) {
  if (!target || !target->is_container() || *target == container.holder) {
    return std::nullopt;
  }
  auto const& state = deciding.context.state;
  auto const around = state.containers_around(*target);
  if (std::ranges::find(around, container.id) != around.end()) {
    return Refusal{.reason = "container.inside_itself",
                   .detail = call(container) + " cannot be packed into itself, nor into something inside it."};
  }
  if (around.size() + 1 + state.depth_inside(container.id) > nesting_max) {
    return Refusal{.reason = "container.too_deep", .detail = "Containers nest at most 32 deep."};
  }
  return std::nullopt;
}

Refusal refuse_content_status(Deciding const& deciding, ContainerState const& container, std::string const& called,
                              Status status) {
  return {.reason = "container.content_status",
          .detail = called + " in " + container.code + " is " +
                    describe_place(deciding.context.catalog, deciding.context.state, status, {}) +
                    ". Take it out first."};
}

std::optional<Refusal> refuse_content_held(Deciding const& deciding, HeldThing const& thing,
                                           std::string const& called) {
  auto const judgement = judge_holds(deciding.context, deciding.operation, thing, deciding.time.time);
  auto refusal = refuse_held(judgement, deciding.asked.verb, "container", called);
  if (refusal) {
    refusal->reason = "container.content_held";
  }
  return refusal;
}

std::optional<Refusal> check_units_inside(Deciding const& deciding, ContainerState const& container,
                                          WorkingSet::Inside const& inside, base::Instant& latest) {
  auto const status = status_after(deciding);
  for (auto const id : inside.units) {
    auto const& unit = *deciding.context.state.unit(id);
    latest = std::max(latest, unit.trail.latest_time);
    if (unit.status != status && !deciding.rule.from.contains(unit.status)) {
      if (auto refusal =
              note_or_refuse(deciding, refuse_content_status(deciding, container, call(unit), unit.status), id)) {
        return refusal;
      }
    }
    HeldThing const thing{
        .subject = id, .product = unit.product, .lot = unit.lot, .holder = unit.holder, .dates = unit.dates};
    if (auto refusal = note_or_refuse(deciding, refuse_content_held(deciding, thing, call(unit)), id)) {
      return refusal;
    }
  }
  return std::nullopt;
}

std::optional<Refusal> check_quantities_inside(Deciding const& deciding, ContainerState const& container,
                                               WorkingSet::Inside const& inside, base::Instant& latest) {
  auto const status = status_after(deciding);
  for (auto const& key : inside.balances) {
    auto const* const lot = deciding.context.state.lot(key.lot);
    auto const& balance = *deciding.context.state.balance(key);
    if (lot == nullptr || balance.quantity.millionths == 0) {
      continue;
    }
    latest = std::max(latest, balance.trail.latest_time);
    auto const called = call_lot(deciding.context.catalog, *lot);
    if (key.status != status && !deciding.rule.quantity_from.contains(key.status)) {
      if (auto refusal =
              note_or_refuse(deciding, refuse_content_status(deciding, container, called, key.status), key.lot)) {
        return refusal;
      }
    }
    HeldThing const thing{
        .subject = key.lot, .product = lot->product, .lot = key.lot, .holder = key.holder, .dates = lot->dates};
    if (auto refusal = note_or_refuse(deciding, refuse_content_held(deciding, thing, called), key.lot)) {
      return refusal;
    }
  }
  return std::nullopt;
}

/// What is inside is gone afterwards, or comes back: that has to be meant.
std::optional<Refusal> ask_about_contents(Deciding const& deciding, Standing const& now) {
  auto const& asked = deciding.asked;
  auto const status = status_after(deciding);
  if (status == Status::scrapped || status == Status::lost || status == Status::consumed) {
    return ask_acknowledgement(asked, "container.not_empty", now.called + " is not empty: its contents go with it.");
  }
  if (asked.verb == Verb::return_ && !asked.contents) {
    return Refusal{.reason = "return.contents_missing",
                   .detail = now.called +
                             " was not empty when it left. Say whether its contents come back with it: "
                             "contents: all or none."};
  }
  if (asked.verb == Verb::receive && now.status == Status::with_customer && !deciding.operation.owner &&
      deciding.operation.parties.empty()) {
    return ask_acknowledgement(asked, "container.bought_back",
                               now.called +
                                   " is with a customer. Received without a party or an owner, its contents "
                                   "count as bought back; what only comes back is booked with return.");
  }
  return std::nullopt;
}

/// A verb that changes the status of what is inside asks of all of it what it asks of a single unit.
std::optional<Refusal> check_contents(Deciding const& deciding, ContainerState const& container, Standing const& now,
                                      base::Instant& latest) {
  bool const follows = deciding.rule.carries_contents && status_after(deciding).value_or(now.status) != now.status;
  if (!follows) {
    return std::nullopt;
  }
  auto const inside = deciding.context.state.everything_inside(container.id);
  if (inside.units.empty() && !deciding.context.state.has_quantity(inside.balances)) {
    return std::nullopt;
  }
  if (auto refusal = ask_about_contents(deciding, now)) {
    return refusal;
  }
  if (deciding.asked.contents == Contents::none) {
    return std::nullopt;
  }
  if (auto refusal = check_units_inside(deciding, container, inside, latest)) {
    return refusal;
  }
  return check_quantities_inside(deciding, container, inside, latest);
}

std::optional<Refusal> check_whole(Deciding const& deciding, ContainerState const& container, Standing const& now,
                                   base::Instant& latest) {
  if (auto refusal = check_standing(deciding, now)) {
    return refusal;
  }
  if (auto refusal = check_nesting(deciding, container, target_of(deciding, container.holder))) {
    return refusal;
  }
  HeldThing const thing{.subject = container.id, .product = {}, .lot = {}, .holder = Holder::in(container.id)};
  auto const judgement = judge_holds(deciding.context, deciding.operation, thing, deciding.time.time);
  if (auto refusal = note_or_refuse(deciding, refuse_held(judgement, deciding.asked.verb, "container", now.called),
                                    container.id)) {
    return refusal;
  }
  if (auto refusal = check_returner(deciding, now)) {
    return refusal;
  }
  return check_contents(deciding, container, now, latest);
}

JudgedItem judge_new_container(Deciding const& deciding, BoundItem const& item, std::vector<TraitChange> traits) {
  auto effect = effect_of_verb(deciding, nullptr);
  effect.traits = std::move(traits);
  auto const holder = effect.holder.value_or(Holder());
  if (auto refusal =
          check_stated_state(deciding, "Container " + item.number, effect.status.value_or(Status::in_stock), holder)) {
    return {.decision = *std::move(refusal)};
  }
  if (deciding.context.state.containers_around(holder).size() >= nesting_max) {
    return {.decision = Refusal{.reason = "container.too_deep", .detail = "Containers nest at most 32 deep."}};
  }
  Done done{.effect = effect};
  if (item.extra) {
    done.detail.identifiers = item.extra->identifiers;
  }
  return {.decision = std::move(done)};
}

}  // namespace

JudgedItem judge_container(Deciding const& deciding, BoundItem const& item) {
  auto traits = judge_traits(deciding, item);
  if (!traits) {
    return {.decision = std::move(traits.error())};
  }
  if (item.is_new) {
    return judge_new_container(deciding, item, std::move(traits->changes));
  }
  auto const& container = *deciding.context.state.container(item.subject);
  auto const now = standing_of(container);
  if (deciding.rule.makes_new && deciding.context.state.is_untouched(container.id)) {
    return judge_new_container(deciding, item, std::move(traits->changes));
  }
  // Its history says where it effectively is, so it goes on behind whatever carries it, also when it is only looked at.
  auto latest = std::max(now.latest_time, deciding.context.state.latest_around(now.holder));
  bool const opens_numbers = item.extra && !item.extra->identifiers.empty();
  if (is_repetition(deciding, now) && !opens_numbers && !traits->differ) {
    Unchanged unchanged{.sighting = is_sighting(deciding, now.latest_time), .effect = effect_of_verb(deciding, &now)};
    unchanged.effect.traits = std::move(traits->changes);
    return {.decision = std::move(unchanged), .latest_time = latest};
  }
  if (auto refusal = check_whole(deciding, container, now, latest)) {
    return {.decision = *std::move(refusal)};
  }
  if (deciding.asked.verb == Verb::relabel) {
    return judge_relabel(deciding, item, container.code, latest);
  }
  Done done{.effect = effect_of_verb(deciding, &now)};
  done.effect.traits = std::move(traits->changes);
  done.effect.empties_container = deciding.asked.verb == Verb::return_ && deciding.asked.contents == Contents::none;
  if (item.extra) {
    done.detail.identifiers = item.extra->identifiers;
  }
  return {.decision = std::move(done), .latest_time = latest};
}

}  // namespace nameplate::domain
