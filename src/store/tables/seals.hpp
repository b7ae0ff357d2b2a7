#pragma once

#include "store/store.hpp"
#include "store/tables/connection.hpp"

/// Seals, and the events that they cover.
namespace nameplate::store::tables::seals {

void for_each_stored_event(Connection& connection, domain::Sequence after, StoredEventLimit limit,
                           std::function<void(domain::StoredEvent const&)> const& take);
[[nodiscard]] Seal read_seal(Statement const& row);
[[nodiscard]] std::vector<domain::SealNode> nodes(Connection& connection, std::span<domain::SealNodeKey const> keys);
/// Throws GuardLost when the block before is not there: a failure of the machine may have taken it back.
void check_follows(Connection& connection, std::span<Seal const> seals);
void write(Connection& connection, std::span<Seal const> seals, std::span<domain::SealNode const> nodes);

}  // namespace nameplate::store::tables::seals
