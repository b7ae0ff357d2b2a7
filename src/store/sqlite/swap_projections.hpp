#pragma once

#include "store/sqlite/database.hpp"

#include <string>

namespace nameplate::store::sqlite {

/// Whether a migration left the projections to be made anew.
[[nodiscard]] bool are_projections_stale(Connection& connection);

/// Puts the projections of another file, and their shape, in the place of those of this one, in one transaction. Throws
/// GuardLost when the two ledgers do not end with the same sequence.
void swap_projections(Connection& connection, std::string const& other_path);

}  // namespace nameplate::store::sqlite
