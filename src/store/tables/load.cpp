#include "store/tables/load.hpp"

#include "store/tables/rows.hpp"
#include "store/tables/schema.hpp"
#include "store/tables/sql_load.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

namespace nameplate::store::tables::load {
namespace {

/// What the containers hold directly: rows that name a container as their holder.
template <typename Read>
auto collect_held(Connection& connection, Sql const& sql, Ids containers, Read read) {
  return collect(
      connection, sql, containers,
      [](Statement& statement, domain::SubjectId id) { statement.bind(id, domain::HolderKind::container); }, read);
}

/// Those of the ids that a statement finds anything for; it gives the id back.
template <typename Bind>
std::vector<domain::RecordId> those_found(Connection& connection, std::initializer_list<Sql const*> statements,
                                          std::span<domain::RecordId const> ids, Bind bind) {
  std::unordered_set<domain::RecordId> found;
  for (auto const* const sql : statements) {
    auto const some =
        collect(connection, *sql, ids, bind, [](Statement const& row) { return domain::RecordId{row.integer(0)}; });
    found.insert(some.begin(), some.end());
  }
  std::vector<domain::RecordId> in_order;
  std::ranges::copy_if(ids, std::back_inserter(in_order), [&](domain::RecordId id) { return found.contains(id); });
  return in_order;
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
  return those_found(connection, {&sql::product_has_units, &sql::product_has_lots}, products,
                     [](Statement& statement, domain::RecordId product) { statement.bind(product); });
}

std::vector<domain::RecordId> locations_in_use(Connection& connection, std::span<domain::RecordId const> locations) {
  return those_found(
      connection, {&sql::holder_has_units, &sql::holder_has_containers, &sql::holder_has_balances}, locations,
      [](Statement& statement, domain::RecordId id) { statement.bind(id, domain::HolderKind::location); });
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
  std::unordered_map<domain::EventId, domain::Event*> by_id;
  std::vector<domain::EventId> ids;
  ids.reserve(events.size());
  for (auto& event : events) {
    by_id.emplace(event.id, &event);
    ids.push_back(event.id);
  }
  auto fields = collect(connection, sql::load_event_private, ids, [](Statement const& row) {
    return std::pair(domain::EventId{row.integer(0)},
                     domain::PrivateField{.field = std::string(row.text(1)),
                                          .place = static_cast<std::int32_t>(row.integer(2)),
                                          .salt = std::string(row.blob(3)),
                                          .value = std::string(row.blob(4))});
  });
  for (auto& [event, field] : fields) {
    by_id.at(event)->private_fields.push_back(std::move(field));
  }
}

Head head(Connection& connection) {
  auto statement = connection.use(sql::load_head);
  statement.bind();
  if (!statement.step()) {
    throw StorageFailure(FailureKind::damaged, "the head row of the ledger is missing");
  }
  return read_head(statement);
}

Head read_head(Statement const& row) {
  return {.sequence = row.integer(0),
          .recorded_at = {row.integer(1)},
          .rules_version = row.integer(2),
          .needs_newer_program = row.integer(3) > schema_known};
}

}  // namespace nameplate::store::tables::load
