#pragma once

#include "store/store.hpp"
#include "store/tables/connection.hpp"

/// The questions of Reader, asked on one connection: the same for a snapshot and inside a write transaction.
namespace nameplate::store::tables::load {

using Ids = std::span<domain::SubjectId const>;

[[nodiscard]] std::vector<domain::Identifier> find_identifiers(Connection& connection,
                                                               std::span<std::string const> values_norm);
[[nodiscard]] std::vector<domain::Identifier> identifiers_of(Connection& connection, Ids subjects);
[[nodiscard]] std::vector<domain::UnitState> units(Connection& connection, Ids ids);
[[nodiscard]] std::vector<domain::ContainerState> containers(Connection& connection, Ids ids);
[[nodiscard]] std::vector<domain::LotState> lots(Connection& connection, Ids ids);
[[nodiscard]] std::vector<domain::Balance> balances(Connection& connection, Ids lots);
[[nodiscard]] std::vector<domain::UnitState> units_in(Connection& connection, Ids containers);
[[nodiscard]] std::vector<domain::ContainerState> containers_in(Connection& connection, Ids containers);
[[nodiscard]] std::vector<domain::Balance> balances_in(Connection& connection, Ids containers);
[[nodiscard]] std::vector<domain::HoldMember> active_members_of(Connection& connection, Ids subjects);
[[nodiscard]] std::vector<domain::HoldMember> members_of_holds(Connection& connection,
                                                               std::span<domain::HoldId const> holds);
[[nodiscard]] std::vector<domain::Hold> holds(Connection& connection, std::span<domain::HoldId const> ids);
[[nodiscard]] std::vector<domain::Trait> traits(Connection& connection, Ids subjects);
[[nodiscard]] std::vector<domain::RecordRow> records(Connection& connection, std::span<domain::RecordId const> ids);
[[nodiscard]] std::vector<domain::RecordId> products_in_use(Connection& connection,
                                                            std::span<domain::RecordId const> products);
[[nodiscard]] std::vector<domain::RecordId> locations_in_use(Connection& connection,
                                                             std::span<domain::RecordId const> locations);
[[nodiscard]] std::vector<domain::Event> events(Connection& connection, std::span<domain::EventId const> ids);
[[nodiscard]] std::vector<domain::EventSubject> states_after(Connection& connection, domain::EventId event,
                                                             base::Instant event_time, Ids subjects);
[[nodiscard]] Head head(Connection& connection);
[[nodiscard]] Head read_head(Statement const& row);
[[nodiscard]] std::vector<domain::EventSubject> history_since(Connection& connection, Ids subjects,
                                                              base::Instant since);
[[nodiscard]] std::vector<domain::EventSubject> states_before(Connection& connection, Ids subjects,
                                                              base::Instant before);
[[nodiscard]] std::vector<domain::Containment> stays_since(Connection& connection, Ids children, base::Instant since);
[[nodiscard]] std::vector<domain::Containment> contents_of(Connection& connection, Ids parents, base::Instant from,
                                                           base::Instant to);
[[nodiscard]] std::vector<domain::LastLeft> last_left(Connection& connection, Ids containers);
[[nodiscard]] std::vector<domain::SubjectId> lots_ever_in(Connection& connection, Ids containers);
[[nodiscard]] std::vector<domain::ReversedItem> reversed_items(Connection& connection,
                                                               std::span<domain::EventId const> events);
[[nodiscard]] std::vector<domain::Amendment> amendments_of(Connection& connection,
                                                           std::span<domain::EventId const> events);
[[nodiscard]] std::vector<domain::Exception> exceptions(Connection& connection,
                                                        std::span<domain::EventId const> events);
[[nodiscard]] std::vector<domain::HoldMember> members_of(Connection& connection, Ids subjects);
[[nodiscard]] std::vector<domain::Hold> rule_holds_released_since(Connection& connection, base::Instant since);

/// Adds what stands in event_private.
void add_private_fields(Connection& connection, std::vector<domain::Event>& events);

}  // namespace nameplate::store::tables::load
