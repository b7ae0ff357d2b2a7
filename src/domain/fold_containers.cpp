// Containers, what is inside them, and what was in what.

#include "domain/check_event.hpp"
#include "domain/evolve.hpp"
#include "domain/fold.hpp"
#include "domain/records/catalog.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::domain {

void Fold::fold_container(EventItem const& item) {
  auto& row = set_.containers_[item.subject];
  // Told again, and something came before what made it: packing into it does not put it anywhere any more.
  bool const is_first = item.is_new && (again_ == nullptr || set_.untouched_.contains(item.subject));
  bool const is_only_named = item.is_new && !is_first && item.role == SubjectRole::parent;
  auto const before = is_first ? ContainerState{} : row.state;
  if (is_physical(event_.verb)) {
    set_.untouched_.erase(item.subject);
  }
  if (item.is_new) {
    set_.contents_.try_emplace(item.subject);
  }
  auto after = evolve(row.state, event_, item);
  if (is_only_named) {
    after.status = before.status;
    after.holder = before.holder;
  }
  if (!is_first && says_what_is_so(event_.verb, event_.effect_of(item), before.status, before.place)) {
    after.holder = before.holder;
  } else if (event_.effect_of(item).leaves_container) {
    after.holder = before.place;
  }
  if (set_.is_around(item.subject, after.holder)) {
    after.holder = before.holder;  // recorded against the facts: nothing can be inside itself
  }
  after.place = set_.place_of(after.holder);
  change_parent(after.id, SubjectKind::container, before.holder, after.holder);
  row.state = std::move(after);
  row.changed = true;
  note_subject(item.subject, item.role, encode_state(row.state));
  if (!item.number.empty()) {
    take_number({.kind = IdentifierKind::container, .scope = 0}, item, before.code);
  } else if (before.status == Status::void_ && row.state.status != Status::void_) {
    // What entered it before did not happen: so it is this that gives it its number.
    open_number({.value_norm = normalise_code(before.code), .kind = IdentifierKind::container}, item.subject,
                before.code);
  }
  fold_identifiers(item);
  fold_traits(item);
  if (!is_first) {
    fold_contents(item, before);
  }
}

void Fold::fold_contents(EventItem const& item, ContainerState const& before) {
  auto const place_before = before.place;
  auto const& effect = event_.effect_of(item);
  // Of what is so already nothing follows.
  bool const status_follows = effect.status && *effect.status != before.status && rule_of(event_.verb).carries_contents;
  if (!status_follows && !effect.empties_container && set_.containers_.at(item.subject).state.place == place_before) {
    return;
  }
  auto const inside = set_.everything_inside(item.subject);
  if (effect.empties_container) {
    take_everything_out(item.subject, effect, place_before);
  } else if (status_follows) {
    carry(inside, effect, place_before);
  }
  // Outer containers come first, so each finds the new place of the one around it.
  for (auto const id : inside.containers) {
    auto& inner = set_.containers_.at(id);
    auto const place = set_.place_of(inner.state.holder);
    if (place != inner.state.place) {
      inner.state.place = place;
      touch(inner);
    }
  }
}

void Fold::carry(WorkingSet::Inside const& inside, Effect const& effect, Holder place_before) {
  for (auto const id : inside.units) {
    auto& row = set_.units_.at(id);
    auto const before = row.state;
    auto after = evolve_carried(before, event_, effect, place_before);
    if (after.status != before.status) {
      write_unit(row, std::move(after), &before, SubjectRole::carried);
    }
  }
  for (auto const id : inside.containers) {
    auto& row = set_.containers_.at(id);
    auto after = evolve_carried(row.state, event_, effect, place_before);
    if (after.status != row.state.status) {
      row.state = std::move(after);
      row.changed = true;
      note_subject(id, SubjectRole::carried, encode_state(row.state));
    }
  }
  for (auto const& key : inside.balances) {
    carry_balance(key, evolve_carried(key, event_, effect, place_before));
  }
}

void Fold::take_everything_out(SubjectId container, Effect const& effect, Holder place_before) {
  auto const* const known = known_contents(container);
  auto const direct = known == nullptr ? WorkingSet::DirectContents() : *known;
  std::vector<SubjectId> units(direct.units.begin(), direct.units.end());
  std::vector<SubjectId> containers(direct.containers.begin(), direct.containers.end());
  std::vector<BalanceKey> balances(direct.balances.begin(), direct.balances.end());
  std::ranges::sort(units);
  std::ranges::sort(containers);
  std::ranges::sort(balances);
  for (auto const id : units) {
    auto& row = set_.units_.at(id);
    auto const before = row.state;
    write_unit(row, evolve_carried(before, event_, effect, place_before), &before, SubjectRole::carried);
  }
  for (auto const id : containers) {
    auto& row = set_.containers_.at(id);
    auto after = evolve_carried(row.state, event_, effect, place_before);
    change_parent(id, SubjectKind::container, row.state.holder, after.holder);
    after.place = set_.place_of(after.holder);
    row.state = std::move(after);
    row.changed = true;
    note_subject(id, SubjectRole::carried, encode_state(row.state));
  }
  for (auto const& key : balances) {
    carry_balance(key, evolve_carried(key, event_, effect, place_before));
  }
}

void Fold::carry_balance(BalanceKey const& before, BalanceKey const& after) {
  auto const balance = set_.balances_.at(before).balance;
  if (before == after || balance.quantity.millionths <= 0) {
    return;
  }
  add_to_balance(SubjectRole::carried, before, {-balance.quantity.millionths}, {-balance.weight.millionths});
  add_to_balance(SubjectRole::carried, after, balance.quantity, balance.weight);
}

void Fold::touch(WorkingSet::Row<ContainerState>& row) {
  row.state.trail.last_event = event_.id;
  row.changed = true;
}

void Fold::change_parent(SubjectId child, SubjectKind kind, Holder before, Holder after) {
  if (before == after) {
    return;
  }
  if (before.is_container()) {
    leave(child, kind, before.container());
  }
  if (after.is_container()) {
    set_.entered_[child] = {.child = child,
                            .child_kind = kind,
                            .parent = after.container(),
                            .from = event_.event_time,
                            .entered_by = event_.id};
    if (auto* const contents = known_contents(after.container())) {
      (kind == SubjectKind::unit ? contents->units : contents->containers).insert(child);
    }
  }
}

void Fold::leave(SubjectId child, SubjectKind kind, SubjectId parent) {
  set_.add_last_left({.container = parent, .time = event_.event_time});
  if (auto const entered = set_.entered_.find(child); entered != set_.entered_.end()) {
    auto closed = entered->second;
    closed.to = event_.event_time;
    closed.left_by = event_.id;
    set_.entered_and_left_.push_back(closed);
    set_.entered_.erase(entered);
  } else {
    set_.left_[child] = {.child = child,
                         .child_kind = kind,
                         .parent = parent,
                         .from = {},
                         .entered_by = {},
                         .to = event_.event_time,
                         .left_by = event_.id};
  }
  if (auto* const contents = known_contents(parent)) {
    (kind == SubjectKind::unit ? contents->units : contents->containers).erase(child);
  }
}

WorkingSet::DirectContents* Fold::known_contents(SubjectId container) {
  auto const known = set_.contents_.find(container);
  return known == set_.contents_.end() ? nullptr : &known->second;
}

}  // namespace nameplate::domain
