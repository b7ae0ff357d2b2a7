#pragma once

#include "domain/changes.hpp"
#include "domain/event.hpp"

#include <unordered_set>
#include <vector>

namespace nameplate::domain {

/// What is on record of some subjects from a moment on: enough to take their state back to that moment, and to tell the
/// history again from there with something added, left out or changed.
struct Past {
  base::Instant since;
  std::unordered_set<SubjectId> subjects = {};   ///< units, containers, and lots with all their balances
  std::vector<Event> events = {};                ///< that concern them; by (event time, sequence); told as amended
  std::vector<EventSubject> history = {};        ///< their rows from `since` on, by (subject, event time, event, role)
  std::vector<EventSubject> states_before = {};  ///< the newest state before `since` of each that has one
  std::vector<Containment> stays = {};           ///< their stays in containers that were not over before `since`
  std::vector<Event> earlier = {};               ///< before `since`, of what may bear again what it bore then
  std::vector<ReversedItem> reversed = {};       ///< among all these events, by (event, subject)
};

/// The event as an amendment tells it: parties and documents replaced, and what it did to them with it.
[[nodiscard]] Event amend(Event event, EventAmended const& amended);

}  // namespace nameplate::domain
