#pragma once

#include "domain/event.hpp"
#include "store/tables/connection.hpp"

#include <span>
#include <vector>

namespace nameplate::store::tables {

class LateItems;

/// A unit or a container whose states an event changed.
struct PastTouch {
  std::int64_t subject = 0;
  domain::SubjectKind kind = domain::SubjectKind::unit;
  base::Instant time;                         ///< from when on
  domain::EventId event;                      ///< the row at that time; none: whatever there is from then on
  bool rewrites = false;                      ///< what stood behind it in the history may have changed too
  domain::EventItem const* begins = nullptr;  ///< the item, where the subject begins with the event and nothing follows

  auto operator<=>(PastTouch const&) const = default;
};

/// What each event touched, what was inside its containers included. Sorted, each once. Points into the events.
[[nodiscard]] std::vector<std::vector<PastTouch>> touches_of(Connection& connection,
                                                             std::span<domain::Event const> events,
                                                             LateItems const& late);

/// Each in the order of ids.
struct TouchedSubjects {
  std::vector<std::int64_t> units;
  std::vector<std::int64_t> containers;
};
/// What events after a sequence touched; none when they are too many.
[[nodiscard]] std::optional<TouchedSubjects> touched_since(Connection& connection, domain::Sequence after);

}  // namespace nameplate::store::tables
