#pragma once

#include "store/tables/connection.hpp"

/// Whole projections in the order of their keys, from a key on: first the columns of the key, then all others. The last
/// value is how many rows.
namespace nameplate::store::tables::sql {

inline constexpr Sql dump_unit{"dump_unit", R"(
SELECT unit_id, product_id, serial_norm, serial, status, holder_id, holder_kind, owner_id, lot_id, produced, expires,
       last_event, latest_time
FROM unit WHERE unit_id > ?1 ORDER BY unit_id LIMIT ?2)"};

inline constexpr Sql dump_container{"dump_container", R"(
SELECT container_id, code_norm, code, status, holder_id, holder_kind, place_id, place_kind, last_event, latest_time
FROM container WHERE container_id > ?1 ORDER BY container_id LIMIT ?2)"};

inline constexpr Sql dump_lot{"dump_lot", R"(
SELECT lot_id, product_id, number, owner_id, supplier_id, produced, expires, last_event, latest_time
FROM lot WHERE lot_id > ?1 ORDER BY lot_id LIMIT ?2)"};

inline constexpr Sql dump_lot_balance{"dump_lot_balance", R"(
SELECT lot_id, holder_id, holder_kind, status, quantity, weight, last_event, latest_time
FROM lot_balance WHERE (lot_id, holder_id, holder_kind, status) > (?1, ?2, ?3, ?4)
ORDER BY lot_id, holder_id, holder_kind, status LIMIT ?5)"};

inline constexpr Sql dump_unit_count{"dump_unit_count", R"(
SELECT holder_id, holder_kind, product_id, status, owner_id, lot_id, units
FROM unit_count WHERE (holder_id, holder_kind, product_id, status, owner_id, lot_id) > (?1, ?2, ?3, ?4, ?5, ?6)
ORDER BY holder_id, holder_kind, product_id, status, owner_id, lot_id LIMIT ?7)"};

inline constexpr Sql dump_unit_total{"dump_unit_total", R"(
SELECT product_id, status, owner_id, units
FROM unit_total WHERE (product_id, status, owner_id) > (?1, ?2, ?3)
ORDER BY product_id, status, owner_id LIMIT ?4)"};

inline constexpr Sql dump_identifier{"dump_identifier", R"(
SELECT value_norm, kind, scope, closed_by, twin, subject_id, value, valid_from, opened_by, valid_to, mistaken
FROM identifier WHERE (value_norm, kind, scope, closed_by, twin) > (?1, ?2, ?3, ?4, ?5)
ORDER BY value_norm, kind, scope, closed_by, twin LIMIT ?6)"};

inline constexpr Sql dump_identifier_of_subject{"dump_identifier_of_subject", R"(
SELECT subject_id, kind, value_norm, scope, closed_by, value, valid_from, opened_by, valid_to, mistaken
FROM identifier_of_subject WHERE (subject_id, kind, value_norm, scope, closed_by) > (?1, ?2, ?3, ?4, ?5)
ORDER BY subject_id, kind, value_norm, scope, closed_by LIMIT ?6)"};

inline constexpr Sql dump_containment{"dump_containment", R"(
SELECT child_id, from_time, entered_by, child_kind, parent_id, to_time, left_by
FROM containment WHERE (child_id, from_time, entered_by) > (?1, ?2, ?3)
ORDER BY child_id, from_time, entered_by LIMIT ?4)"};

inline constexpr Sql dump_contents{"dump_contents", R"(
SELECT parent_id, from_time, child_id, entered_by, child_kind, to_time, left_by
FROM contents WHERE (parent_id, from_time, child_id, entered_by) > (?1, ?2, ?3, ?4)
ORDER BY parent_id, from_time, child_id, entered_by LIMIT ?5)"};

inline constexpr Sql dump_hold{"dump_hold", R"(
SELECT hold_id, kind_id, reason, case_number, by_rule, rule_product, rule_lot, rule_place_id, rule_place_kind, placed_by,
       placed_at, released_by, released_at, rule_category
FROM hold WHERE hold_id > ?1 ORDER BY hold_id LIMIT ?2)"};

inline constexpr Sql dump_hold_member{"dump_hold_member", R"(
SELECT subject_id, hold_id, placed_by, kind_id, released_by
FROM hold_member WHERE (subject_id, hold_id, placed_by) > (?1, ?2, ?3)
ORDER BY subject_id, hold_id, placed_by LIMIT ?4)"};

inline constexpr Sql dump_record{"dump_record", R"(
SELECT record_id, kind, code_norm, code, retired, version, value
FROM record WHERE record_id > ?1 ORDER BY record_id LIMIT ?2)"};

inline constexpr Sql dump_trait{"dump_trait", R"(
SELECT subject_id, attribute_id, value_key, subject_kind, value, set_by
FROM trait WHERE (subject_id, attribute_id, value_key) > (?1, ?2, ?3)
ORDER BY subject_id, attribute_id, value_key LIMIT ?4)"};

inline constexpr Sql dump_event_subject{"dump_event_subject", R"(
SELECT subject_id, event_time, event_id, role, state
FROM event_subject WHERE (subject_id, event_time, event_id, role) > (?1, ?2, ?3, ?4)
ORDER BY subject_id, event_time, event_id, role LIMIT ?5)"};

inline constexpr Sql dump_document{"dump_document", R"(
SELECT number_norm, kind, event_id
FROM event_document WHERE (number_norm, kind, event_id) > (?1, ?2, ?3)
ORDER BY number_norm, kind, event_id LIMIT ?4)"};

inline constexpr Sql dump_reversal{"dump_reversal", R"(
SELECT event_id, subject_id, reversed_by FROM reversal WHERE (event_id, subject_id) > (?1, ?2)
ORDER BY event_id, subject_id LIMIT ?3)"};

inline constexpr Sql dump_amendment{"dump_amendment", R"(
SELECT event_id, amended_by FROM amendment WHERE (event_id, amended_by) > (?1, ?2)
ORDER BY event_id, amended_by LIMIT ?3)"};

inline constexpr Sql dump_exception{"dump_exception", R"(
SELECT event_id, raised_at, resolved_by, resolved_at FROM exception WHERE event_id > ?1 ORDER BY event_id LIMIT ?2)"};

}  // namespace nameplate::store::tables::sql
