#pragma once

#include "store/tables/unit_streams.hpp"

#include <set>

/// What the counts and indexes tell about a filter, without looking at units.
namespace nameplate::store::tables {

/// What no count tells is counted up to Connection::counted_max(); above it is taken for this.
inline constexpr std::int64_t unknown_size = 2'000'000;

struct UnitSums {
  std::int64_t matching = 0;   ///< fit product, status, owner and lot
  std::int64_t looked_at = 0;  ///< in the same ranges, whosever they are
  std::size_t ranges = 0;      ///< pairs of product and status (and holder)
  std::int64_t at_places = 0;  ///< at the places of a filter, whatever they are
};

struct UnitTotals {
  UnitSums by_status;            ///< ranges by product and status
  std::int64_t of_products = 0;  ///< of these products, in any status
  std::int64_t of_owner = 0;
  std::int64_t all = 0;
};

[[nodiscard]] UnitTotals sum_totals(Connection& connection, UnitMatcher const& matcher);

/// What can hold units that fit the places of a filter; none when there are too many to ask each.
[[nodiscard]] std::optional<std::vector<domain::Holder>> holders_of(Connection& connection, UnitFilter const& filter);
[[nodiscard]] UnitSums sum_holders(Connection& connection, UnitMatcher const& matcher,
                                   std::vector<domain::Holder> const& holders);

// The ranges of an index that there are, as far as the filter accepts them. The index is asked and not the counts,
// because these leave out what is void.
[[nodiscard]] std::vector<UnitRange> ranges_by_status(Connection& connection, UnitMatcher const& matcher);
[[nodiscard]] std::vector<UnitRange> ranges_by_holder(Connection& connection, UnitMatcher const& matcher,
                                                      std::vector<domain::Holder> const& holders);
[[nodiscard]] std::vector<UnitRange> ranges_by_serial(Connection& connection, UnitMatcher const& matcher);
[[nodiscard]] UnitRange range_of_latest(UnitFilter const& filter);

/// The ranges of one condition on what units bear.
[[nodiscard]] std::vector<UnitRange> ranges_by_trait(UnitFilter const& filter, std::size_t condition);

/// Units in ranges by lot, expiry, latest time or serial, up to `limit`, from the index alone.
[[nodiscard]] std::int64_t count_in_index(Connection& connection, std::span<UnitRange const> ranges,
                                          UnitFilter const& filter, std::int64_t limit);

}  // namespace nameplate::store::tables
