#pragma once

#include "app/queries/as_of.hpp"
#include "app/queries/subject_history.hpp"
#include "domain/working_set.hpp"

#include <functional>
#include <vector>

/// One subject as it was.
namespace nameplate::app {

/// Folds the events that a past covers and that concern a subject, in order of (event time, sequence), without what
/// they said that had been reversed by then.
struct PastFold {
  Subject subject;
  /// What happened to the containers around it too: needed where the status or the place may follow from that.
  bool through_containers = true;
  /// Told after each event that concerns the subject, by itself or through a container around it.
  std::function<void(domain::Event const& event, domain::WorkingSet const& state)> after_each = {};
};
/// Cost: the events of the subject and of the containers it was in.
[[nodiscard]] domain::Changes fold_past(store::ReadSnapshot& snapshot, AsOf const& as_of, PastFold const& fold);

/// A unit or a container with its numbers and what it bore, all as they were.
template <typename State>
struct Then {
  State state;
  std::vector<domain::Identifier> identifiers;
  std::vector<domain::Trait> traits;
};
/// None: it was not there yet, or not known.
[[nodiscard]] std::optional<Then<domain::UnitState>> unit_then(store::ReadSnapshot& snapshot, AsOf const& as_of,
                                                               domain::UnitState const& now);
[[nodiscard]] std::optional<Then<domain::ContainerState>> container_then(store::ReadSnapshot& snapshot,
                                                                         AsOf const& as_of,
                                                                         domain::ContainerState const& now);

/// Status and holder of these containers as they were; those that were not there yet are left out. With `at` alone: one
/// call of the store.
[[nodiscard]] std::vector<domain::ContainerState> containers_then(store::ReadSnapshot& snapshot, AsOf const& as_of,
                                                                  std::vector<domain::ContainerState> now);

}  // namespace nameplate::app
