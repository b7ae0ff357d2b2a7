#pragma once

#include "store/tables/unit_matcher.hpp"

#include <array>
#include <functional>
#include <limits>
#include <span>
#include <unordered_set>

namespace nameplate::store::tables {

/// A range of an index of `unit`.
struct UnitRange {
  enum class Source : std::uint8_t {
    whole,
    product_status,
    holder,
    place,
    lot,
    owner,
    expiry,
    latest,
    trait,         ///< one of the filter's conditions
    serial,        ///< as far as a prefix goes
    serial_order,  ///< the same, for its order only
  };
  Source source = Source::whole;
  /// Product and status; product, status and holder; holder; lot; owner; end and begin of days or times; product;
  /// place of a condition in the filter, and of a range in it.
  std::array<std::int64_t, 4> key = {};
};

/// Where a walk stands. For lists by id, `text` is not used.
struct UnitPosition {
  std::string text = {};
  std::int64_t id = 0;

  auto operator<=>(UnitPosition const&) const = default;
};

struct FoundUnit {
  UnitPosition position;
  domain::UnitState unit;
};

struct UnitWalk {
  SortKey sort = SortKey::id;
  SortOrder order = SortOrder::ascending;
  std::optional<UnitCursor> after = {};
  std::string serial_prefix = {};  ///< bounds ranges by serial
  std::size_t wanted = 100;        ///< how much will be taken, as far as known
  /// For walks by serial: rows of others are not loaded.
  std::optional<std::unordered_set<domain::SubjectId>> only = {};
};

/// Gives what fits, in the order of the walk, until `take` says false. Looks only as far ahead as it must.
void walk_in_order(Connection& connection, std::span<UnitRange const> ranges, UnitWalk const& walk,
                   UnitMatcher& matcher, std::function<bool(FoundUnit&&)> const& take);

/// The ids in ranges, from the index alone; for all sources but `whole` and `serial_order`.
[[nodiscard]] std::vector<domain::SubjectId> ids_in(Connection& connection, std::span<UnitRange const> ranges,
                                                    UnitMatcher const& matcher);
/// Gives those of these units that fit, by id in the order of the walk, until `take` says false.
void walk_by_ids(Connection& connection, std::vector<domain::SubjectId> ids, UnitWalk const& walk, UnitMatcher& matcher,
                 std::function<bool(Statement const&)> const& take);

/// Gives what fits, in any order, until `take` says false.
void walk_in_any_order(Connection& connection, std::span<UnitRange const> ranges, UnitMatcher& matcher,
                       std::function<bool(Statement const&)> const& take);

[[nodiscard]] FoundUnit found_unit(Statement const& row);

}  // namespace nameplate::store::tables
