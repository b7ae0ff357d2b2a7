#pragma once

#include "store/postgres/session.hpp"

#include <string>

namespace nameplate::store::postgres {

/// Puts the projections of another schema of the same database in the place of those of this one, in one transaction.
/// The tables themselves are moved, nothing is copied. Throws GuardLost when the two ledgers do not end with the same
/// sequence.
void swap_projections(Session& session, std::string const& schema, std::string const& other);

}  // namespace nameplate::store::postgres
