#include "domain/working_set.hpp"

#include <algorithm>
#include <tuple>

namespace nameplate::domain {
namespace {

template <typename State, typename Map, typename Key>
std::vector<Guarded<State>> take_rows(Map& rows, Key key) {
  std::vector<Guarded<State>> taken;
  for (auto& [id, row] : rows) {
    if (row.changed) {
      taken.push_back({.state = row.state, .expected = row.expected});
      row.changed = false;
    }
  }
  std::ranges::sort(taken, {}, [&](Guarded<State> const& row) { return key(row.state); });
  return taken;
}

/// Sorted moves: the collected rows go to the store, the set starts collecting anew.
template <typename RowType>
std::vector<RowType> take_sorted(std::vector<RowType>& rows) {
  auto taken = std::exchange(rows, {});
  std::ranges::sort(taken);
  return taken;
}

auto identifier_order(Identifier const& identifier) {
  return std::tie(identifier.key.value_norm, identifier.key.kind, identifier.key.scope, identifier.closed_by);
}

}  // namespace

std::string WorkingSet::unnumbered_lot_norm(RecordId product, RecordId owner) {
  // The unit separator cannot stand in a number that somebody typed or scanned.
  return "\x1f" + std::to_string(product.value) + ":" + std::to_string(owner.value);
}

Changes WorkingSet::take_changes() && {
  Changes changes;
  auto const by_id = [](auto const& state) { return state.id; };
  changes.units = take_rows<UnitState>(units_, by_id);
  changes.containers = take_rows<ContainerState>(containers_, by_id);
  changes.lots = take_rows<LotState>(lots_, by_id);
  changes.records = take_rows<RecordRow>(records_, by_id);

  for (auto& [value, row] : identifiers_) {
    for (std::size_t i = 0; i < row.rows.size(); ++i) {
      if (row.origin[i] == Origin::closed_here) {
        changes.identifiers_closed.push_back(row.rows[i]);
      } else if (row.origin[i] == Origin::opened_here) {
        changes.identifiers_opened.push_back(row.rows[i]);
      }
    }
  }
  std::ranges::sort(changes.identifiers_closed, {}, identifier_order);
  std::ranges::sort(changes.identifiers_opened, {}, identifier_order);

  for (auto const& [child, containment] : left_) {
    changes.left.push_back(containment);
  }
  changes.entered = std::move(entered_and_left_);
  for (auto const& [child, containment] : entered_) {
    changes.entered.push_back(containment);
  }
  std::ranges::sort(changes.entered);

  for (auto& [id, row] : holds_) {
    if (row.changed) {
      (row.expected ? changes.holds_released : changes.holds_placed).push_back(row.state);
    }
  }
  for (auto& [subject, rows] : members_) {
    for (auto const& row : rows) {
      if (row.origin == Origin::closed_here) {
        changes.members_released.push_back(row.member);
      } else if (row.origin == Origin::opened_here) {
        changes.members_placed.push_back(row.member);
      }
    }
  }
  std::ranges::sort(changes.members_released);
  std::ranges::sort(changes.members_placed);

  for (auto& [key, write] : trait_writes_) {
    changes.traits.push_back(std::move(write));
  }
  changes.subjects = take_sorted(subjects_);
  changes.documents = take_sorted(documents_);
  changes.reversed = take_sorted(reversed_);
  changes.amended = take_sorted(amended_);
  changes.exceptions_raised = take_sorted(exceptions_raised_);
  changes.exceptions_resolved = take_sorted(exceptions_resolved_);
  for (auto& [key, row] : balances_) {
    if (row.changed) {
      changes.balances.push_back({.key = key,
                                  .quantity = row.quantity_added,
                                  .weight = row.weight_added,
                                  .last_event = row.balance.trail.last_event,
                                  .latest_time = row.balance.trail.latest_time});
    }
  }
  for (auto const& [key, units] : counts_) {
    if (units != 0) {
      changes.counts.push_back({.key = key, .units = units});
    }
  }
  std::ranges::sort(changes.counts, {}, &CountDelta::key);
  return changes;
}

}  // namespace nameplate::domain
