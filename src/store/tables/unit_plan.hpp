#pragma once

#include "store/tables/unit_sums.hpp"

namespace nameplate::store::tables {

/// Where to look for a page of units.
struct UnitPlan {
  /// Give the units in the order of the page; or only their ids, when there is more to be known before rows are loaded.
  std::vector<UnitRange> ranges;
  bool in_order = true;
  /// Not in order: each of these has the ids, too, of all that can fit.
  std::vector<std::vector<UnitRange>> also = {};
};
[[nodiscard]] UnitPlan plan_page(Connection& connection, UnitMatcher const& matcher, SortKey sort, std::size_t wanted);

/// Where to look for up to `wanted` units in any order.
[[nodiscard]] std::vector<UnitRange> plan_count(Connection& connection, UnitMatcher const& matcher, std::size_t wanted);

struct KnownCount {
  Count count;
  bool has_void = true;  ///< false: units that are void are not in it
};
/// What the counts or one index alone tell; none when units must be looked at.
[[nodiscard]] std::optional<KnownCount> known_count(Connection& connection, UnitMatcher const& matcher,
                                                    std::int64_t limit);

}  // namespace nameplate::store::tables
