#include "store/sqlite/load.hpp"
#include "store/sqlite/questions.hpp"
#include "store/sqlite/rows.hpp"
#include "store/sqlite/sql_load.hpp"
#include "store/sqlite/unit_plan.hpp"

#include <algorithm>

namespace nameplate::store::sqlite::question {
namespace {

UnitWalk walk_for(UnitFilter const& filter, UnitPage const& page) {
  return {.sort = page.sort,
          .order = page.order,
          .after = page.after,
          .serial_prefix = filter.serial_prefix_norm,
          .wanted = page.limit};
}

/// The given units that fit, until `take` says false.
void walk_among(Connection& connection, UnitFilter const& filter, UnitMatcher& matcher,
                std::function<bool(FoundUnit&&)> const& take) {
  auto load = connection.use(sql::load_unit);
  for (auto const id : *filter.among) {
    if (load.bind(id).step() && matcher.matches(load)) {
      FoundUnit found{.position = {.text = std::string(load.text(2)), .id = id.value}, .unit = read_unit(load)};
      load.reset();
      if (!take(std::move(found))) {
        return;
      }
    }
  }
}

/// Sorts what was gathered and cuts the page out of it.
std::vector<domain::UnitState> cut_page(std::vector<FoundUnit> found, UnitPage const& page) {
  auto const before = [&](UnitPosition const& a, UnitPosition const& b) {
    if (page.sort == SortKey::id) {
      return page.order == SortOrder::ascending ? a.id < b.id : a.id > b.id;
    }
    return page.order == SortOrder::ascending ? a < b : a > b;
  };
  if (page.after) {
    UnitPosition const after{.text = page.after->serial_norm, .id = page.after->id.value};
    std::erase_if(found, [&](FoundUnit const& unit) { return !before(after, unit.position); });
  }
  auto const size = std::min(page.limit, found.size());
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(size), before, &FoundUnit::position);
  std::vector<domain::UnitState> units;
  units.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    units.push_back(std::move(found[i].unit));
  }
  return units;
}

Count look_through(Connection& connection, UnitFilter const& filter, std::int64_t limit) {
  Count count;
  auto const add = [&](FoundUnit const&) {
    count.more = count.value >= limit;
    count.value += count.more ? 0 : 1;
    return !count.more;
  };
  UnitMatcher matcher(connection, filter);
  if (filter.among) {
    walk_among(connection, filter, matcher, add);
    return count;
  }
  auto const wanted = static_cast<std::size_t>(limit) + 1;
  auto const plan = plan_units(connection, matcher, SortKey::id, wanted, Wanted::any_order);
  walk_in_any_order(connection, plan.ranges, {.serial_prefix = filter.serial_prefix_norm, .wanted = wanted}, matcher,
                    add);
  return count;
}

}  // namespace

std::vector<domain::UnitState> list_units(Connection& connection, UnitFilter const& filter, UnitPage const& page) {
  if (page.limit == 0) {
    return {};
  }
  UnitMatcher matcher(connection, filter);
  std::vector<FoundUnit> gathered;
  auto const gather = [&](FoundUnit&& found) {
    gathered.push_back(std::move(found));
    return true;
  };
  if (filter.among) {
    walk_among(connection, filter, matcher, gather);
    return cut_page(std::move(gathered), page);
  }
  auto const plan = plan_units(connection, matcher, page.sort, page.limit, Wanted::page_in_order);
  auto const walk = walk_for(filter, page);
  if (!plan.in_order) {
    walk_in_any_order(connection, plan.ranges, walk, matcher, gather);
    return cut_page(std::move(gathered), page);
  }
  std::vector<domain::UnitState> units;
  walk_in_order(connection, plan.ranges, walk, matcher, [&](FoundUnit&& found) {
    units.push_back(std::move(found.unit));
    return units.size() < page.limit;
  });
  return units;
}

Count count_units(Connection& connection, UnitFilter const& filter, std::int64_t limit) {
  UnitMatcher const matcher(connection, filter);
  auto const known = estimate(connection, matcher);
  if (!known.exact) {
    return look_through(connection, filter, limit);
  }
  Count count{.value = known.matching};
  if (matcher.accepts(domain::Status::void_)) {
    // Nobody counts what is void; there is little of it.
    auto only_void = filter;
    only_void.statuses = {domain::Status::void_};
    auto const voided = look_through(connection, only_void, limit);
    count.value += voided.value;
    count.more = voided.more;
  }
  return count;
}

}  // namespace nameplate::store::sqlite::question
