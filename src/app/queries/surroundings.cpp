#include "app/queries/surroundings.hpp"

#include "app/queries/past_subject.hpp"
#include "app/queries/reading.hpp"
#include "base/time_text.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {
namespace {

using domain::SubjectId;

void make_set(std::vector<SubjectId>& ids) {
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
}

domain::RecordId location_of(domain::Holder place) {
  return {place.kind == domain::HolderKind::location ? place.id : 0};
}

template <typename State>
State const* find_by_id(std::vector<State> const& sorted, decltype(State::id) id) {
  auto const found = std::ranges::lower_bound(sorted, id, {}, &State::id);
  return found != sorted.end() && found->id == id ? &*found : nullptr;
}

template <typename State>
void merge_by_id(std::vector<State>& sorted, std::vector<State> more) {
  std::ranges::move(more, std::back_inserter(sorted));
  std::ranges::sort(sorted, {}, &State::id);
  auto const same = [](State const& left, State const& right) { return left.id == right.id; };
  sorted.erase(std::ranges::unique(sorted, same).begin(), sorted.end());
}

}  // namespace

Surroundings::Surroundings(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, AsOf const& as_of)
    : snapshot_(&snapshot),
      as_of_(as_of),
      catalog_then_(std::make_shared<domain::Catalog const>(with_rules_of(snapshot, catalog, as_of))) {
  catalog_ = catalog_then_.get();
  today_ = day_of(as_of.day);
}

void Surroundings::load_for(std::span<domain::UnitState const> units) {
  std::vector<SubjectId> around;
  std::vector<SubjectId> lots;
  std::vector<SubjectId> subjects;
  subjects.reserve(units.size());
  for (auto const& unit : units) {
    subjects.push_back(unit.id);
    if (unit.holder.is_container()) {
      around.push_back(unit.holder.container());
    }
    if (unit.lot) {
      lots.push_back(unit.lot);
    }
  }
  load_containers(std::move(around));
  load_lots(std::move(lots));
  load_members(std::move(subjects));
}

void Surroundings::load_for(std::span<domain::ContainerState const> containers) {
  std::vector<SubjectId> around;
  std::vector<SubjectId> subjects;
  for (auto const& container : containers) {
    subjects.push_back(container.id);
    if (container.holder.is_container()) {
      around.push_back(container.holder.container());
    }
  }
  load_containers(std::move(around));
  load_members(std::move(subjects));
}

void Surroundings::load_for(std::span<domain::LotState const> lots) {
  std::vector<SubjectId> subjects;
  for (auto const& lot : lots) {
    subjects.push_back(lot.id);
  }
  load_members(std::move(subjects));
}

void Surroundings::load_for(std::span<domain::Balance const> balances) {
  std::vector<SubjectId> around;
  std::vector<SubjectId> lots;
  for (auto const& balance : balances) {
    if (balance.key.holder.is_container()) {
      around.push_back(balance.key.holder.container());
    }
    lots.push_back(balance.key.lot);
  }
  load(std::move(around), std::move(lots));
}

void Surroundings::load(std::vector<SubjectId> containers, std::vector<SubjectId> lots) {
  load_containers(std::move(containers));
  load_lots(std::move(lots));
}

void Surroundings::load_containers(std::vector<SubjectId> ids) {
  while (true) {
    make_set(ids);
    std::erase_if(ids, [&](SubjectId id) { return container(id) != nullptr; });
    if (ids.empty()) {
      return;
    }
    auto loaded = snapshot_->load_containers(ids);
    if (!as_of_.is_now()) {
      loaded = containers_then(*snapshot_, as_of_, std::move(loaded));
    }
    ids.clear();
    for (auto const& inner : loaded) {
      if (inner.holder.is_container()) {
        ids.push_back(inner.holder.container());
      }
    }
    merge_by_id(containers_, std::move(loaded));
  }
}

void Surroundings::load_lots(std::vector<SubjectId> ids) {
  make_set(ids);
  std::erase_if(ids, [&](SubjectId id) { return lot(id) != nullptr; });
  if (!ids.empty()) {
    merge_by_id(lots_, snapshot_->load_lots(ids));
  }
}

void Surroundings::load_members(std::vector<SubjectId> subjects) {
  if (subjects.empty()) {
    return;
  }
  for (auto const& container : containers_) {
    subjects.push_back(container.id);
  }
  for (auto const& lot : lots_) {
    subjects.push_back(lot.id);
  }
  make_set(subjects);
  auto members = as_of_.is_now() ? snapshot_->active_members_of(subjects) : members_then(*snapshot_, subjects, as_of_);
  if (members.empty()) {
    return;
  }
  std::ranges::move(members, std::back_inserter(members_));
  std::ranges::sort(members_);
  members_.erase(std::ranges::unique(members_).begin(), members_.end());

  std::vector<domain::HoldId> ids;
  for (auto const& member : members_) {
    if (find_by_id(holds_, member.hold) == nullptr) {
      ids.push_back(member.hold);
    }
  }
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  if (!ids.empty()) {
    merge_by_id(holds_, snapshot_->load_holds(ids));
  }
}

domain::ContainerState const* Surroundings::container(SubjectId id) const {
  return find_by_id(containers_, id);
}

domain::LotState const* Surroundings::lot(SubjectId id) const {
  return find_by_id(lots_, id);
}

domain::Holder Surroundings::place_of(domain::Holder holder) const {
  if (!holder.is_container()) {
    return holder;
  }
  if (!as_of_.is_now()) {
    // What a container says of its place is what an event left; since then the one around it may have moved.
    auto const outermost = containers_around(holder).back();
    auto const* const around = container(outermost);
    return around == nullptr || around->holder.is_container() ? domain::Holder() : around->holder;
  }
  auto const* const around = container(holder.container());
  return around == nullptr ? domain::Holder() : around->place;
}

std::vector<SubjectId> Surroundings::containers_around(domain::Holder holder) const {
  std::vector<SubjectId> around;
  while (holder.is_container() && std::ranges::find(around, holder.container()) == around.end()) {
    around.push_back(holder.container());
    auto const* const outer = container(holder.container());
    holder = outer == nullptr ? domain::Holder() : outer->holder;
  }
  return around;
}

std::vector<HoldOn> Surroundings::holds_on(domain::UnitState const& unit) const {
  std::vector<HoldOn> holds;
  auto around = containers_around(unit.holder);
  if (!members_.empty()) {
    add_placed(holds, std::array{unit.id, unit.lot});
    add_placed(holds, around);
  }
  if (catalog_->has_rule_holds()) {
    add_by_rule(holds, {.product = unit.product,
                        .lot = unit.lot,
                        .containers = std::move(around),
                        .location = location_of(place_of(unit.holder))});
  }
  add_expired(holds, unit.dates);
  return holds;
}

std::vector<HoldOn> Surroundings::holds_on(domain::ContainerState const& container) const {
  std::vector<HoldOn> holds;
  auto around = containers_around(container.holder);
  around.insert(around.begin(), container.id);
  add_placed(holds, around);
  if (catalog_->has_rule_holds()) {
    add_by_rule(holds, {.product = {},
                        .lot = {},
                        .containers = std::move(around),
                        .location = location_of(place_of(container.holder))});
  }
  return holds;
}

std::vector<HoldOn> Surroundings::holds_on(domain::LotState const& lot) const {
  std::vector<HoldOn> holds;
  add_placed(holds, std::array{lot.id});
  if (catalog_->has_rule_holds()) {
    add_by_rule(holds, {.product = lot.product, .lot = lot.id});
  }
  add_expired(holds, lot.dates);
  return holds;
}

void Surroundings::add_placed(std::vector<HoldOn>& holds, std::span<SubjectId const> subjects) const {
  for (auto const subject : subjects) {
    for (auto const& member : std::ranges::equal_range(members_, subject, {}, &domain::HoldMember::subject)) {
      bool const shown = std::ranges::any_of(holds, [&](HoldOn const& hold) { return hold.hold == member.hold; });
      if (!shown) {
        auto const* const hold = find_by_id(holds_, member.hold);
        holds.push_back({.source = HoldOn::Source::item,
                         .hold = member.hold,
                         .kind = member.kind,
                         .reason = hold == nullptr ? std::string() : hold->reason});
      }
    }
  }
}

void Surroundings::add_by_rule(std::vector<HoldOn>& holds, domain::Catalog::RuleSubject const& subject) const {
  for (auto const* const hold : catalog_->rule_holds_on(subject)) {
    holds.push_back({.source = HoldOn::Source::rule, .hold = hold->id, .kind = hold->kind, .reason = hold->reason});
  }
}

void Surroundings::add_expired(std::vector<HoldOn>& holds, domain::Dates const& dates) const {
  if (dates.expires && *dates.expires < today_) {
    holds.push_back({.source = HoldOn::Source::date,
                     .hold = {},
                     .kind = catalog_->find(domain::RecordKind::hold_kind, "expired"),
                     .reason = "Expired on " + base::date_to_string(*dates.expires) + "."});
  }
}

}  // namespace nameplate::app
