#include "store/tables/unit_sums.hpp"

#include "base/check.hpp"
#include "store/tables/sql_question.hpp"
#include "store/tables/sql_units.hpp"

#include <limits>
#include <set>

namespace nameplate::store::tables {
namespace {

using domain::Holder;
using domain::RecordId;
using domain::Status;
using Source = UnitRange::Source;

/// More places than this are not looked up one by one.
constexpr std::size_t holders_max = 5000;

/// Adds a range for each pair of product and status that the index has and the filter accepts.
template <typename... Key>
void add_ranges(Statement& next, UnitMatcher const& matcher, Source source, std::vector<UnitRange>& ranges,
                Key const&... key) {
  auto const add_from = [&](std::int64_t product, std::optional<std::int64_t> only_product) {
    std::int64_t status = 0;  // below every one
    while (next.bind(product, status, key...).step()) {
      product = next.integer(0);
      status = next.integer(1);
      if (only_product && product != *only_product) {
        break;
      }
      if (matcher.accepts(static_cast<Status>(status))) {
        ranges.push_back({.source = source, .key = {product, status, key...}});
      }
      ++status;
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

template <typename... Values>
std::int64_t ask_count(Connection& connection, Sql const& sql, Values const&... values) {
  auto statement = connection.use(sql);
  statement.bind(values...).step();
  return statement.integer(0);
}

}  // namespace

UnitTotals sum_totals(Connection& connection, UnitMatcher const& matcher) {
  UnitTotals totals;
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
    if (matcher.accepts(status)) {
      totals.by_status.looked_at += units;
      pairs.emplace(product.value, static_cast<std::int64_t>(status));
      totals.by_status.matching += matcher.accepts_owner(owner) ? units : 0;
    }
  }
  totals.by_status.ranges = pairs.size();
  return totals;
}

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

UnitSums sum_holders(Connection& connection, UnitMatcher const& matcher, std::vector<Holder> const& holders) {
  UnitSums sums;
  auto counts = connection.use(sql::stock_counts_at);
  for (auto const& holder : holders) {
    std::pair<std::int64_t, std::int64_t> range_before = {-1, -1};
    ++sums.ranges;  // asking costs as much as a range
    counts.bind(holder.id, holder.kind);
    while (counts.step()) {
      RecordId const product{counts.integer(2)};
      auto const status = static_cast<Status>(counts.integer(3));
      auto const units = counts.integer(6);
      sums.at_places += units;
      if (!matcher.accepts(product) || !matcher.accepts(status)) {
        continue;
      }
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

UnitRange range_of_latest(UnitFilter const& filter) {
  auto const begin = filter.latest_from.value_or(base::Instant{std::numeric_limits<std::int64_t>::min()});
  auto const end = filter.latest_to.value_or(base::Instant{std::numeric_limits<std::int64_t>::max()});
  return {.source = Source::latest, .key = {end.microseconds, begin.microseconds}};
}

std::vector<UnitRange> ranges_by_trait(UnitFilter const& filter, std::size_t condition) {
  std::vector<UnitRange> ranges;
  for (std::size_t i = 0; i < filter.traits[condition].any_of.size(); ++i) {
    ranges.push_back(
        {.source = Source::trait, .key = {static_cast<std::int64_t>(condition), static_cast<std::int64_t>(i)}});
  }
  return ranges;
}

std::int64_t count_in_index(Connection& connection, std::span<UnitRange const> ranges, UnitFilter const& filter,
                            std::int64_t limit) {
  std::int64_t found = 0;
  std::string_view const serial_prefix = filter.serial_prefix_norm;
  auto const end = after_prefix(serial_prefix);
  for (auto const& range : ranges) {
    auto const& key = range.key;
    switch (range.source) {
      case Source::lot: found += ask_count(connection, sql::count_units_of_lot, limit - found, key[0]); break;
      case Source::expiry: found += ask_count(connection, sql::count_units_expiring, limit - found, key[0]); break;
      case Source::latest:
        found += ask_count(connection, sql::count_units_by_latest, limit - found, key[1], key[0]);
        break;
      case Source::serial:
        found += ask_count(connection, sql::count_units_by_serial, limit - found, key[0], serial_prefix,
                           std::string_view(end));
        break;
      case Source::trait: {
        auto const& condition = filter.traits[static_cast<std::size_t>(key[0])];
        auto const& bounds = condition.any_of[static_cast<std::size_t>(key[1])];
        found += ask_count(connection, sql::count_by_trait, limit - found, condition.attribute, bounds.from, bounds.to);
        break;
      }
      case Source::whole:
      case Source::product_status:
      case Source::holder:
      case Source::place:
      case Source::owner:
      case Source::serial_order: base::unreachable();  // the counts tell
    }
    if (found >= limit) {
      break;
    }
  }
  return found;
}

}  // namespace nameplate::store::tables
