#pragma once

#include "store/sqlite/database.hpp"

/// Statements that only SQLite has.
namespace nameplate::store::sqlite::sql {

inline constexpr Sql begin_read{"begin_read", "BEGIN"};
inline constexpr Sql begin_write{"begin_write", "BEGIN IMMEDIATE"};
inline constexpr Sql commit{"commit", "COMMIT"};

}  // namespace nameplate::store::sqlite::sql
