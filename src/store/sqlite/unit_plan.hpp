#pragma once

#include "store/sqlite/unit_streams.hpp"

namespace nameplate::store::sqlite {

/// What a question about units wants: decides whether an index in the right order is worth more than a short one.
enum class Wanted : std::uint8_t { page_in_order, any_order };

struct UnitPlan {
  std::vector<UnitRange> ranges;
  bool in_order = true;  ///< false: everything that fits must be gathered and sorted
};

/// What the counts say about a filter.
struct UnitEstimate {
  std::int64_t all = 0;       ///< units in the ledger
  std::int64_t matching = 0;  ///< that fit product, status, owner and, if `exact`, every other part of the filter
  bool exact = false;         ///< units that are void are never counted
};
[[nodiscard]] UnitEstimate estimate(Connection& connection, UnitMatcher const& matcher);

/// Chooses where to look. The costs that it weighs are in microseconds, roughly; the units in a range are known from
/// the counts, so a choice is rarely wrong by much.
[[nodiscard]] UnitPlan plan_units(Connection& connection, UnitMatcher const& matcher, SortKey sort, std::size_t wanted,
                                  Wanted how);

}  // namespace nameplate::store::sqlite
