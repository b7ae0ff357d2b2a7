#pragma once

#include "domain/changes.hpp"
#include "domain/event.hpp"
#include "store/store.hpp"

#include <span>
#include <vector>

/// What was said about events by others, before or later: taken back, told differently, contradicted, dealt with.
namespace nameplate::app {

struct Afterwards {
  std::vector<domain::ReversedItem> reversed = {};  ///< by (event, subject)
  std::vector<domain::Amendment> amendments = {};   ///< by (event, amended by)
  std::vector<domain::Exception> exceptions = {};   ///< by event
  std::vector<domain::Event> others = {};           ///< all that are named, by id

  /// Null when it is not among those named.
  [[nodiscard]] domain::Event const* other(domain::EventId id) const;
  /// Null when the event raised none.
  [[nodiscard]] domain::Exception const* exception_of(domain::EventId event) const;
  /// The event that took this item back; none when it stands.
  [[nodiscard]] domain::EventId reversal_of(domain::EventId event, domain::SubjectId subject) const;
  /// The events that took back the event or items of it, each once.
  [[nodiscard]] std::vector<domain::EventId> reversals_of(domain::EventId event) const;
};

/// The same few calls of the store for one event and for a page of them.
[[nodiscard]] Afterwards load_afterwards(store::Reader& reader, std::span<domain::Event const> events);

/// As it was known up to a sequence: what was said later is left out.
void forget_after(Afterwards& told, domain::Sequence known);

}  // namespace nameplate::app
