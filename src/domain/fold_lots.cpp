// Lots and their balances.

#include "domain/evolve.hpp"
#include "domain/fold.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::domain {

void Fold::fold_lot(EventItem const& item) {
  auto& row = set_.lots_[item.subject];
  auto const before_number = row.state.number;
  lots_told_.try_emplace({item.subject, item.role});
  if (item.is_new || event_.effect_of(item) != Effect{} || !item.number.empty()) {
    row.state = evolve(row.state, event_, item);
    row.changed = true;
  }
  if (item.is_new || !item.number.empty()) {
    take_number({.kind = IdentifierKind::lot, .scope = row.state.product.value}, item, before_number);
  }
  if (auto const* const detail = event_.detail_of(item); detail != nullptr && detail->quantity && again_ == nullptr) {
    change_quantity(item.subject, item.role, *detail->quantity);
  }
  fold_identifiers(item);
  fold_traits(item);
}

void Fold::change_quantity(SubjectId lot, SubjectRole role, QuantityChange const& change) {
  if (change.from) {
    add_to_balance(role, {lot, change.from->holder, change.from->status}, {-change.quantity.millionths},
                   {-change.weight.millionths});
  }
  if (change.to) {
    add_to_balance(role, {lot, change.to->holder, change.to->status}, change.quantity, change.weight);
  }
}

void Fold::note_lots() {
  for (auto const& [told, sums] : lots_told_) {
    std::vector<BalanceChange> changes;
    for (auto const& [key, change] : sums) {
      if (change != BalanceChange{.holder = key.holder, .status = key.status}) {
        changes.push_back(change);
      }
    }
    note_subject(told.first, told.second, encode_state(set_.lots_[told.first].state, changes));
  }
}

void Fold::add_to_balance(SubjectRole role, BalanceKey const& key, base::Quantity quantity, base::Quantity weight) {
  auto& change = lots_told_[{key.lot, role}][key];
  change.holder = key.holder;
  change.status = key.status;
  change.quantity.millionths += quantity.millionths;
  change.weight.millionths += weight.millionths;
  auto& row = set_.balances_[key];
  row.balance.key = key;
  row.balance.quantity.millionths += quantity.millionths;
  row.balance.weight.millionths += weight.millionths;
  row.quantity_added.millionths += quantity.millionths;
  row.weight_added.millionths += weight.millionths;
  row.balance.trail = {.last_event = event_.id,
                       .latest_time = std::max(row.balance.trail.latest_time, event_.event_time)};
  row.changed = true;
  if (key.holder.is_container()) {
    if (auto const known = set_.contents_.find(key.holder.container()); known != set_.contents_.end()) {
      known->second.balances.insert(key);
    }
  }
}

}  // namespace nameplate::domain
