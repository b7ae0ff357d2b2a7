#include "base/check.hpp"
#include "domain/decide_item.hpp"

#include <algorithm>

namespace nameplate::domain {

std::optional<Holder> target_of(Deciding const& deciding, Holder holder) {
  auto const& operation = deciding.operation;
  auto const& state = deciding.context.state;
  bool const is_taken_out = deciding.asked.unpack && holder.is_container();
  switch (deciding.rule.target) {
    case Target::stays: return std::nullopt;
    case Target::location: return Holder::at(operation.location);
    case Target::location_if_given: {
      auto const there = Holder::at(operation.location);
      // What the verb does not take out stays in its container when that stands where it is asked for.
      bool const stays_inside = deciding.rule.inside == Inside::ignored && !is_taken_out && holder.is_container() &&
                                state.place_of(holder) == there;
      if (operation.location && !stays_inside) {
        return there;
      }
      // Taken out of its container without a word where to: it stays at the place.
      return is_taken_out ? std::optional(state.place_of(holder)) : std::nullopt;
    }
    case Target::container: return Holder::in(operation.container);
    case Target::out_of_container: return operation.location ? Holder::at(operation.location) : state.place_of(holder);
    case Target::recipient:
      return operation.destination ? Holder::on_the_way_to(operation.destination) : Holder::with(operation.party);
    case Target::party: return operation.party ? Holder::with(operation.party) : state.place_of(holder);
    case Target::announced:
    case Target::nowhere: return Holder();
    case Target::stated: return operation.holder;
  }
  base::unreachable();
}

namespace {

/// Nobody says where it is left: it stays at the place of its container, wherever that turns out to have been.
bool goes_where_it_stands(Deciding const& deciding) {
  auto const& operation = deciding.operation;
  switch (deciding.rule.target) {
    case Target::location_if_given: return !operation.location && deciding.asked.unpack;
    case Target::out_of_container: return !operation.location;
    case Target::party: return !operation.party;
    default: return false;
  }
}

}  // namespace

std::optional<Status> status_after(Deciding const& deciding) {
  if (deciding.rule.target == Target::stated) {
    return deciding.operation.status;
  }
  if (deciding.rule.target == Target::recipient && deciding.operation.destination) {
    return Status::in_transit;
  }
  return deciding.rule.to;
}

Effect effect_of_verb(Deciding const& deciding, Standing const* before) {
  Effect effect{.status = status_after(deciding), .unpacks = deciding.asked.unpack};
  if (before != nullptr && goes_where_it_stands(deciding)) {
    effect.leaves_container = true;
  } else {
    effect.holder = target_of(deciding, before == nullptr ? Holder() : before->holder);
  }
  return effect;
}

bool is_within_reach(Deciding const& deciding, Holder holder) {
  auto const target = target_of(deciding, holder);
  return is_within_reach(deciding.asked.verb, deciding.asked.unpack, holder, target && *target != holder);
}

bool brings_in(Verb verb) {
  return verb == Verb::receive || verb == Verb::register_ || verb == Verb::return_ || verb == Verb::find;
}

base::Instant latest_around(Deciding const& deciding, Holder holder, std::optional<Holder> target) {
  bool const leaves = holder.is_container() && target && *target != holder;
  return leaves ? deciding.context.state.latest_around(holder) : base::Instant();
}

}  // namespace nameplate::domain
