#pragma once

#include "domain/event.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::domain {

/// The body of an event: all that its own columns (id, sequence, verb, times, zone, actor, device, equipment,
/// location, destination, reason) do not hold. One event has one form, the same on every store, so it can be sealed.
/// Version 1; docs/internals/event-format.md describes it byte by byte.
[[nodiscard]] std::string encode_body(Event const& event);

/// Fills in what the body holds. Throws base::DamagedBytes.
void decode_body(std::string_view body, Event& event);

/// The state of one subject after an event, for `event_subject`.
[[nodiscard]] std::string encode_state(UnitState const& unit);
[[nodiscard]] std::string encode_state(ContainerState const& container);

/// What an event changed in one balance of a lot, summed up.
struct BalanceChange {
  Holder holder;
  Status status = Status::in_stock;
  base::Quantity quantity;  ///< signed
  base::Quantity weight;

  auto operator<=>(BalanceChange const&) const = default;
};
/// Of a lot: what it is known as after the event, and what the event changed. `changes` are sorted.
[[nodiscard]] std::string encode_state(LotState const& lot, std::span<BalanceChange const> changes);

/// What a state after an event says; times and numbers are not part of it.
struct StateAfter {
  RecordId product;
  Status status = Status::void_;
  Holder holder;
  Holder place;
  RecordId owner;
  SubjectId lot;
  Dates dates;                         ///< of units and lots
  RecordId supplier;                   ///< of lots
  std::vector<BalanceChange> changes;  ///< of lots: what the event changed
};
[[nodiscard]] StateAfter decode_state(SubjectKind kind, std::string_view state);

}  // namespace nameplate::domain
