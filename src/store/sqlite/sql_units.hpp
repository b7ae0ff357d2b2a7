#pragma once

#include "store/sqlite/sql_load.hpp"

/// Statements of lists of units. Each walks one index in the order of the list and goes on after (?1: the sort key of
/// the row before), for at most ?2 rows. INDEXED BY because the planner in list_units.cpp has already chosen.
namespace nameplate::store::sqlite::sql {

inline constexpr Sql units_ascending{"units_ascending",
                                     NAMEPLATE_UNIT_COLUMNS "WHERE unit_id > ?1 ORDER BY unit_id LIMIT ?2"};
inline constexpr Sql units_descending{"units_descending",
                                      NAMEPLATE_UNIT_COLUMNS "WHERE unit_id < ?1 ORDER BY unit_id DESC LIMIT ?2"};

inline constexpr Sql units_of_product_ascending{
    "units_of_product_ascending", NAMEPLATE_UNIT_COLUMNS
    "INDEXED BY unit_by_product WHERE product_id = ?3 AND status = ?4 AND unit_id > ?1 ORDER BY unit_id LIMIT ?2"};
inline constexpr Sql units_of_product_descending{
    "units_of_product_descending", NAMEPLATE_UNIT_COLUMNS
    "INDEXED BY unit_by_product WHERE product_id = ?3 AND status = ?4 AND unit_id < ?1 ORDER BY unit_id DESC LIMIT ?2"};

inline constexpr Sql units_of_holder_ascending{
    "units_of_holder_ascending", NAMEPLATE_UNIT_COLUMNS
    "INDEXED BY unit_by_holder WHERE product_id = ?3 AND status = ?4 AND holder_id = ?5 AND holder_kind = ?6 "
    "AND unit_id > ?1 ORDER BY unit_id LIMIT ?2"};
inline constexpr Sql units_of_holder_descending{
    "units_of_holder_descending", NAMEPLATE_UNIT_COLUMNS
    "INDEXED BY unit_by_holder WHERE product_id = ?3 AND status = ?4 AND holder_id = ?5 AND holder_kind = ?6 "
    "AND unit_id < ?1 ORDER BY unit_id DESC LIMIT ?2"};

inline constexpr Sql units_of_lot_ascending{
    "units_of_lot_ascending",
    NAMEPLATE_UNIT_COLUMNS "INDEXED BY unit_by_lot WHERE lot_id = ?3 AND unit_id > ?1 ORDER BY unit_id LIMIT ?2"};
inline constexpr Sql units_of_lot_descending{
    "units_of_lot_descending",
    NAMEPLATE_UNIT_COLUMNS "INDEXED BY unit_by_lot WHERE lot_id = ?3 AND unit_id < ?1 ORDER BY unit_id DESC LIMIT ?2"};

inline constexpr Sql units_of_owner_ascending{
    "units_of_owner_ascending",
    NAMEPLATE_UNIT_COLUMNS "INDEXED BY unit_by_owner WHERE owner_id = ?3 AND unit_id > ?1 ORDER BY unit_id LIMIT ?2"};
inline constexpr Sql units_of_owner_descending{
    "units_of_owner_descending", NAMEPLATE_UNIT_COLUMNS
    "INDEXED BY unit_by_owner WHERE owner_id = ?3 AND unit_id < ?1 ORDER BY unit_id DESC LIMIT ?2"};

/// In the order of days; serves only lists that are sorted afterwards.
inline constexpr Sql units_expiring{
    "units_expiring", NAMEPLATE_UNIT_COLUMNS
    "INDEXED BY unit_by_expiry WHERE expires IS NOT NULL AND (expires, unit_id) > (?4, ?1) AND expires < ?3 "
    "ORDER BY expires, unit_id LIMIT ?2"};

/// In the order of time; as above.
inline constexpr Sql units_by_latest{
    "units_by_latest", NAMEPLATE_UNIT_COLUMNS
    "INDEXED BY unit_by_latest WHERE (latest_time, unit_id) > (?4, ?1) AND latest_time < ?3 "
    "ORDER BY latest_time, unit_id LIMIT ?2"};

inline constexpr Sql units_by_serial_ascending{
    "units_by_serial_ascending", NAMEPLATE_UNIT_COLUMNS
    "INDEXED BY unit_by_serial WHERE product_id = ?3 AND (serial_norm, unit_id) > (?4, ?1) AND serial_norm < ?5 "
    "ORDER BY serial_norm, unit_id LIMIT ?2"};
inline constexpr Sql units_by_serial_descending{
    "units_by_serial_descending", NAMEPLATE_UNIT_COLUMNS
    "INDEXED BY unit_by_serial WHERE product_id = ?3 AND (serial_norm, unit_id) < (?4, ?1) AND serial_norm >= ?5 "
    "ORDER BY serial_norm DESC, unit_id DESC LIMIT ?2"};

// What there is, jumping from one value of an index to the next.

inline constexpr Sql next_product{"next_product", R"(
SELECT product_id FROM unit INDEXED BY unit_by_product WHERE product_id > ?1 ORDER BY product_id LIMIT 1)"};
inline constexpr Sql next_product_status{"next_product_status", R"(
SELECT product_id, status FROM unit INDEXED BY unit_by_product
WHERE (product_id, status) > (?1, ?2) ORDER BY product_id, status LIMIT 1)"};
inline constexpr Sql next_holder_product_status{"next_holder_product_status", R"(
SELECT product_id, status FROM unit INDEXED BY unit_by_holder
WHERE holder_id = ?3 AND holder_kind = ?4 AND (product_id, status) > (?1, ?2) ORDER BY product_id, status LIMIT 1)"};

// How much there is, without looking at more than ?1 rows.

inline constexpr Sql count_units_of_lot{"count_units_of_lot", R"(
SELECT count(*) FROM (SELECT 1 FROM unit INDEXED BY unit_by_lot WHERE lot_id = ?2 LIMIT ?1))"};
inline constexpr Sql count_units_expiring{"count_units_expiring", R"(
SELECT count(*) FROM (SELECT 1 FROM unit INDEXED BY unit_by_expiry WHERE expires IS NOT NULL AND expires < ?2 LIMIT ?1))"};
inline constexpr Sql count_units_by_latest{"count_units_by_latest", R"(
SELECT count(*) FROM (SELECT 1 FROM unit INDEXED BY unit_by_latest WHERE latest_time >= ?2 AND latest_time < ?3 LIMIT ?1))"};
inline constexpr Sql count_units_by_serial{"count_units_by_serial", R"(
SELECT count(*) FROM (SELECT 1 FROM unit INDEXED BY unit_by_serial
                      WHERE product_id = ?2 AND serial_norm >= ?3 AND serial_norm < ?4 LIMIT ?1))"};

}  // namespace nameplate::store::sqlite::sql
