#include "store/sqlite/load.hpp"

#include "store/sqlite/rows.hpp"
#include "store/sqlite/sql_load.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace nameplate::store::sqlite::load {
namespace {

/// What the containers hold directly: rows that name a container as their holder.
template <typename Read>
auto collect_held(Connection& connection, Sql const& sql, Ids containers, Read read) {
  return collect(
      connection, sql, containers,
      [](Statement& statement, domain::SubjectId id) { statement.bind(id, domain::HolderKind::container); }, read);
}

template <typename... Values>
bool has_row(Connection& connection, Sql const& sql, Values const&... values) {
  return connection.use(sql).bind(values...).step();
}

}  // namespace

std::vector<domain::Identifier> find_identifiers(Connection& connection, std::span<std::string const> values_norm) {
  return collect(connection, sql::load_identifiers, values_norm, read_identifier);
}

std::vector<domain::Identifier> identifiers_of(Connection& connection, Ids subjects) {
  return collect(connection, sql::load_identifiers_of_subject, subjects, read_identifier);
}

std::vector<domain::UnitState> units(Connection& connection, Ids ids) {
  return collect(connection, sql::load_unit, ids, read_unit);
}

std::vector<domain::ContainerState> containers(Connection& connection, Ids ids) {
  return collect(connection, sql::load_container, ids, read_container);
}

std::vector<domain::LotState> lots(Connection& connection, Ids ids) {
  return collect(connection, sql::load_lot, ids, read_lot);
}

std::vector<domain::Balance> balances(Connection& connection, Ids lots) {
  return collect(connection, sql::load_balances, lots, read_balance);
}

std::vector<domain::UnitState> units_in(Connection& connection, Ids containers) {
  return collect_held(connection, sql::units_held_by, containers, read_unit);
}

std::vector<domain::ContainerState> containers_in(Connection& connection, Ids containers) {
  return collect_held(connection, sql::containers_held_by, containers, read_container);
}

std::vector<domain::Balance> balances_in(Connection& connection, Ids containers) {
  return collect_held(connection, sql::balances_held_by, containers, read_balance);
}

std::vector<domain::HoldMember> active_members_of(Connection& connection, Ids subjects) {
  return collect(connection, sql::active_members_of, subjects, read_member);
}

std::vector<domain::HoldMember> members_of_holds(Connection& connection, std::span<domain::HoldId const> holds) {
  return collect(connection, sql::members_of_hold, holds, read_member);
}

std::vector<domain::Hold> holds(Connection& connection, std::span<domain::HoldId const> ids) {
  return collect(connection, sql::load_hold, ids, read_hold);
}

std::vector<domain::Trait> traits(Connection& connection, Ids subjects) {
  return collect(connection, sql::load_traits, subjects, read_trait);
}

std::vector<domain::RecordRow> records(Connection& connection, std::span<domain::RecordId const> ids) {
  return collect(connection, sql::load_record, ids, read_record);
}

std::vector<domain::RecordId> products_in_use(Connection& connection, std::span<domain::RecordId const> products) {
  std::vector<domain::RecordId> used;
  std::ranges::copy_if(products, std::back_inserter(used), [&](domain::RecordId product) {
    return has_row(connection, sql::product_has_units, product) || has_row(connection, sql::product_has_lots, product);
  });
  return used;
}

std::vector<domain::RecordId> locations_in_use(Connection& connection, std::span<domain::RecordId const> locations) {
  std::vector<domain::RecordId> used;
  std::ranges::copy_if(locations, std::back_inserter(used), [&](domain::RecordId location) {
    return std::ranges::any_of(
        std::array{&sql::holder_has_units, &sql::holder_has_containers, &sql::holder_has_balances},
        [&](Sql const* sql) { return has_row(connection, *sql, location, domain::HolderKind::location); });
  });
  return used;
}

std::vector<domain::Event> events(Connection& connection, std::span<domain::EventId const> ids) {
  std::vector<domain::EventId> sorted(ids.begin(), ids.end());
  std::ranges::sort(sorted);
  auto const repeated = std::ranges::unique(sorted);
  sorted.erase(repeated.begin(), repeated.end());
  auto found = collect(connection, sql::load_event, sorted, read_event);
  add_private_fields(connection, found);
  return found;
}

std::vector<domain::EventSubject> states_after(Connection& connection, domain::EventId event, base::Instant event_time,
                                               Ids subjects) {
  return collect(
      connection, sql::state_after, subjects,
      [&](Statement& statement, domain::SubjectId id) { statement.bind(id, event_time, event); }, read_event_subject);
}

void add_private_fields(Connection& connection, std::vector<domain::Event>& events) {
  auto statement = connection.use(sql::load_event_private);
  for (auto& event : events) {
    statement.bind(event.id);
    while (statement.step()) {
      event.private_fields.push_back({.field = std::string(statement.text(0)),
                                      .place = static_cast<std::int32_t>(statement.integer(1)),
                                      .salt = std::string(statement.blob(2)),
                                      .value = std::string(statement.blob(3))});
    }
  }
}

Head head(Connection& connection) {
  auto statement = connection.use(sql::load_head);
  statement.bind();
  if (!statement.step()) {
    throw StorageFailure(FailureKind::damaged, "the head row of the ledger is missing");
  }
  return {
      .sequence = statement.integer(0), .recorded_at = {statement.integer(1)}, .rules_version = statement.integer(2)};
}

}  // namespace nameplate::store::sqlite::load
