#pragma once

#include "app/queries/afterwards.hpp"
#include "app/queries/as_of.hpp"
#include "domain/event.hpp"
#include "domain/event_codec.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace nameplate::app {

struct Subject {
  domain::SubjectKind kind = domain::SubjectKind::unit;
  domain::SubjectId id;

  auto operator<=>(Subject const&) const = default;
};

/// A place in a history: events are ordered by when they happened.
struct Moment {
  base::Instant time;
  domain::EventId event;

  auto operator<=>(Moment const&) const = default;
};

struct HistoryQuestion {
  Subject subject;
  bool newest_first = false;
  std::optional<Moment> after = {};
  std::size_t limit = 100;
  AsOf as_of = {};  ///< only what had happened by then, as far as it was known
};

/// One event in the life of a subject.
struct HistoryRow {
  Moment moment;
  std::size_t event = 0;  ///< index into History::events
  domain::SubjectRole role = domain::SubjectRole::item;
  domain::SubjectId through;                     ///< the container that the event named, while the subject was inside
  std::optional<domain::StateAfter> after = {};  ///< the subject after it; of lots nothing is kept
  domain::Holder place_after;                    ///< through the containers around it
};

struct History {
  Subject subject;
  std::vector<HistoryRow> rows = {};
  std::vector<domain::Event> events = {};               ///< by id
  std::vector<domain::ContainerState> containers = {};  ///< that rows name; by id
  Afterwards told = {};                                 ///< what was said about the events
  std::optional<Moment> next = {};

  [[nodiscard]] domain::ContainerState const* container(domain::SubjectId id) const;
};

/// The own events of a subject and those of the containers around it while it was inside: what happened to a pallet
/// happened to what is on it. The number of store calls grows with the depth of nesting only.
[[nodiscard]] History find_history(store::ReadSnapshot& snapshot, HistoryQuestion const& question);

}  // namespace nameplate::app
