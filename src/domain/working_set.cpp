#include "domain/working_set.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <limits>

namespace nameplate::domain {
namespace {

template <typename Map, typename Key>
auto const* find_state(Map const& map, Key const& key) {
  auto const found = map.find(key);
  return found == map.end() ? nullptr : &found->second.state;
}

/// Deeper nesting cannot be made (decide refuses it), so a longer walk means a loop in damaged data.
constexpr std::size_t nesting_max = 64;

}  // namespace

void WorkingSet::add_unit(UnitState unit) {
  auto const id = unit.id;
  auto const expected = unit.trail.last_event;
  auto const [row, added] = units_.try_emplace(id, Row<UnitState>{std::move(unit), expected});
  if (added && row->second.state.holder.is_container()) {
    if (auto const known = contents_.find(row->second.state.holder.container()); known != contents_.end()) {
      known->second.units.insert(row->first);
    }
  }
}

void WorkingSet::add_container(ContainerState container) {
  auto const id = container.id;
  auto const expected = container.trail.last_event;
  auto const [row, added] = containers_.try_emplace(id, Row<ContainerState>{std::move(container), expected});
  if (added && row->second.state.holder.is_container()) {
    if (auto const known = contents_.find(row->second.state.holder.container()); known != contents_.end()) {
      known->second.containers.insert(row->first);
    }
  }
}

void WorkingSet::add_lot(LotState lot) {
  auto const id = lot.id;
  auto const expected = lot.trail.last_event;
  lots_.try_emplace(id, Row<LotState>{std::move(lot), expected});
}

void WorkingSet::add_balance(Balance const& balance) {
  auto const [row, added] = balances_.try_emplace(balance.key, BalanceRow{.balance = balance});
  if (added && balance.key.holder.is_container()) {
    if (auto const known = contents_.find(balance.key.holder.container()); known != contents_.end()) {
      known->second.balances.insert(balance.key);
    }
  }
}

void WorkingSet::add_identifier(Identifier identifier) {
  auto& row = identifiers_[identifier.key.value_norm];
  bool const known = std::ranges::any_of(row.rows, [&](Identifier const& other) {
    return other.key == identifier.key && other.subject == identifier.subject &&
           other.opened_by == identifier.opened_by;
  });
  if (known) {
    return;
  }
  row.rows.push_back(std::move(identifier));
  row.origin.push_back(Origin::as_loaded);
}

void WorkingSet::add_member(HoldMember const& member) {
  auto& rows = members_[member.subject];
  bool const known = std::ranges::any_of(rows, [&](MemberRow const& row) {
    return row.member.hold == member.hold && row.member.placed_by == member.placed_by;
  });
  if (!known) {
    rows.push_back({member});
    if (!member.released_by) {
      members_by_hold_[member.hold].push_back(member.subject);
    }
  }
}

void WorkingSet::add_hold(Hold hold) {
  auto const id = hold.id;
  auto const expected = hold.placed_by;
  holds_.try_emplace(id, Row<Hold>{std::move(hold), expected});
}

void WorkingSet::add_record(RecordRow record) {
  auto const id = record.id;
  auto const expected = record.version;
  records_.try_emplace(id, Row<RecordRow>{std::move(record), expected});
}

void WorkingSet::add_trait(Trait trait) {
  auto& known = traits_[trait.subject];
  bool const is_known = std::ranges::any_of(known, [&](Trait const& other) {
    return other.attribute == trait.attribute && (trait.attribute || other.key == trait.key);
  });
  if (!is_known) {
    known.push_back(std::move(trait));
  }
}

std::span<Trait const> WorkingSet::traits_of(SubjectId subject) const {
  auto const found = traits_.find(subject);
  return found == traits_.end() ? std::span<Trait const>() : std::span(found->second);
}

void WorkingSet::add_last_left(LastLeft const& left) {
  auto& known = last_left_[left.container];
  known = std::max(known, left.time);
}

void WorkingSet::know_contents_of(std::span<SubjectId const> containers) {
  std::unordered_set<SubjectId> added;
  for (auto const container : containers) {
    if (contents_.try_emplace(container).second) {
      added.insert(container);
    }
  }
  if (added.empty()) {
    return;
  }
  // What was loaded before, for another reason.
  for (auto const& [id, unit] : units_) {
    if (added.contains(unit.state.holder.container())) {
      contents_[unit.state.holder.container()].units.insert(id);
    }
  }
  for (auto const& [id, inner] : containers_) {
    if (added.contains(inner.state.holder.container())) {
      contents_[inner.state.holder.container()].containers.insert(id);
    }
  }
  for (auto const& [key, balance] : balances_) {
    if (added.contains(key.holder.container())) {
      contents_[key.holder.container()].balances.insert(key);
    }
  }
}

void WorkingSet::reserve(std::size_t units) {
  units_.reserve(units_.size() + units);
  identifiers_.reserve(identifiers_.size() + units);
  subjects_.reserve(subjects_.size() + units);
}

UnitState const* WorkingSet::unit(SubjectId id) const {
  return find_state(units_, id);
}

ContainerState const* WorkingSet::container(SubjectId id) const {
  return find_state(containers_, id);
}

LotState const* WorkingSet::lot(SubjectId id) const {
  return find_state(lots_, id);
}

Hold const* WorkingSet::hold(HoldId id) const {
  return find_state(holds_, id);
}

RecordRow const* WorkingSet::record(RecordId id) const {
  return find_state(records_, id);
}

Balance const* WorkingSet::balance(BalanceKey const& key) const {
  auto const found = balances_.find(key);
  return found == balances_.end() ? nullptr : &found->second.balance;
}

std::span<Identifier const> WorkingSet::identifiers(std::string const& value_norm) const {
  auto const found = identifiers_.find(value_norm);
  return found == identifiers_.end() ? std::span<Identifier const>() : std::span(found->second.rows);
}

std::unordered_multimap<SubjectId, Identifier> WorkingSet::current_identifiers(IdentifierKind kind) const {
  std::unordered_multimap<SubjectId, Identifier> by_subject;
  for (auto const& [value, row] : identifiers_) {
    for (auto const& identifier : row.rows) {
      if (identifier.key.kind == kind && identifier.is_current()) {
        by_subject.emplace(identifier.subject, identifier);
      }
    }
  }
  return by_subject;
}

std::vector<Balance> WorkingSet::balances_of(SubjectId lot) const {
  std::vector<Balance> result;
  BalanceKey const first{
      .lot = lot, .holder = {HolderKind::nowhere, std::numeric_limits<std::int64_t>::min()}, .status = Status{}};
  for (auto row = balances_.lower_bound(first); row != balances_.end() && row->first.lot == lot; ++row) {
    result.push_back(row->second.balance);
  }
  return result;
}

std::vector<HoldMember> WorkingSet::active_members_of(SubjectId subject) const {
  std::vector<HoldMember> result;
  if (auto const found = members_.find(subject); found != members_.end()) {
    for (auto const& row : found->second) {
      if (!row.member.released_by) {
        result.push_back(row.member);
      }
    }
  }
  return result;
}

std::vector<SubjectId> WorkingSet::active_subjects_of(HoldId hold) const {
  auto const found = members_by_hold_.find(hold);
  return found == members_by_hold_.end() ? std::vector<SubjectId>() : found->second;
}

WorkingSet::Inside WorkingSet::everything_inside(SubjectId container) const {
  Inside inside;
  std::vector<SubjectId> level = {container};
  for (std::size_t depth = 0; !level.empty() && depth < nesting_max; ++depth) {
    std::vector<SubjectId> next;
    for (auto const parent : level) {
      auto const found = contents_.find(parent);
      if (found == contents_.end()) {
        continue;
      }
      auto const& direct = found->second;
      inside.units.insert(inside.units.end(), direct.units.begin(), direct.units.end());
      inside.balances.insert(inside.balances.end(), direct.balances.begin(), direct.balances.end());
      next.insert(next.end(), direct.containers.begin(), direct.containers.end());
    }
    std::ranges::sort(next);
    inside.containers.insert(inside.containers.end(), next.begin(), next.end());
    level = std::move(next);
  }
  // The order must not depend on hashing: events and refusals list things in it. Outer containers stay in front.
  std::ranges::sort(inside.units);
  std::ranges::sort(inside.balances);
  return inside;
}

UnitState const* WorkingSet::unborn(SubjectId id) const {
  auto const found = unborn_.find(id);
  return found == unborn_.end() ? nullptr : &found->second;
}

SubjectId WorkingSet::later_bearer(std::string const& value_norm, RecordId product) const {
  auto const [first, last] = later_bearers_.equal_range(value_norm);
  for (auto found = first; found != last; ++found) {
    auto const* const unit = unborn(found->second);
    if (unit != nullptr && (!product || unit->product == product)) {
      return found->second;
    }
  }
  return {};
}

bool WorkingSet::is_borne_later(IdentifierKey const& key, SubjectId but_for) const {
  return std::ranges::any_of(later_numbers_, [&](Identifier const& row) {
    bool const never_was = row.mistaken && row.valid_to == row.valid_from;
    return row.key == key && row.subject != but_for && !never_was;
  });
}

std::vector<SubjectId> WorkingSet::loaded() const {
  std::vector<SubjectId> ids;
  for (auto const& [id, row] : units_) {
    ids.push_back(id);
  }
  for (auto const& [id, row] : containers_) {
    ids.push_back(id);
  }
  for (auto const& [key, row] : balances_) {
    if (ids.empty() || ids.back() != key.lot) {
      ids.push_back(key.lot);
    }
  }
  std::ranges::sort(ids);
  auto const twice = std::ranges::unique(ids);
  ids.erase(twice.begin(), twice.end());
  return ids;
}

std::span<PastMember const> WorkingSet::past_members_of(SubjectId subject) const {
  auto const found = past_members_.find(subject);
  return found == past_members_.end() ? std::span<PastMember const>() : std::span(found->second);
}

std::size_t WorkingSet::depth_inside(SubjectId container) const {
  std::size_t depth = 0;
  std::vector<SubjectId> level = {container};
  while (depth < nesting_max) {
    std::vector<SubjectId> next;
    for (auto const parent : level) {
      if (auto const found = contents_.find(parent); found != contents_.end()) {
        next.insert(next.end(), found->second.containers.begin(), found->second.containers.end());
      }
    }
    if (next.empty()) {
      break;
    }
    ++depth;
    level = std::move(next);
  }
  return depth;
}

bool WorkingSet::has_quantity(std::span<BalanceKey const> balances) const {
  return std::ranges::any_of(balances, [this](BalanceKey const& key) {
    auto const* const row = balance(key);
    return row != nullptr && row->quantity.millionths != 0;
  });
}

std::vector<SubjectId> WorkingSet::containers_around(Holder holder) const {
  std::vector<SubjectId> around;
  while (holder.is_container() && around.size() < nesting_max) {
    around.push_back(holder.container());
    auto const* const parent = container(around.back());
    if (parent == nullptr) {
      break;
    }
    holder = parent->holder;
  }
  return around;
}

bool WorkingSet::is_around(SubjectId container, Holder holder) const {
  auto const around = containers_around(holder);
  return std::ranges::find(around, container) != around.end();
}

base::Instant WorkingSet::latest_around(Holder holder) const {
  base::Instant latest;
  for (auto const id : containers_around(holder)) {
    if (auto const* const around = container(id)) {
      latest = std::max(latest, around->trail.latest_time);
    }
  }
  return latest;
}

base::Instant WorkingSet::latest_inside(SubjectId container_id) const {
  base::Instant latest;
  auto const inside = everything_inside(container_id);
  for (auto const id : inside.units) {
    latest = std::max(latest, unit(id)->trail.latest_time);
  }
  auto const note_left = [&](SubjectId id) {
    if (auto const left = last_left_.find(id); left != last_left_.end()) {
      latest = std::max(latest, left->second);
    }
  };
  note_left(container_id);
  for (auto const id : inside.containers) {
    latest = std::max(latest, container(id)->trail.latest_time);
    note_left(id);
  }
  for (auto const& key : inside.balances) {
    latest = std::max(latest, balance(key)->trail.latest_time);
  }
  return latest;
}

Holder WorkingSet::place_of(Holder holder) const {
  if (!holder.is_container()) {
    return holder;
  }
  auto const* const parent = container(holder.container());
  return parent == nullptr ? Holder() : parent->place;
}

}  // namespace nameplate::domain
