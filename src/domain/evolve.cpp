#include "domain/evolve.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

Trail next_trail(Trail before, Event const& event) {
  return {.last_event = event.id, .latest_time = std::max(before.latest_time, event.event_time)};
}

template <typename Field>
void set_if_given(Field& field, std::optional<Field> const& given) {
  if (given) {
    field = *given;
  }
}

template <typename State>
State evolve_carried_subject(State before, Event const& event, Effect const& effect, Holder place_before) {
  before.trail = next_trail(before.trail, event);
  if (effect.empties_container) {
    // Only what is directly inside loses its parent; the caller does not ask for more.
    before.holder = place_before;
  } else if (effect.status && rule_of(event.verb).from.contains(before.status)) {
    before.status = *effect.status;
  }
  return before;
}

}  // namespace

Dates merge_dates(Dates before, Dates given) {
  return {.produced = given.produced ? given.produced : before.produced,
          .expires = given.expires ? given.expires : before.expires};
}

bool says_what_is_so(Verb verb, Effect const& effect, Status status, Holder place) {
  if (effect.status != status) {
    return false;
  }
  switch (verb) {
    case Verb::announce:
    case Verb::scrap:
    case Verb::lose: return true;
    case Verb::receive:
    case Verb::find:
    case Verb::return_:
    case Verb::stage:
    case Verb::unstage:
    case Verb::accept:
    case Verb::repair:
    case Verb::ship:
    case Verb::deliver: return !effect.holder || *effect.holder == place;
    default: return false;
  }
}

UnitState evolve(UnitState before, Event const& event, EventItem const& item) {
  auto const& effect = event.effect_of(item);
  before.id = item.subject;
  before.trail = next_trail(before.trail, event);
  if (effect.product) {
    before.product = effect.product;
  }
  if (!item.number.empty()) {
    before.serial = item.number;
  }
  set_if_given(before.status, effect.status);
  set_if_given(before.holder, effect.holder);
  set_if_given(before.owner, effect.owner);
  set_if_given(before.lot, effect.lot);
  if (effect.dates) {
    before.dates = merge_dates(before.dates, *effect.dates);
  }
  return before;
}

LotState evolve(LotState before, Event const& event, EventItem const& item) {
  auto const& effect = event.effect_of(item);
  before.id = item.subject;
  before.trail = next_trail(before.trail, event);
  if (effect.product) {
    before.product = effect.product;
  }
  if (!item.number.empty()) {
    before.number = item.number;
  }
  set_if_given(before.owner, effect.owner);
  set_if_given(before.supplier, effect.supplier);
  if (effect.dates) {
    before.dates = merge_dates(before.dates, *effect.dates);
  }
  return before;
}

ContainerState evolve(ContainerState before, Event const& event, EventItem const& item) {
  auto const& effect = event.effect_of(item);
  before.id = item.subject;
  before.trail = next_trail(before.trail, event);
  if (!item.number.empty()) {
    before.code = item.number;
  }
  set_if_given(before.status, effect.status);
  set_if_given(before.holder, effect.holder);
  return before;
}

UnitState evolve_carried(UnitState before, Event const& event, Effect const& effect, Holder place_before) {
  return evolve_carried_subject(std::move(before), event, effect, place_before);
}

ContainerState evolve_carried(ContainerState before, Event const& event, Effect const& effect, Holder place_before) {
  return evolve_carried_subject(std::move(before), event, effect, place_before);
}

BalanceKey evolve_carried(BalanceKey before, Event const& event, Effect const& effect, Holder place_before) {
  if (effect.empties_container) {
    before.holder = place_before;
  } else if (effect.status && rule_of(event.verb).quantity_from.contains(before.status)) {
    before.status = *effect.status;
  }
  return before;
}

}  // namespace nameplate::domain
