#pragma once

#include "domain/check_event.hpp"
#include "domain/past.hpp"
#include "domain/working_set.hpp"

#include <functional>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace nameplate::domain {

/// Items of events that are said not to have happened: by event, then by subject, and by which event it is said.
using ReversedItems = std::unordered_map<EventId, std::unordered_map<SubjectId, EventId>>;

/// The history of some subjects, told again from a moment on, with more events put in at their times, others passed
/// over. State is the fold in order of (event time, sequence), whatever the order in which it was heard of.
/// Cost: linear in the events of `past` and the items among them that are concerned.
class Retelling {
 public:
  /// `present`: everything that `past` names, as it is on record.
  Retelling(Catalog const& catalog, WorkingSet const& present, Past const& past);

  /// Makes the event that is put in at its time, on the state of that moment, and folds it; none: nothing is put in.
  using Decide = std::function<std::optional<Event>(std::size_t place, WorkingSet& then)>;

  struct Telling {
    WorkingSet state;                           ///< at the end
    std::vector<Event> added;                   ///< in the order in which they were put in
    std::vector<Contradiction> contradictions;  ///< that the history on record does not have
  };
  /// `times`, ascending: when something is put in. `reversed`: items to be passed over beside those on record.
  [[nodiscard]] Telling tell(std::span<base::Instant const> times, ReversedItems const& reversed,
                             Decide const& decide) const;

 private:
  class Walk;

  Catalog const& catalog_;
  WorkingSet const& present_;
  Past const& past_;
  std::unordered_map<EventId, std::vector<EventSubject>> lots_;  ///< rows of the history index about lots
  ReversedItems reversed_on_record_;
};

/// What two tellings need: whether the event, come in time, finds nothing later on record of what it concerns. Then it
/// need not be told again but simply folded.
[[nodiscard]] bool is_in_time(Event const& event, WorkingSet const& state);

}  // namespace nameplate::domain
