#pragma once

#include "store/side.hpp"
#include "store/tables/connection.hpp"

#include <span>

/// Moves what stands beside the ledger, on a connection.
namespace nameplate::store::tables::side {

[[nodiscard]] std::vector<SideRow> rows(Connection& connection, SideTable table, SideRow const& after, SideLimit limit);
void put(Connection& connection, SideTable table, std::span<SideRow const> rows);
void clear(Connection& connection, SideTable table);

[[nodiscard]] bool is_half_made(Connection& connection);
/// Throws GuardLost when there is a ledger already, or such a mark.
void mark_half_made(Connection& connection);
void mark_whole(Connection& connection);

/// Throws StorageFailure half_made, with what to do, for a copy that is not whole. `place` names the database.
void refuse_half_made(Connection& connection, std::string_view place);

}  // namespace nameplate::store::tables::side
