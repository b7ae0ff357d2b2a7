#pragma once

#include "store/tables/sql_load.hpp"

/// Statements of lists of units. Each walks one index in the order of the list and goes on after (?1: the sort key of
/// the row before), for at most ?2 rows. INDEXED BY because the planner in list_units.cpp has already chosen.
namespace nameplate::store::tables::sql {

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

// In one go and in no useful order: for lists that are sorted afterwards.

inline constexpr Sql units_of_place{
    "units_of_place", NAMEPLATE_UNIT_COLUMNS "INDEXED BY unit_by_holder WHERE holder_id = ?1 AND holder_kind = ?2"};
inline constexpr Sql units_expiring{
    "units_expiring", NAMEPLATE_UNIT_COLUMNS "INDEXED BY unit_by_expiry WHERE expires IS NOT NULL AND expires < ?1"};
inline constexpr Sql units_by_latest{
    "units_by_latest", NAMEPLATE_UNIT_COLUMNS "INDEXED BY unit_by_latest WHERE latest_time < ?1 AND latest_time >= ?2"};

inline constexpr Sql units_by_serial{"units_by_serial", NAMEPLATE_UNIT_COLUMNS
                                     "INDEXED BY unit_by_serial WHERE product_id = ?1 AND serial_norm >= ?2 AND "
                                     "serial_norm < ?3"};

// In the order of serials, from the index alone; rows are loaded when they are wanted.

inline constexpr Sql serials_ascending{"serials_ascending", R"(
SELECT unit_id, serial_norm FROM unit INDEXED BY unit_by_serial
WHERE product_id = ?3 AND (serial_norm, unit_id) > (?4, ?1) AND serial_norm < ?5
ORDER BY serial_norm, unit_id LIMIT ?2)"};
inline constexpr Sql serials_descending{"serials_descending", R"(
SELECT unit_id, serial_norm FROM unit INDEXED BY unit_by_serial
WHERE product_id = ?3 AND (serial_norm, unit_id) < (?4, ?1) AND serial_norm >= ?5
ORDER BY serial_norm DESC, unit_id DESC LIMIT ?2)"};

// Ids alone, which the index holds: cheap enough for many, to be sorted before rows are looked at.

inline constexpr Sql ids_of_product{
    "ids_of_product", "SELECT unit_id FROM unit INDEXED BY unit_by_product WHERE product_id = ?1 AND status = ?2"};
inline constexpr Sql ids_of_holder{"ids_of_holder", R"(
SELECT unit_id FROM unit INDEXED BY unit_by_holder
WHERE product_id = ?1 AND status = ?2 AND holder_id = ?3 AND holder_kind = ?4)"};
inline constexpr Sql ids_of_lot{"ids_of_lot", "SELECT unit_id FROM unit INDEXED BY unit_by_lot WHERE lot_id = ?1"};
inline constexpr Sql ids_of_owner{"ids_of_owner",
                                  "SELECT unit_id FROM unit INDEXED BY unit_by_owner WHERE owner_id = ?1"};
inline constexpr Sql ids_of_place{"ids_of_place", R"(
SELECT unit_id, product_id, status FROM unit INDEXED BY unit_by_holder WHERE holder_id = ?1 AND holder_kind = ?2)"};
inline constexpr Sql ids_expiring{
    "ids_expiring", "SELECT unit_id FROM unit INDEXED BY unit_by_expiry WHERE expires IS NOT NULL AND expires < ?1"};
inline constexpr Sql ids_by_latest{
    "ids_by_latest", "SELECT unit_id FROM unit INDEXED BY unit_by_latest WHERE latest_time < ?1 AND latest_time >= ?2"};
inline constexpr Sql ids_by_serial{"ids_by_serial", R"(
SELECT unit_id FROM unit INDEXED BY unit_by_serial WHERE product_id = ?1 AND serial_norm >= ?2 AND serial_norm < ?3)"};

// By what units bear (subject_kind 1).

inline constexpr Sql has_trait{"has_trait", R"(
SELECT 1 FROM trait WHERE subject_id = ?1 AND attribute_id = ?2 AND value_key >= ?3 AND value_key <= ?4 LIMIT 1)"};
inline constexpr Sql ids_by_trait{"ids_by_trait", R"(
SELECT subject_id FROM trait INDEXED BY trait_by_value
WHERE attribute_id = ?1 AND subject_kind = 1 AND value_key >= ?2 AND value_key <= ?3)"};
inline constexpr Sql count_by_trait{"count_by_trait", R"(
SELECT count(*) FROM (SELECT 1 FROM trait INDEXED BY trait_by_value
                      WHERE attribute_id = ?2 AND subject_kind = 1 AND value_key >= ?3 AND value_key <= ?4 LIMIT ?1) AS found)"};

// What there is, jumping from one value of an index to the next. With ">=" and not ">": SQLite seeks to the first row
// that is not below, and would step over all rows of the value before.

inline constexpr Sql next_product{"next_product", R"(
SELECT product_id FROM unit INDEXED BY unit_by_product WHERE product_id > ?1 ORDER BY product_id LIMIT 1)"};
inline constexpr Sql next_product_status{"next_product_status", R"(
SELECT product_id, status FROM unit INDEXED BY unit_by_product
WHERE (product_id, status) >= (?1, ?2) ORDER BY product_id, status LIMIT 1)"};
inline constexpr Sql next_holder_product_status{"next_holder_product_status", R"(
SELECT product_id, status FROM unit INDEXED BY unit_by_holder
WHERE holder_id = ?3 AND holder_kind = ?4 AND (product_id, status) >= (?1, ?2) ORDER BY product_id, status LIMIT 1)"};

// How much there is, without looking at more than ?1 rows.

inline constexpr Sql count_units_of_lot{"count_units_of_lot", R"(
SELECT count(*) FROM (SELECT 1 FROM unit INDEXED BY unit_by_lot WHERE lot_id = ?2 LIMIT ?1) AS found)"};
inline constexpr Sql count_units_expiring{"count_units_expiring", R"(
SELECT count(*) FROM (SELECT 1 FROM unit INDEXED BY unit_by_expiry WHERE expires IS NOT NULL AND expires < ?2 LIMIT ?1) AS found)"};
inline constexpr Sql count_units_by_latest{"count_units_by_latest", R"(
SELECT count(*) FROM (SELECT 1 FROM unit INDEXED BY unit_by_latest WHERE latest_time >= ?2 AND latest_time < ?3 LIMIT ?1) AS found)"};
inline constexpr Sql count_units_by_serial{"count_units_by_serial", R"(
SELECT count(*) FROM (SELECT 1 FROM unit INDEXED BY unit_by_serial
                      WHERE product_id = ?2 AND serial_norm >= ?3 AND serial_norm < ?4 LIMIT ?1) AS found)"};

}  // namespace nameplate::store::tables::sql
