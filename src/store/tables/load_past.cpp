// The past, for what turns up late.

#include "store/tables/load.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_load.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace nameplate::store::tables::load {

std::vector<domain::EventSubject> history_since(Connection& connection, Ids subjects, base::Instant since) {
  return collect(
      connection, sql::history_since, subjects,
      [&](Statement& statement, domain::SubjectId id) { statement.bind(id, since); }, read_event_subject);
}

std::vector<domain::EventSubject> states_before(Connection& connection, Ids subjects, base::Instant before) {
  return collect(
      connection, sql::state_before, subjects,
      [&](Statement& statement, domain::SubjectId id) { statement.bind(id, before); }, read_event_subject);
}

std::vector<domain::Containment> stays_since(Connection& connection, Ids children, base::Instant since) {
  return collect(
      connection, sql::stays_since, children,
      [&](Statement& statement, domain::SubjectId id) { statement.bind(id, since); }, read_containment);
}

std::vector<domain::Containment> contents_of(Connection& connection, Ids parents, base::Instant from,
                                             base::Instant to) {
  return collect(
      connection, sql::contents_of, parents,
      [&](Statement& statement, domain::SubjectId id) { statement.bind(id, from, to); }, read_containment);
}

std::vector<domain::LastLeft> last_left(Connection& connection, Ids containers) {
  auto const read = [](Statement const& row) {
    return domain::LastLeft{.container = {row.integer(0)}, .time = {row.integer(1)}};
  };
  auto found = collect(connection, sql::contents_last_left, containers, read);
  std::ranges::copy(collect(connection, sql::balances_last_changed, containers, read), std::back_inserter(found));
  // The latest of each container.
  std::ranges::sort(found, [](domain::LastLeft const& left, domain::LastLeft const& right) {
    return std::pair(left.container, right.time) < std::pair(right.container, left.time);
  });
  auto const rest = std::ranges::unique(found, {}, &domain::LastLeft::container);
  found.erase(rest.begin(), rest.end());
  return found;
}

std::vector<domain::SubjectId> lots_ever_in(Connection& connection, Ids containers) {
  return collect(connection, sql::lots_ever_in, containers,
                 [](Statement const& row) { return domain::SubjectId{row.integer(0)}; });
}

std::vector<domain::ReversedItem> reversed_items(Connection& connection, std::span<domain::EventId const> events) {
  return collect(connection, sql::reversed_items, events, read_reversed_item);
}

std::vector<domain::Amendment> amendments_of(Connection& connection, std::span<domain::EventId const> events) {
  return collect(connection, sql::amendments_of, events, read_amendment);
}

std::vector<domain::Exception> exceptions(Connection& connection, std::span<domain::EventId const> events) {
  return collect(connection, sql::load_exception, events, read_exception);
}

std::vector<domain::HoldMember> members_of(Connection& connection, Ids subjects) {
  return collect(connection, sql::members_of, subjects, read_member);
}

std::vector<domain::Hold> rule_holds_released_since(Connection& connection, base::Instant since) {
  std::vector<domain::Hold> holds;
  auto statement = connection.use(sql::rule_holds_released_since);
  statement.bind(since);
  while (statement.step()) {
    holds.push_back(read_hold(statement));
  }
  return holds;
}

}  // namespace nameplate::store::tables::load
