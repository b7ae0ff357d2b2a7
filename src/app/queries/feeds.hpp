#pragma once

#include "app/queries/subject_history.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The ledger for programs that follow it by sequence.
namespace nameplate::app {

struct EventFeed {
  std::vector<domain::Event> events;
  domain::Sequence last = 0;  ///< continue after this one
  bool more = false;
};

/// Complete events. A page ends early when its events have very many items.
[[nodiscard]] EventFeed events_after(store::ReadSnapshot& snapshot, domain::Sequence after, std::size_t limit);

/// Errors: event.unknown (404).
[[nodiscard]] base::Result<domain::Event> find_event(store::ReadSnapshot& snapshot, std::string_view id);

/// A subject that an event named. What a container carried is not listed: the container stands for it.
struct Change {
  Subject subject;
  domain::Sequence sequence = 0;
  domain::EventId event;
  std::uint8_t record_kind = 0;  ///< of a record
  std::string code = {};         ///< of a record
};

struct ChangeFeed {
  std::vector<Change> changes;  ///< each subject once, with the newest event of the page, by sequence
  domain::Sequence last = 0;
  bool more = false;
};

/// `limit` counts events.
[[nodiscard]] ChangeFeed changes_after(store::ReadSnapshot& snapshot, domain::Sequence after, std::size_t limit);

}  // namespace nameplate::app
