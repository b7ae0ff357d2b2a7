#include "store/tables/unit_plan.hpp"

#include <algorithm>

namespace nameplate::store::tables {
namespace {

using Source = UnitRange::Source;

/// Whether a filter asks for nothing but one range of an index, and perhaps for products where these are part of it.
std::optional<std::vector<UnitRange>> only_range(Connection& connection, UnitMatcher const& matcher) {
  auto const& filter = matcher.filter();
  auto rest = filter;
  auto const is_empty = [](UnitFilter const& part) {
    return !part.among && part.serial_prefix_norm.empty() && part.products.empty() && part.statuses.empty() &&
           !part.locations && !part.container && !part.party && !part.lot && !part.owner && !part.latest_from &&
           !part.latest_to && !part.expires_before && part.traits.empty();
  };
  if (!filter.serial_prefix_norm.empty()) {
    rest.serial_prefix_norm.clear();
    rest.products.clear();
    return is_empty(rest) ? std::optional(ranges_by_serial(connection, matcher)) : std::nullopt;
  }
  // Ranges may overlap, and the index does not know what is void or of which product.
  if (filter.traits.size() == 1 && filter.traits.front().any_of.size() == 1) {
    rest.traits.clear();
    return is_empty(rest) ? std::optional(ranges_by_trait(filter, 0)) : std::nullopt;
  }
  if (filter.expires_before) {
    rest.expires_before.reset();
    return is_empty(rest)
               ? std::optional(std::vector{UnitRange{.source = Source::expiry, .key = {*filter.expires_before}}})
               : std::nullopt;
  }
  if (filter.latest_from || filter.latest_to) {
    rest.latest_from.reset();
    rest.latest_to.reset();
    return is_empty(rest) ? std::optional(std::vector{range_of_latest(filter)}) : std::nullopt;
  }
  return std::nullopt;
}

/// What the counts add up to, for a filter over what they are kept by.
std::optional<std::int64_t> sum_of_counts(Connection& connection, UnitMatcher const& matcher) {
  auto const& filter = matcher.filter();
  if (filter.among || !filter.serial_prefix_norm.empty() || filter.latest_from || filter.latest_to ||
      filter.expires_before || !filter.traits.empty()) {
    return std::nullopt;
  }
  auto const places =
      int{filter.container.has_value()} + int{filter.party.has_value()} + int{filter.locations.has_value()};
  if (places == 0 && !filter.lot) {
    return sum_totals(connection, matcher).by_status.matching;
  }
  // Two questions about the place at once, or a lot without a place, are beyond what a sum of counts can tell.
  auto const holders = places == 1 ? holders_of(connection, filter) : std::nullopt;
  return holders ? std::optional(sum_holders(connection, matcher, *holders).matching) : std::nullopt;
}

}  // namespace

std::optional<KnownCount> known_count(Connection& connection, UnitMatcher const& matcher, std::int64_t limit) {
  if (auto const sum = sum_of_counts(connection, matcher)) {
    return KnownCount{.count = {.value = *sum}, .has_void = false};
  }
  if (auto const ranges = only_range(connection, matcher)) {
    auto const found = count_in_index(connection, *ranges, matcher.filter(), limit + 1);
    return KnownCount{.count = {.value = std::min(found, limit), .more = found > limit}};
  }
  return std::nullopt;
}

}  // namespace nameplate::store::tables
