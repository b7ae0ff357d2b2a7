// The numbers that subjects take and give up.

#include "domain/fold.hpp"
#include "domain/records/catalog.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::domain {

void Fold::fold_identifiers(EventItem const& item) {
  auto const* const detail = event_.detail_of(item);
  if (detail == nullptr) {
    return;
  }
  for (auto const& change : detail->identifiers) {
    if (change.opens) {
      open_number(change.key, item.subject, change.value);
    } else {
      close_number(change.key, item.subject, detail->closes_number_as_mistake);
    }
  }
}

void Fold::take_number(IdentifierKey key, EventItem const& item, std::string const& number_before) {
  if (item.is_new && bears(key, item)) {
    return;  // told again: it has this number already
  }
  auto const* const detail = event_.detail_of(item);
  if (!number_before.empty()) {
    key.value_norm = normalise_code(number_before);
    close_number(key, item.subject, detail != nullptr && detail->closes_number_as_mistake);
  }
  if (item.kind == SubjectKind::lot && item.number.empty()) {
    auto const& lot = set_.lots_.at(item.subject).state;
    key.value_norm = WorkingSet::unnumbered_lot_norm(lot.product, lot.owner);
  } else {
    key.value_norm = normalise_code(item.number);
  }
  open_number(std::move(key), item.subject, item.number);
}

bool Fold::bears(IdentifierKey key, EventItem const& item) const {
  key.value_norm = normalise_code(item.number);
  auto const found = set_.identifiers_.find(key.value_norm);
  return found != set_.identifiers_.end() && std::ranges::any_of(found->second.rows, [&](Identifier const& known) {
           return known.key == key && known.subject == item.subject && known.is_current();
         });
}

void Fold::change_scope(EventItem const& item, RecordId product_before, UnitState const& unit) {
  auto const* const detail = event_.detail_of(item);
  IdentifierKey key{
      .value_norm = normalise_code(unit.serial), .kind = IdentifierKind::serial, .scope = product_before.value};
  close_number(key, item.subject, detail != nullptr && detail->closes_number_as_mistake);
  key.scope = unit.product.value;
  open_number(std::move(key), item.subject, unit.serial);
}

void Fold::open_number(IdentifierKey key, SubjectId subject, std::string const& value) {
  auto& row = set_.identifiers_[key.value_norm];
  bool const has_it = std::ranges::any_of(row.rows, [&](Identifier const& known) {
    return known.key == key && known.subject == subject && known.is_current();
  });
  if (has_it) {
    return;  // told again: a container or lot has its number without a time
  }
  row.rows.push_back({.key = std::move(key),
                      .subject = subject,
                      .value = value,
                      .valid_from = event_.event_time,
                      .opened_by = event_.id});
  row.origin.push_back(WorkingSet::Origin::opened_here);
}

void Fold::close_number(IdentifierKey const& key, SubjectId subject, bool mistaken) {
  auto const found = set_.identifiers_.find(key.value_norm);
  if (found == set_.identifiers_.end()) {
    return;
  }
  for (std::size_t i = 0; i < found->second.rows.size(); ++i) {
    auto& identifier = found->second.rows[i];
    if (identifier.key == key && identifier.subject == subject && identifier.is_current()) {
      identifier.valid_to = event_.event_time;
      identifier.closed_by = event_.id;
      identifier.mistaken = mistaken;
      auto& origin = found->second.origin[i];
      origin = origin == WorkingSet::Origin::as_loaded ? WorkingSet::Origin::closed_here : origin;
    }
  }
}

}  // namespace nameplate::domain
