#include "store/tables/questions.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/unit_plan.hpp"

#include <algorithm>
#include <iterator>

namespace nameplate::store::tables::question {
namespace {

UnitWalk walk_for(UnitFilter const& filter, UnitPage const& page) {
  return {.sort = page.sort,
          .order = page.order,
          .after = page.after,
          .serial_prefix = filter.serial_prefix_norm,
          .wanted = page.limit};
}

/// Sorts by serial and cuts the page out.
std::vector<domain::UnitState> cut_page(std::vector<FoundUnit> found, UnitPage const& page) {
  auto const before = [&](UnitPosition const& a, UnitPosition const& b) {
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

std::vector<domain::UnitState> list_in_order(Connection& connection, std::span<UnitRange const> ranges,
                                             UnitWalk const& walk, UnitMatcher& matcher, UnitPage const& page) {
  std::vector<domain::UnitState> units;
  walk_in_order(connection, ranges, walk, matcher, [&](FoundUnit&& found) {
    units.push_back(std::move(found.unit));
    return units.size() < page.limit;
  });
  return units;
}

/// Whether it is quicker to load all these units and sort them than to walk the index by serial until enough of them
/// were met. They may be met four times too late.
bool is_loading_quicker(Connection& connection, std::size_t ids, UnitMatcher const& matcher, std::size_t wanted) {
  auto const load = connection.steps_per_row();
  constexpr double unevenness = 4;
  auto const of_products = static_cast<double>(sum_totals(connection, matcher).of_products);
  auto const count = static_cast<double>(std::max<std::size_t>(ids, 1));
  auto const page = static_cast<double>(wanted);
  return count * load <= page * load + page * of_products / count * unevenness;
}

/// The page from among some units, as few of them loaded as can be.
std::vector<domain::UnitState> list_of_ids(Connection& connection, std::vector<domain::SubjectId> ids, UnitWalk walk,
                                           UnitMatcher& matcher, UnitPage const& page) {
  if (page.sort == SortKey::serial && !is_loading_quicker(connection, ids.size(), matcher, page.limit)) {
    walk.only.emplace(ids.begin(), ids.end());
    return list_in_order(connection, ranges_by_serial(connection, matcher), walk, matcher, page);
  }
  if (page.sort == SortKey::serial) {
    std::vector<FoundUnit> found;
    walk_by_ids(connection, std::move(ids), {}, matcher, [&](Statement const& row) {
      found.push_back(found_unit(row));
      return true;
    });
    return cut_page(std::move(found), page);
  }
  std::vector<domain::UnitState> units;
  walk_by_ids(connection, std::move(ids), walk, matcher, [&](Statement const& row) {
    units.push_back(read_unit(row));
    return units.size() < page.limit;
  });
  return units;
}

/// What all indexes that the plan names agree on.
std::vector<domain::SubjectId> ids_of_plan(Connection& connection, UnitPlan const& plan, UnitMatcher const& matcher) {
  auto ids = ids_in(connection, plan.ranges, matcher);
  if (!plan.also.empty()) {
    std::ranges::sort(ids);
  }
  for (auto const& ranges : plan.also) {
    auto others = ids_in(connection, ranges, matcher);
    std::ranges::sort(others);
    std::vector<domain::SubjectId> both;
    std::ranges::set_intersection(ids, others, std::back_inserter(both));
    ids = std::move(both);
  }
  return ids;
}

Count look_through(Connection& connection, UnitFilter const& filter, std::int64_t limit) {
  Count count;
  auto const add = [&](Statement const&) {
    count.more = count.value >= limit;
    count.value += count.more ? 0 : 1;
    return !count.more;
  };
  UnitMatcher matcher(connection, filter);
  if (filter.among) {
    walk_by_ids(connection, *filter.among, {}, matcher, add);
  } else {
    auto const ranges = plan_count(connection, matcher, static_cast<std::size_t>(limit) + 1);
    walk_in_any_order(connection, ranges, matcher, add);
  }
  return count;
}

}  // namespace

std::vector<domain::UnitState> list_units(Connection& connection, UnitFilter const& filter, UnitPage const& page) {
  if (page.limit == 0) {
    return {};
  }
  UnitMatcher matcher(connection, filter);
  auto const walk = walk_for(filter, page);
  if (filter.among) {
    return list_of_ids(connection, *filter.among, walk, matcher, page);
  }
  auto const plan = plan_page(connection, matcher, page.sort, page.limit);
  return plan.in_order ? list_in_order(connection, plan.ranges, walk, matcher, page)
                       : list_of_ids(connection, ids_of_plan(connection, plan, matcher), walk, matcher, page);
}

Count count_units(Connection& connection, UnitFilter const& filter, std::int64_t limit) {
  UnitMatcher const matcher(connection, filter);
  auto const known = known_count(connection, matcher, limit);
  if (!known) {
    return look_through(connection, filter, limit);
  }
  auto count = known->count;
  if (!known->has_void && matcher.accepts(domain::Status::void_)) {
    // Nobody counts what is void; there is little of it.
    auto only_void = filter;
    only_void.statuses = {domain::Status::void_};
    auto const voided = look_through(connection, only_void, limit);
    count.value += voided.value;
    count.more = voided.more;
  }
  return count;
}

}  // namespace nameplate::store::tables::question
