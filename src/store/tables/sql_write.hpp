#pragma once

#include "store/tables/connection.hpp"

/// Statements that write projections. There are several updates of a unit or container because SQLite rewrites every
/// index that names a column of the SET list, changed or not: each names only what it must.
namespace nameplate::store::tables::sql {

inline constexpr Sql insert_unit{"insert_unit", R"(
INSERT INTO unit (unit_id, product_id, serial_norm, serial, status, holder_kind, holder_id, owner_id, lot_id, produced,
                  expires, last_event, latest_time)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13))"};

inline constexpr Sql update_unit_trail{"update_unit_trail", R"(
UPDATE unit SET last_event = ?3, latest_time = ?4 WHERE unit_id = ?1 AND last_event = ?2)"};

inline constexpr Sql update_unit_holder{"update_unit_holder", R"(
UPDATE unit SET last_event = ?3, latest_time = ?4, holder_kind = ?5, holder_id = ?6
WHERE unit_id = ?1 AND last_event = ?2)"};

inline constexpr Sql update_unit_status{"update_unit_status", R"(
UPDATE unit SET last_event = ?3, latest_time = ?4, holder_kind = ?5, holder_id = ?6, status = ?7, owner_id = ?8
WHERE unit_id = ?1 AND last_event = ?2)"};

inline constexpr Sql update_unit_whole{"update_unit_whole", R"(
UPDATE unit SET last_event = ?3, latest_time = ?4, holder_kind = ?5, holder_id = ?6, status = ?7, owner_id = ?8,
                product_id = ?9, serial_norm = ?10, serial = ?11, lot_id = ?12, produced = ?13,
                expires = ?14
WHERE unit_id = ?1 AND last_event = ?2)"};

inline constexpr Sql insert_container{"insert_container", R"(
INSERT INTO container (container_id, code_norm, code, status, holder_kind, holder_id, place_kind, place_id, last_event,
                       latest_time)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))"};

inline constexpr Sql update_container_trail{"update_container_trail", R"(
UPDATE container SET last_event = ?3, latest_time = ?4, status = ?5 WHERE container_id = ?1 AND last_event = ?2)"};

inline constexpr Sql update_container_place{"update_container_place", R"(
UPDATE container SET last_event = ?3, latest_time = ?4, status = ?5, place_kind = ?6, place_id = ?7
WHERE container_id = ?1 AND last_event = ?2)"};

inline constexpr Sql update_container_whole{"update_container_whole", R"(
UPDATE container SET last_event = ?3, latest_time = ?4, status = ?5, place_kind = ?6, place_id = ?7, holder_kind = ?8,
                     holder_id = ?9, code_norm = ?10, code = ?11
WHERE container_id = ?1 AND last_event = ?2)"};

inline constexpr Sql insert_lot{"insert_lot", R"(
INSERT INTO lot (lot_id, product_id, number, owner_id, supplier_id, produced, expires, last_event, latest_time)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))"};

inline constexpr Sql update_lot{"update_lot", R"(
UPDATE lot SET product_id = ?3, number = ?4, owner_id = ?5, supplier_id = ?6, produced = ?7, expires = ?8,
               last_event = ?9, latest_time = ?10
WHERE lot_id = ?1 AND last_event = ?2)"};

inline constexpr Sql insert_record{"insert_record", R"(
INSERT INTO record (record_id, kind, code_norm, code, retired, version, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))"};

inline constexpr Sql update_record{"update_record", R"(
UPDATE record SET kind = ?3, code_norm = ?4, code = ?5, retired = ?6, version = ?7, value = ?8
WHERE record_id = ?1 AND version = ?2)"};

// Whoever is the only writer need not lock what it read: comparing is enough. Others write the row as it is.
inline constexpr Sql unit_is_unchanged{"unit_is_unchanged",
                                       "SELECT 1 FROM unit WHERE unit_id = ?1 AND last_event = ?2"};
inline constexpr Sql container_is_unchanged{"container_is_unchanged", R"(
SELECT 1 FROM container WHERE container_id = ?1 AND last_event = ?2)"};
inline constexpr Sql lot_is_unchanged{"lot_is_unchanged", "SELECT 1 FROM lot WHERE lot_id = ?1 AND last_event = ?2"};
inline constexpr Sql record_is_unchanged{"record_is_unchanged", R"(
SELECT 1 FROM record WHERE record_id = ?1 AND version = ?2)"};
inline constexpr Sql hold_is_unchanged{"hold_is_unchanged", R"(
SELECT 1 FROM hold WHERE hold_id = ?1 AND coalesce(released_by, placed_by) = ?2)"};

inline constexpr Sql keep_unit{"keep_unit", R"(
UPDATE unit SET last_event = last_event WHERE unit_id = ?1 AND last_event = ?2)"};
inline constexpr Sql keep_container{"keep_container", R"(
UPDATE container SET last_event = last_event WHERE container_id = ?1 AND last_event = ?2)"};
inline constexpr Sql keep_lot{"keep_lot", R"(
UPDATE lot SET last_event = last_event WHERE lot_id = ?1 AND last_event = ?2)"};
inline constexpr Sql keep_record{"keep_record", R"(
UPDATE record SET version = version WHERE record_id = ?1 AND version = ?2)"};
inline constexpr Sql keep_hold{"keep_hold", R"(
UPDATE hold SET placed_by = placed_by WHERE hold_id = ?1 AND coalesce(released_by, placed_by) = ?2)"};

inline constexpr Sql insert_identifier{"insert_identifier", R"(
INSERT INTO identifier (value_norm, kind, scope, closed_by, twin, subject_id, value, valid_from, opened_by, valid_to, mistaken)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11))"};

inline constexpr Sql close_identifier{"close_identifier", R"(
UPDATE identifier SET closed_by = ?4, valid_to = ?7, mistaken = ?8
WHERE value_norm = ?1 AND kind = ?2 AND scope = ?3 AND closed_by = 0 AND twin = ?5 AND subject_id = ?6)"};

inline constexpr Sql insert_identifier_of_subject{"insert_identifier_of_subject", R"(
INSERT INTO identifier_of_subject (subject_id, kind, value_norm, scope, closed_by, value, valid_from, opened_by, valid_to, mistaken)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))"};

inline constexpr Sql close_identifier_of_subject{"close_identifier_of_subject", R"(
UPDATE identifier_of_subject SET closed_by = ?5, valid_to = ?6, mistaken = ?7
WHERE subject_id = ?1 AND kind = ?2 AND value_norm = ?3 AND scope = ?4 AND closed_by = 0
RETURNING subject_id, kind, value_norm, scope)"};

inline constexpr Sql insert_containment{"insert_containment", R"(
INSERT INTO containment (child_id, from_time, entered_by, child_kind, parent_id, to_time, left_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))"};

inline constexpr Sql insert_contents{"insert_contents", R"(
INSERT INTO contents (child_id, from_time, entered_by, child_kind, parent_id, to_time, left_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))"};

inline constexpr Sql end_containment{"end_containment", R"(
UPDATE containment SET to_time = ?4, left_by = ?5 WHERE child_id = ?1 AND from_time = ?2 AND entered_by = ?3)"};

inline constexpr Sql end_contents{"end_contents", R"(
UPDATE contents SET to_time = ?4, left_by = ?5
WHERE parent_id = ?6 AND from_time = ?2 AND child_id = ?1 AND entered_by = ?3)"};

/// The row of a child that is still inside. The fold knows when it left, not always by which event it had entered.
inline constexpr Sql find_open_containment{"find_open_containment", R"(
SELECT child_id, parent_id, from_time, entered_by FROM containment
WHERE child_id = ?1 AND parent_id = ?2 AND to_time IS NULL)"};

// An attribute has one value: the one before gives way.
inline constexpr Sql delete_attribute{"delete_attribute", R"(
DELETE FROM trait WHERE subject_id = ?1 AND attribute_id = ?2)"};
inline constexpr Sql delete_tag{"delete_tag", R"(
DELETE FROM trait WHERE subject_id = ?1 AND attribute_id = 0 AND value_key = ?2)"};
inline constexpr Sql insert_trait{"insert_trait", R"(
INSERT INTO trait (subject_id, attribute_id, value_key, subject_kind, value, set_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6))"};

inline constexpr Sql insert_hold{"insert_hold", R"(
INSERT INTO hold (hold_id, kind_id, reason, case_number, by_rule, rule_product, rule_lot, rule_place_kind, rule_place_id,
                  placed_by, placed_at, released_by, released_at, rule_category)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14))"};

inline constexpr Sql release_hold{"release_hold", R"(
UPDATE hold SET released_by = ?2, released_at = ?3 WHERE hold_id = ?1 AND released_by IS NULL)"};

inline constexpr Sql insert_hold_member{"insert_hold_member", R"(
INSERT INTO hold_member (subject_id, hold_id, kind_id, placed_by, released_by) VALUES (?1, ?2, ?3, ?4, ?5))"};

inline constexpr Sql release_hold_member{"release_hold_member", R"(
UPDATE hold_member SET released_by = ?4
WHERE subject_id = ?1 AND hold_id = ?2 AND placed_by = ?3 AND released_by IS NULL)"};

inline constexpr Sql insert_event_subject{"insert_event_subject", R"(
INSERT INTO event_subject (subject_id, event_time, event_id, role, state) VALUES (?1, ?2, ?3, ?4, ?5))"};

inline constexpr Sql insert_event_document{"insert_event_document", R"(
INSERT INTO event_document (number_norm, kind, event_id) VALUES (?1, ?2, ?3))"};

inline constexpr Sql insert_balance{"insert_balance", R"(
INSERT INTO lot_balance (lot_id, holder_kind, holder_id, status, quantity, weight, last_event, latest_time)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))"};

/// Gives the key of a row that it found, as read_balance() reads it.
inline constexpr Sql add_to_balance{"add_to_balance", R"(
UPDATE lot_balance SET quantity = quantity + ?5, weight = weight + ?6, last_event = ?7,
                       latest_time = CASE WHEN latest_time > ?8 THEN latest_time ELSE ?8 END
WHERE lot_id = ?1 AND holder_kind = ?2 AND holder_id = ?3 AND status = ?4 AND quantity + ?5 >= 0
RETURNING lot_id, holder_kind, holder_id, status, quantity, weight, last_event, latest_time)"};

inline constexpr Sql add_to_unit_count{"add_to_unit_count", R"(
INSERT INTO unit_count (holder_kind, holder_id, product_id, status, owner_id, lot_id, units)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (holder_id, holder_kind, product_id, status, owner_id, lot_id)
DO UPDATE SET units = unit_count.units + excluded.units
RETURNING holder_kind, holder_id, product_id, status, owner_id, lot_id, units)"};
inline constexpr Sql delete_unit_count{"delete_unit_count", R"(
DELETE FROM unit_count
WHERE holder_id = ?2 AND holder_kind = ?1 AND product_id = ?3 AND status = ?4 AND owner_id = ?5 AND lot_id = ?6)"};

inline constexpr Sql add_to_unit_total{"add_to_unit_total", R"(
INSERT INTO unit_total (product_id, status, owner_id, units) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (product_id, status, owner_id) DO UPDATE SET units = unit_total.units + excluded.units
RETURNING product_id, status, owner_id, units)"};
inline constexpr Sql delete_unit_total{"delete_unit_total", R"(
DELETE FROM unit_total WHERE product_id = ?1 AND status = ?2 AND owner_id = ?3)"};

// What the history, told again, does not have.
inline constexpr Sql delete_event_subject{"delete_event_subject", R"(
DELETE FROM event_subject WHERE subject_id = ?1 AND event_time = ?2 AND event_id = ?3 AND role = ?4)"};
inline constexpr Sql delete_containment{"delete_containment", R"(
DELETE FROM containment WHERE child_id = ?1 AND from_time = ?2 AND entered_by = ?3)"};
inline constexpr Sql delete_contents{"delete_contents", R"(
DELETE FROM contents WHERE parent_id = ?1 AND from_time = ?2 AND child_id = ?3 AND entered_by = ?4)"};
inline constexpr Sql delete_identifier{"delete_identifier", R"(
DELETE FROM identifier
WHERE value_norm = ?1 AND kind = ?2 AND scope = ?3 AND closed_by = ?4 AND twin = ?5 AND subject_id = ?6)"};
inline constexpr Sql delete_identifier_of_subject{"delete_identifier_of_subject", R"(
DELETE FROM identifier_of_subject
WHERE subject_id = ?1 AND kind = ?2 AND value_norm = ?3 AND scope = ?4 AND closed_by = ?5)"};

inline constexpr Sql insert_reversal{"insert_reversal", R"(
INSERT INTO reversal (event_id, subject_id, reversed_by) VALUES (?1, ?2, ?3))"};
inline constexpr Sql insert_amendment{"insert_amendment", R"(
INSERT INTO amendment (event_id, amended_by) VALUES (?1, ?2))"};
inline constexpr Sql insert_exception{"insert_exception", R"(
INSERT INTO exception (event_id, raised_at, resolved_by, resolved_at) VALUES (?1, ?2, ?3, ?4))"};
inline constexpr Sql resolve_exception{"resolve_exception", R"(
UPDATE exception SET resolved_by = ?2, resolved_at = ?3 WHERE event_id = ?1 AND resolved_by IS NULL)"};

}  // namespace nameplate::store::tables::sql
