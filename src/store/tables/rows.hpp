#pragma once

#include "domain/changes.hpp"
#include "domain/event.hpp"
#include "store/tables/connection.hpp"

#include <functional>
#include <ranges>

/// Rows of the tables as values. The columns stand in the order that sql_load.hpp gives them.
namespace nameplate::store::tables {

[[nodiscard]] domain::UnitState read_unit(Statement const& row);
[[nodiscard]] domain::ContainerState read_container(Statement const& row);
[[nodiscard]] domain::LotState read_lot(Statement const& row);
[[nodiscard]] domain::Balance read_balance(Statement const& row);
[[nodiscard]] domain::Identifier read_identifier(Statement const& row);
[[nodiscard]] domain::Trait read_trait(Statement const& row);
[[nodiscard]] domain::Hold read_hold(Statement const& row);
[[nodiscard]] domain::HoldMember read_member(Statement const& row);
[[nodiscard]] domain::RecordRow read_record(Statement const& row);
/// Without its private fields.
[[nodiscard]] domain::Event read_event(Statement const& row);

[[nodiscard]] domain::EventSubject read_event_subject(Statement const& row);
[[nodiscard]] domain::Containment read_containment(Statement const& row);
[[nodiscard]] domain::ReversedItem read_reversed_item(Statement const& row);
[[nodiscard]] domain::Amendment read_amendment(Statement const& row);
[[nodiscard]] domain::Exception read_exception(Statement const& row);

/// Runs `decode`; bytes that do not read back mean a damaged database. `what` names them.
void decode_stored(std::string_view what, std::function<void()> const& decode);

/// What several values of a key give, one after the other: also what statements return that write.
template <typename Key, typename Bind, typename Read>
[[nodiscard]] auto collect(Connection& connection, Sql const& sql, Key const& keys, Bind bind, Read read) {
  std::vector<decltype(read(std::declval<Statement const&>()))> rows;
  if (std::ranges::empty(keys)) {
    return rows;
  }
  auto statement = connection.use_for_each(sql);
  for (auto const& key : keys) {
    bind(statement, key);
    while (statement.step()) {
      rows.push_back(read(statement));
    }
  }
  while (statement.step_rest()) {
    rows.push_back(read(statement));
  }
  return rows;
}

/// The key is the only value.
template <typename Key, typename Read>
[[nodiscard]] auto collect(Connection& connection, Sql const& sql, Key const& keys, Read read) {
  return collect(connection, sql, keys, [](Statement& statement, auto const& key) { statement.bind(key); }, read);
}

}  // namespace nameplate::store::tables
