#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// The statements of store/tables in the words of PostgreSQL.
namespace nameplate::store::postgres {

/// `?1` becomes `$1`, and `INDEXED BY` goes: planning is kept to the indexes by settings (connect.cpp).
[[nodiscard]] std::string in_postgres_words(std::string_view text);

/// The same statement for a set: every value becomes an array, as long as the set, of these types of elements.
///
///     SELECT ... WHERE unit_id = ?1           each row of the arrays gives its rows, and its number as the last column
///     INSERT INTO t (a, b) VALUES (?1, ?2)    INSERT INTO t (a, b) SELECT k.c1, k.c2 FROM unnest($1, $2) AS k(c1, c2)
///     UPDATE t SET a = ?2 WHERE b = ?1        UPDATE t SET a = k.c2 FROM unnest(...) AS k(...) WHERE b = k.c1
///     DELETE FROM t WHERE a = ?1              DELETE FROM t USING unnest(...) AS k(...) WHERE a = k.c1
[[nodiscard]] std::string for_a_set(std::string_view text, std::span<std::uint32_t const> types);

/// Whether for_a_set() adds the number of the row as the last column.
[[nodiscard]] bool gives_numbers(std::string_view text);

}  // namespace nameplate::store::postgres
