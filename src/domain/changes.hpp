#pragma once

#include "domain/event.hpp"
#include "domain/hold.hpp"
#include "domain/identifier.hpp"
#include "domain/state.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What a group of events does to the projections, as sets. Made by the fold, written by the store in bulk.
namespace nameplate::domain {

/// A row to write over the one whose `last_event` is `expected`; none: the row is new.
template <typename State>
struct Guarded {
  State state;
  EventId expected;
};

/// A row that a decision read and does not change.
struct ReadGuard {
  SubjectKind kind;
  SubjectId subject;
  EventId expected;

  auto operator<=>(ReadGuard const&) const = default;
};

struct BalanceDelta {
  BalanceKey key;
  base::Quantity quantity;  ///< to add; the result is never below zero
  base::Quantity weight;
  EventId last_event;
  base::Instant latest_time;
};

/// Units per holder, product, lot, owner and status.
struct CountKey {
  Holder holder;
  RecordId product;
  SubjectId lot;
  RecordId owner;
  Status status = Status::in_stock;

  auto operator<=>(CountKey const&) const = default;
};

struct CountDelta {
  CountKey key;
  std::int64_t units = 0;
};

/// What was in what, from when to when, in event time.
struct Containment {
  SubjectId child;
  SubjectKind child_kind = SubjectKind::unit;
  SubjectId parent;
  base::Instant from;
  EventId entered_by;
  std::optional<base::Instant> to = {};  ///< none: still inside
  EventId left_by = {};

  auto operator<=>(Containment const&) const = default;
};

/// The history index: one row for each subject of an event, with its state after.
struct EventSubject {
  SubjectId subject;
  base::Instant event_time;
  EventId event;
  SubjectRole role = SubjectRole::item;
  std::string state;

  auto operator<=>(EventSubject const&) const = default;
};

/// Which events name a paper.
struct DocumentMention {
  std::string number_norm;
  std::string kind;
  EventId event;

  auto operator<=>(DocumentMention const&) const = default;
};

/// A trait that is set, or taken away: of an attribute that is taken away, key and value are empty.
struct TraitWrite {
  Trait trait;
  bool removed = false;

  auto operator<=>(TraitWrite const&) const = default;
};

/// When something was last taken out of a container, or when amounts in it last changed, in event time.
struct LastLeft {
  SubjectId container;
  base::Instant time;
};

/// An item of an event that did not happen after all.
struct ReversedItem {
  EventId event;
  SubjectId subject;
  EventId reversed_by;

  auto operator<=>(ReversedItem const&) const = default;
};

/// An event that another one tells differently.
struct Amendment {
  EventId event;
  EventId amended_by;

  auto operator<=>(Amendment const&) const = default;
};

/// An event that was recorded against the facts, and whether a person has dealt with it.
struct Exception {
  EventId raised_by;
  base::Instant raised_at;   ///< recorded time
  EventId resolved_by = {};  ///< none: open
  std::optional<base::Instant> resolved_at = {};

  auto operator<=>(Exception const&) const = default;
  [[nodiscard]] bool is_open() const { return !resolved_by; }
};

/// A master record as it stands now.
struct RecordRow {
  RecordId id;
  std::uint8_t kind = 0;
  std::string code_norm;
  std::string code;
  bool retired = false;
  EventId version;
  base::Value value;

  bool operator==(RecordRow const&) const = default;
};

/// Vectors are sorted by key, each key at most once.
struct Changes {
  std::vector<Guarded<UnitState>> units;
  std::vector<Guarded<ContainerState>> containers;
  std::vector<Guarded<LotState>> lots;
  std::vector<ReadGuard> guards;
  /// Rows that the history, told again, does not have: removed before anything is added. None for what comes in time.
  std::vector<EventSubject> subjects_removed;  ///< by their keys
  std::vector<Containment> stays_removed;
  std::vector<Identifier> identifiers_removed;
  /// Closed before opened, left before entered, released before placed: so labels and places can be swapped in one
  /// group. What begins and ends within the group stands among the opened, entered and placed, with its end set.
  std::vector<Identifier> identifiers_closed;  ///< rows that were current, now with valid_to and closed_by set
  std::vector<Identifier> identifiers_opened;
  std::vector<Containment> left;  ///< child, parent, to and left_by only: a child has one open row at most
  std::vector<Containment> entered;
  std::vector<Hold> holds_released;  ///< with released_by and released_at set
  std::vector<Hold> holds_placed;
  std::vector<HoldMember> members_released;  ///< with released_by set
  std::vector<HoldMember> members_placed;
  std::vector<Guarded<RecordRow>> records;
  std::vector<TraitWrite> traits;
  std::vector<EventSubject> subjects;
  std::vector<DocumentMention> documents;
  std::vector<ReversedItem> reversed;
  std::vector<Amendment> amended;
  std::vector<Exception> exceptions_raised;
  std::vector<Exception> exceptions_resolved;
  std::vector<BalanceDelta> balances;  ///< shared by many: written last
  std::vector<CountDelta> counts;
};

}  // namespace nameplate::domain

template <>
struct std::hash<nameplate::domain::CountKey> {
  std::size_t operator()(nameplate::domain::CountKey const& key) const noexcept {
    return ((std::hash<nameplate::domain::Holder>()(key.holder) * 31 + static_cast<std::size_t>(key.product.value)) *
                31 +
            static_cast<std::size_t>(key.lot.value)) *
               31 +
           static_cast<std::size_t>(key.owner.value) * 17 + static_cast<std::size_t>(key.status);
  }
};
