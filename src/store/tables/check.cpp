#include "store/tables/check.hpp"

#include "store/tables/sql_seals.hpp"

#include <fmt/format.h>

namespace nameplate::store::tables::check {
namespace {

void add_differences(Connection& connection, Sql const& sql, std::string_view what, std::vector<CountDifference>& found,
                     std::optional<domain::Status> status) {
  auto statement = connection.use(sql);
  if (status) {
    statement.bind(*status);
  } else {
    statement.bind();
  }
  while (statement.step()) {
    auto const bounded = statement.integer(1);
    found.push_back({.what = fmt::format("{} of product {} in status {}", what, statement.integer(0), bounded),
                     .expected = statement.integer(3),
                     .found = statement.integer(2)});
  }
}

}  // namespace

LedgerCounts ledger_counts(Connection& connection) {
  LedgerCounts counts;
  {
    auto events = connection.use(sql::count_events);
    events.bind();
    if (events.step()) {
      counts.events = events.integer(0);
      counts.first = events.integer(1);
      counts.last = events.integer(2);
    }
  }
  {
    auto newest = connection.use(sql::recorded_at_of);
    newest.bind(counts.last);
    if (newest.step()) {
      counts.recorded_at = {newest.integer(0)};
    }
  }
  auto seals = connection.use(sql::count_seals);
  seals.bind();
  if (seals.step()) {
    counts.seals = seals.integer(0);
    counts.seal_nodes = seals.integer(1);
  }
  return counts;
}

std::vector<CountDifference> compare_counts(Connection& connection) {
  std::vector<CountDifference> found;
  add_differences(connection, sql::compare_unit_totals, "unit_total", found, domain::Status::void_);
  add_differences(connection, sql::compare_unit_counts, "unit_total against unit_count", found, std::nullopt);
  return found;
}

}  // namespace nameplate::store::tables::check
