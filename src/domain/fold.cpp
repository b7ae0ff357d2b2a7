#include "domain/fold.hpp"

#include "base/check.hpp"
#include "domain/evolve.hpp"
#include "domain/records/catalog.hpp"

#include <algorithm>
#include <functional>
#include <ranges>
#include <utility>

namespace nameplate::domain {

void Fold::run() {
  // A container that the event makes must stand before something is put into it.
  for (auto const& item : event_.items) {
    if (item.role == SubjectRole::parent && concerns(item)) {
      is_reversed(item.subject) ? pass_over(item) : fold_container(item);
    }
  }
  if (again_ != nullptr) {
    tell_quantities_again();
  }
  for (auto const* const item : inner_first()) {
    is_reversed(item->subject) ? pass_over(*item) : fold_item(*item);
  }
  note_lots();
  if (again_ != nullptr) {
    return;
  }
  fold_matter();
  if (!event_.conflicts.empty()) {
    set_.exceptions_raised_.push_back({.raised_by = event_.id, .raised_at = event_.recorded_at});
  }
  for (auto const& document : event_.documents) {
    DocumentMention mention{.number_norm = normalise_code(document.number), .kind = document.kind, .event = event_.id};
    if (std::ranges::find(set_.documents_, mention) == set_.documents_.end()) {
      set_.documents_.push_back(std::move(mention));
    }
  }
}

std::vector<EventItem const*> Fold::inner_first() const {
  std::vector<EventItem const*> items;
  items.reserve(event_.items.size());
  for (auto const& item : event_.items) {
    if (item.role != SubjectRole::parent && concerns(item)) {
      items.push_back(&item);
    }
  }
  // Units come before lots, and those before containers, in every event.
  auto const first = std::ranges::find(items, SubjectKind::container, &EventItem::kind);
  std::vector<std::pair<std::size_t, EventItem const*>> by_depth;
  for (auto item = first; item != items.end(); ++item) {
    auto const* const container = set_.container((*item)->subject);
    by_depth.emplace_back(container == nullptr ? 0 : set_.containers_around(container->holder).size(), *item);
  }
  std::ranges::stable_sort(by_depth, std::greater(), &std::pair<std::size_t, EventItem const*>::first);
  std::ranges::copy(by_depth | std::views::values, first);
  return items;
}

void Fold::fold_item(EventItem const& item) {
  switch (item.kind) {
    case SubjectKind::unit: return fold_unit(item);
    case SubjectKind::lot: return fold_lot(item);
    case SubjectKind::container: return fold_container(item);
    case SubjectKind::hold:
    case SubjectKind::record: break;
  }
  base::unreachable();
}

void Fold::note_subject(SubjectId subject, SubjectRole role, std::string state) {
  set_.subjects_.push_back({.subject = subject,
                            .event_time = event_.event_time,
                            .event = event_.id,
                            .role = role,
                            .state = std::move(state)});
}

void Fold::fold_unit(EventItem const& item) {
  auto const unborn = set_.unborn_.find(item.subject);
  if (unborn != set_.unborn_.end() && !item.is_new) {
    // It never came to be: nothing can happen to it.
    note_subject(item.subject, item.role, encode_state(unborn->second));
    return;
  }
  bool const is_first = !set_.units_.contains(item.subject);
  if (unborn != set_.unborn_.end()) {
    set_.unborn_.erase(unborn);
  }
  auto& row = set_.units_[item.subject];
  auto const before = row.state;
  auto after = evolve(row.state, event_, item);
  if (!is_first && says_what_is_so(event_.verb, event_.effect_of(item), before.status, set_.place_of(before.holder))) {
    after.holder = before.holder;
  } else if (event_.effect_of(item).leaves_container) {
    after.holder = set_.place_of(before.holder);
  }
  write_unit(row, std::move(after), is_first ? nullptr : &before, item.role);
  if (!item.number.empty()) {
    take_number({.kind = IdentifierKind::serial, .scope = row.state.product.value}, item, before.serial);
  } else if (before.product && row.state.product != before.product) {
    change_scope(item, before.product, row.state);
  }
  fold_identifiers(item);
  fold_traits(item);
}

void Fold::write_unit(WorkingSet::Row<UnitState>& row, UnitState after, UnitState const* before, SubjectRole role) {
  if (before != nullptr) {
    count(*before, -1);
  }
  count(after, 1);
  change_parent(after.id, SubjectKind::unit, before == nullptr ? Holder() : before->holder, after.holder);
  row.state = std::move(after);
  row.changed = true;
  note_subject(row.state.id, role, encode_state(row.state));
}

void Fold::count(UnitState const& unit, std::int64_t units) {
  if (unit.status != Status::void_) {
    set_.counts_[{
        .holder = unit.holder, .product = unit.product, .lot = unit.lot, .owner = unit.owner, .status = unit.status}] +=
        units;
  }
}

void Fold::fold_traits(EventItem const& item) {
  if (again_ != nullptr) {
    return;
  }
  for (auto const& change : event_.effect_of(item).traits) {
    bool const is_tag = !change.attribute;
    Trait trait{.subject = item.subject,
                .kind = item.kind,
                .attribute = change.attribute,
                .key = change.removed && !is_tag ? std::string() : trait_key(change.type, change.value),
                .value = change.value,
                .set_by = event_.id};
    auto& known = set_.traits_[item.subject];
    std::erase_if(known, [&](Trait const& other) {
      return other.attribute == change.attribute && (!is_tag || other.key == trait.key);
    });
    if (!change.removed) {
      known.push_back(trait);
    }
    auto const key = std::tuple(item.subject, change.attribute, is_tag ? trait.key : std::string());
    set_.trait_writes_[key] = {.trait = std::move(trait), .removed = change.removed};
  }
}

void WorkingSet::fold(Event const& event) {
  Fold(*this, event).run();
}

void WorkingSet::fold_again(Event const& event, ToldAgain const& again) {
  Fold(*this, event, &again).run();
}

}  // namespace nameplate::domain
