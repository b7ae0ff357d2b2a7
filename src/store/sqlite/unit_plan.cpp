#include "store/sqlite/unit_plan.hpp"

#include "store/sqlite/sql_question.hpp"
#include "store/sqlite/sql_units.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace nameplate::store::sqlite {
namespace {

using domain::Holder;
using domain::HolderKind;
using domain::RecordId;
using domain::Status;
using Source = UnitRange::Source;

/// More places than this are not looked up one by one.
constexpr std::size_t holders_max = 5000;
/// Up to here ranges whose size no count tells are counted.
constexpr std::int64_t counted_max = 10'000;
constexpr std::int64_t unknown_size = 50 * counted_max;

constexpr double microseconds_per_range = 4;
constexpr double microseconds_per_row = 1;
constexpr double microseconds_per_sorted_row = 1.5;
/// Rows that fit are not spread evenly: old units are sold, new ones in stock.
constexpr double unevenness = 4;
/// Parts of a filter that nothing counts are taken to leave one row in so many.
constexpr std::int64_t uncounted_share = 20;

/// What the counts tell of the units of some products or at some places.
struct Sums {
  std::int64_t matching = 0;   ///< fit product, status, owner and lot
  std::int64_t looked_at = 0;  ///< in the same ranges, whosever they are
  std::size_t ranges = 0;      ///< pairs of product and status (and holder)
};

struct Totals {
  Sums by_status;                ///< ranges by product and status
  std::int64_t of_products = 0;  ///< of these products, in any status
  std::int64_t of_owner = 0;
  std::int64_t all = 0;
  std::set<std::int64_t> products;
};

Totals sum_totals(Connection& connection, UnitMatcher const& matcher) {
  Totals totals;
  std::set<std::pair<std::int64_t, std::int64_t>> pairs;
  auto statement = connection.use(sql::stock_totals);
  statement.bind();
  while (statement.step()) {
    RecordId const product{statement.integer(0)};
    auto const status = static_cast<Status>(statement.integer(1));
    RecordId const owner{statement.integer(2)};
    auto const units = statement.integer(3);
    totals.all += units;
    totals.of_owner += matcher.accepts_owner(owner) ? units : 0;
    if (!matcher.accepts(product)) {
      continue;
    }
    totals.of_products += units;
    totals.products.insert(product.value);
    if (matcher.accepts(status)) {
      totals.by_status.looked_at += units;
      pairs.emplace(product.value, static_cast<std::int64_t>(status));
      totals.by_status.matching += matcher.accepts_owner(owner) ? units : 0;
    }
  }
  totals.by_status.ranges = pairs.size();
  return totals;
}

/// What can hold units that fit the places of a filter; none when there are too many to ask each.
std::optional<std::vector<Holder>> holders_of(Connection& connection, UnitFilter const& filter) {
  std::vector<Holder> holders;
  if (filter.container) {
    holders.push_back(Holder::in(*filter.container));
    return holders;
  }
  if (filter.party) {
    holders.push_back(Holder::with(*filter.party));
  } else if (filter.locations && filter.locations->size() <= holders_max) {
    for (auto const location : std::set(filter.locations->begin(), filter.locations->end())) {
      holders.push_back(Holder::at(location));
    }
  } else {
    return std::nullopt;
  }
  auto const places = holders.size();
  auto containers = connection.use(sql::containers_at_place);
  for (std::size_t i = 0; i < places; ++i) {
    containers.bind(holders[i].id, holders[i].kind);
    while (containers.step()) {
      if (holders.size() >= holders_max) {
        return std::nullopt;
      }
      holders.push_back(Holder::in({containers.integer(0)}));
    }
  }
  return holders;
}

Sums sum_holders(Connection& connection, UnitMatcher const& matcher, std::vector<Holder> const& holders) {
  Sums sums;
  auto counts = connection.use(sql::stock_counts_at);
  for (auto const& holder : holders) {
    std::pair<std::int64_t, std::int64_t> range_before = {-1, -1};
    ++sums.ranges;  // asking costs as much as a range
    counts.bind(holder.id, holder.kind);
    while (counts.step()) {
      RecordId const product{counts.integer(2)};
      auto const status = static_cast<Status>(counts.integer(3));
      if (!matcher.accepts(product) || !matcher.accepts(status)) {
        continue;
      }
      auto const units = counts.integer(6);
      sums.looked_at += units;
      if (matcher.accepts_owner({counts.integer(4)}) && matcher.accepts_lot({counts.integer(5)})) {
        sums.matching += units;
      }
      if (std::pair const range = {product.value, counts.integer(3)}; range != range_before) {
        ++sums.ranges;
        range_before = range;
      }
    }
  }
  return sums;
}

/// Adds a range for each pair of product and status that the index has and the filter accepts. The index is asked and
/// not the counts, because these leave out what is void.
template <typename... Key>
void add_ranges(Statement& next, UnitMatcher const& matcher, Source source, std::vector<UnitRange>& ranges,
                Key const&... key) {
  auto const add_from = [&](std::int64_t product, std::optional<std::int64_t> only_product) {
    std::int64_t status = -1;
    while (next.bind(product, status, key...).step()) {
      product = next.integer(0);
      status = next.integer(1);
      if (only_product && product != *only_product) {
        break;
      }
      if (matcher.accepts(static_cast<Status>(status))) {
        ranges.push_back({.source = source, .key = {product, status, key...}});
      }
    }
    next.reset();
  };
  if (matcher.products().empty()) {
    add_from(-1, std::nullopt);
  }
  for (auto const product : matcher.products()) {
    add_from(product.value, product.value);
  }
}

std::vector<UnitRange> ranges_by_status(Connection& connection, UnitMatcher const& matcher) {
  std::vector<UnitRange> ranges;
  auto next = connection.use(sql::next_product_status);
  add_ranges(next, matcher, Source::product_status, ranges);
  return ranges;
}

std::vector<UnitRange> ranges_by_holder(Connection& connection, UnitMatcher const& matcher,
                                        std::vector<Holder> const& holders) {
  std::vector<UnitRange> ranges;
  auto next = connection.use(sql::next_holder_product_status);
  for (auto const& holder : holders) {
    add_ranges(next, matcher, Source::holder, ranges, holder.id, static_cast<std::int64_t>(holder.kind));
  }
  return ranges;
}

std::vector<UnitRange> ranges_by_serial(Connection& connection, UnitMatcher const& matcher) {
  std::vector<UnitRange> ranges;
  for (auto const product : matcher.products()) {
    ranges.push_back({.source = Source::serial, .key = {product.value}});
  }
  if (matcher.products().empty()) {
    auto next = connection.use(sql::next_product);
    std::int64_t product = -1;
    while (next.bind(product).step()) {
      product = next.integer(0);
      ranges.push_back({.source = Source::serial, .key = {product}});
    }
  }
  return ranges;
}

template <typename... Values>
std::int64_t count_up_to(Connection& connection, Sql const& sql, Values const&... values) {
  auto statement = connection.use(sql);
  statement.bind(counted_max, values...);
  statement.step();
  auto const found = statement.integer(0);
  return found < counted_max ? found : unknown_size;
}

std::int64_t count_prefix(Connection& connection, std::vector<UnitRange> const& ranges, std::string_view prefix) {
  std::int64_t found = 0;
  auto const end = after_prefix(prefix);
  for (auto const& range : ranges) {
    found += count_up_to(connection, sql::count_units_by_serial, range.key[0], prefix, std::string_view(end));
    if (found >= counted_max) {
      return unknown_size;
    }
  }
  return found;
}

/// One way to find the units, and what it would cost.
struct Candidate {
  Source source;
  bool in_order;
  double ranges;
  double rows;
};

double cost_of(Candidate const& candidate, double matching, std::size_t wanted) {
  auto const asking = candidate.ranges * microseconds_per_range;
  if (!candidate.in_order) {
    return asking + candidate.rows * microseconds_per_sorted_row;
  }
  // So many rows are looked at to find one that fits.
  auto const per_match = candidate.rows / std::max(matching, 1.0);
  auto const skipped = per_match > 1.01 ? per_match * unevenness : 1;
  return asking + std::min(candidate.rows, static_cast<double>(wanted) * skipped) * microseconds_per_row;
}

bool is_counted_only(UnitFilter const& filter) {
  return !filter.among && filter.serial_prefix_norm.empty() && !filter.latest_from && !filter.latest_to &&
         !filter.expires_before;
}

}  // namespace

UnitEstimate estimate(Connection& connection, UnitMatcher const& matcher) {
  auto const& filter = matcher.filter();
  auto const totals = sum_totals(connection, matcher);
  // Two questions about the place at once, or a lot without a place, are beyond what a sum of counts can tell.
  bool const one_place =
      int{filter.container.has_value()} + int{filter.party.has_value()} + int{filter.locations.has_value()} == 1;
  if (!is_counted_only(filter)) {
    return {.all = totals.all, .matching = totals.by_status.matching};
  }
  if (one_place) {
    if (auto const holders = holders_of(connection, filter)) {
      return {.all = totals.all, .matching = sum_holders(connection, matcher, *holders).matching, .exact = true};
    }
  }
  return {.all = totals.all, .matching = totals.by_status.matching, .exact = !matcher.has_place() && !filter.lot};
}

UnitPlan plan_units(Connection& connection, UnitMatcher const& matcher, SortKey sort, std::size_t wanted, Wanted how) {
  auto const& filter = matcher.filter();
  auto const totals = sum_totals(connection, matcher);
  bool const by_id = sort == SortKey::id || how == Wanted::any_order;
  bool const by_serial = sort == SortKey::serial || how == Wanted::any_order;

  std::int64_t matching = totals.by_status.matching;
  std::vector<Candidate> candidates;
  auto const consider = [&](Source source, bool in_order, std::size_t ranges, std::int64_t rows) {
    candidates.push_back({source, in_order, static_cast<double>(ranges), static_cast<double>(rows)});
    matching = std::min(matching, rows);
  };

  auto const holders = matcher.has_place() ? holders_of(connection, filter) : std::nullopt;
  if (holders) {
    auto const sums = sum_holders(connection, matcher, *holders);
    consider(Source::holder, by_id, sums.ranges, sums.looked_at);
    matching = std::min(matching, sums.matching);
  }
  if (filter.lot && *filter.lot) {
    consider(Source::lot, by_id, 1, count_up_to(connection, sql::count_units_of_lot, *filter.lot));
  }
  if (filter.owner && *filter.owner) {
    consider(Source::owner, by_id, 1, totals.of_owner);
  }
  if (filter.expires_before) {
    consider(Source::expiry, how == Wanted::any_order, 1,
             count_up_to(connection, sql::count_units_expiring, *filter.expires_before));
  }
  auto const latest_end =
      filter.latest_to.value_or(base::Instant{std::numeric_limits<std::int64_t>::max()}).microseconds;
  auto const latest_begin = filter.latest_from.value_or(base::Instant{}).microseconds;
  if (filter.latest_from || filter.latest_to) {
    consider(Source::latest, how == Wanted::any_order, 1,
             count_up_to(connection, sql::count_units_by_latest, latest_begin, latest_end));
  }
  auto const by_serial_ranges = ranges_by_serial(connection, matcher);
  if (by_serial || !filter.serial_prefix_norm.empty()) {
    consider(Source::serial, by_serial, by_serial_ranges.size(),
             filter.serial_prefix_norm.empty() ? totals.of_products
                                               : count_prefix(connection, by_serial_ranges, filter.serial_prefix_norm));
  }
  consider(Source::product_status, by_id, totals.by_status.ranges, totals.by_status.looked_at);
  consider(Source::whole, by_id, 0, totals.all);
  if (matcher.has_place() && !holders) {
    matching /= uncounted_share;
  }

  auto const best = std::ranges::min_element(candidates, {}, [&](Candidate const& candidate) {
    return cost_of(candidate, static_cast<double>(matching), wanted);
  });
  UnitPlan plan{.in_order = best->in_order};
  switch (best->source) {
    case Source::holder: plan.ranges = ranges_by_holder(connection, matcher, *holders); break;
    case Source::lot: plan.ranges = {{.source = Source::lot, .key = {filter.lot->value}}}; break;
    case Source::owner: plan.ranges = {{.source = Source::owner, .key = {filter.owner->value}}}; break;
    case Source::expiry:
      plan.ranges = {
          {.source = Source::expiry, .key = {*filter.expires_before, std::numeric_limits<std::int64_t>::min()}}};
      break;
    case Source::latest: plan.ranges = {{.source = Source::latest, .key = {latest_end, latest_begin}}}; break;
    case Source::serial: plan.ranges = by_serial_ranges; break;
    case Source::product_status: plan.ranges = ranges_by_status(connection, matcher); break;
    case Source::whole: plan.ranges = {{.source = Source::whole}}; break;
  }
  return plan;
}

}  // namespace nameplate::store::sqlite
