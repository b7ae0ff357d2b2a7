#pragma once

#include "domain/past.hpp"
#include "domain/working_set.hpp"
#include "store/store.hpp"

#include <functional>
#include <span>
#include <vector>

/// Loads what late events and reversals need: the histories concerned, and everything that they touch.
namespace nameplate::app {

/// Gives events by id, in any order. Mostly `Reader::load_events`; a ledger that is being read in has its own.
using EventSource = std::function<std::vector<domain::Event>(std::span<domain::EventId const>)>;

struct PastWanted {
  base::Instant since;
  /// Containers that the operations name: whatever was inside them since is loaded as well, at any depth; only the
  /// containers among it unless `everything_inside`.
  std::vector<domain::SubjectId> containers = {};
  bool everything_inside = false;
  /// What may bear again what it bore before `since`: what is reversed had set it.
  std::vector<domain::SubjectId> traits_of = {};
};

/// The items of an event that set what they bear.
[[nodiscard]] std::vector<domain::SubjectId> bearers_of(domain::Event const& event);

/// The past of all that `present` holds and of what was around it, level by level in sets. Adds to `present` what turns
/// out to be concerned. Cost: the events since `since` of what is concerned.
[[nodiscard]] domain::Past load_past(store::Reader& reader, EventSource const& events, PastWanted const& wanted,
                                     domain::WorkingSet& present);

/// Adds to `state` holds on items that were released, each with its time.
void add_past_members(store::Reader& reader, std::span<domain::HoldMember const> released, domain::WorkingSet& state);

}  // namespace nameplate::app
