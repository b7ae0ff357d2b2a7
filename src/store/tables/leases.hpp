#pragma once

#include "store/lease.hpp"
#include "store/tables/connection.hpp"

/// Leases, on a connection. The holder is an opened store.
namespace nameplate::store::tables::leases {

[[nodiscard]] std::optional<Lease> take(Connection& connection, std::int64_t holder, Work work, base::Instant now,
                                        base::Instant until);
void give_up(Connection& connection, std::int64_t holder, Lease const& lease);
/// Throws GuardLost when another has it. Until the transaction ends nobody can take it.
void check(Connection& connection, std::int64_t holder, Under const& under);

}  // namespace nameplate::store::tables::leases
