#pragma once

#include "base/clock.hpp"
#include "base/quantity.hpp"
#include "domain/ids.hpp"
#include "domain/status.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

/// The state of subjects as the fold of the ledger leaves it. Plain values, nothing else.
namespace nameplate::domain {

/// What a subject stands at. The numbers stand in the ledger: never renumber.
enum class HolderKind : std::uint8_t {
  nowhere = 0,    ///< scrapped, lost, not here yet, void
  location = 1,   ///< at one of our places
  container = 2,  ///< inside a container; its place is that of the outermost parent
  unit = 3,       ///< built into a unit
  party = 4,      ///< with a customer, supplier, carrier
  transit = 5,    ///< on its way to one of our places (the destination)
};

struct Holder {
  HolderKind kind = HolderKind::nowhere;
  std::int64_t id = 0;  ///< RecordId of a place or party, or SubjectId of a container or unit

  constexpr auto operator<=>(Holder const&) const = default;

  static constexpr Holder at(RecordId location) { return {HolderKind::location, location.value}; }
  static constexpr Holder in(SubjectId container) { return {HolderKind::container, container.value}; }
  static constexpr Holder with(RecordId party) { return {HolderKind::party, party.value}; }
  static constexpr Holder on_the_way_to(RecordId location) { return {HolderKind::transit, location.value}; }

  [[nodiscard]] constexpr bool is_container() const { return kind == HolderKind::container; }
  [[nodiscard]] constexpr SubjectId container() const { return {is_container() ? id : 0}; }
};

/// Days since 1970-01-01.
struct Dates {
  std::optional<std::int32_t> produced = {};
  std::optional<std::int32_t> expires = {};

  auto operator<=>(Dates const&) const = default;
};

/// What every row of a subject carries beside its state.
struct Trail {
  EventId last_event;         ///< recorded last for this row; guards every write of it
  base::Instant latest_time;  ///< the latest event time of this row

  auto operator<=>(Trail const&) const = default;
};

struct UnitState {
  SubjectId id;
  RecordId product;
  std::string serial;  ///< as the label shows it
  Status status = Status::void_;
  Holder holder;
  RecordId owner;  ///< none: ours
  SubjectId lot;   ///< none: no lot
  Dates dates;
  Trail trail;

  auto operator<=>(UnitState const&) const = default;
};

struct ContainerState {
  SubjectId id;
  std::string code;
  Status status = Status::in_stock;
  Holder holder;
  Holder place;  ///< where its outermost parent stands; never a container
  Trail trail;

  auto operator<=>(ContainerState const&) const = default;
};

struct LotState {
  SubjectId id;
  RecordId product;
  std::string number;  ///< empty: the one lot of a product that is not tracked
  RecordId owner;      ///< none: ours
  RecordId supplier;   ///< whose goods it holds, when known
  Dates dates;
  Trail trail;

  auto operator<=>(LotState const&) const = default;
};

struct BalanceKey {
  SubjectId lot;
  Holder holder;
  Status status = Status::in_stock;

  auto operator<=>(BalanceKey const&) const = default;
};

/// How much of a lot stands in one place in one status. Never negative.
struct Balance {
  BalanceKey key;
  base::Quantity quantity;
  base::Quantity weight;  ///< catch weight: the second quantity, where items of a lot differ in weight
  Trail trail;

  auto operator<=>(Balance const&) const = default;
};

}  // namespace nameplate::domain

template <>
struct std::hash<nameplate::domain::Holder> {
  std::size_t operator()(nameplate::domain::Holder const& holder) const noexcept {
    return static_cast<std::size_t>(static_cast<std::uint64_t>(holder.id) * 0x9E3779B97F4A7C15ULL +
                                    static_cast<std::uint64_t>(holder.kind));
  }
};

template <>
struct std::hash<nameplate::domain::BalanceKey> {
  std::size_t operator()(nameplate::domain::BalanceKey const& key) const noexcept {
    return std::hash<nameplate::domain::SubjectId>()(key.lot) * 31 +
           std::hash<nameplate::domain::Holder>()(key.holder) * 7 + static_cast<std::size_t>(key.status);
  }
};
