#pragma once

#include "store/tables/connection.hpp"

/// Statements around leases. The holder is compared as well as the epoch: the row may have been written last by a
/// commit that a crash of the database took back.
namespace nameplate::store::tables::sql {

inline constexpr Sql take_lease{"take_lease", R"(
UPDATE lease SET holder = ?2, epoch = CASE WHEN holder = ?2 THEN epoch ELSE epoch + 1 END, held_until = ?4
WHERE work = ?1 AND (holder = ?2 OR held_until <= ?3) RETURNING epoch)"};
inline constexpr Sql give_up_lease{"give_up_lease", R"(
UPDATE lease SET held_until = 0 WHERE work = ?1 AND epoch = ?2 AND holder = ?3)"};
/// Writes the row so that it is locked.
inline constexpr Sql check_lease{"check_lease", R"(
UPDATE lease SET epoch = epoch WHERE work = ?1 AND epoch = ?2 AND holder = ?3)"};

}  // namespace nameplate::store::tables::sql
