#pragma once

#include "store/tables/connection.hpp"

/// Statements that load rows by their keys, for decisions and for questions. The columns of one table always stand in
/// the same order: rows.cpp reads them by place.
namespace nameplate::store::tables::sql {

#define NAMEPLATE_UNIT_COLUMNS                                                                                    \
  "SELECT unit_id, product_id, serial_norm, serial, status, holder_kind, holder_id, owner_id, lot_id, produced, " \
  "expires, last_event, latest_time FROM unit "
#define NAMEPLATE_CONTAINER_COLUMNS                                                                          \
  "SELECT container_id, code_norm, code, status, holder_kind, holder_id, place_kind, place_id, last_event, " \
  "latest_time FROM container "
#define NAMEPLATE_LOT_COLUMNS \
  "SELECT lot_id, product_id, number, owner_id, supplier_id, produced, expires, last_event, latest_time FROM lot "
#define NAMEPLATE_BALANCE_COLUMNS \
  "SELECT lot_id, holder_kind, holder_id, status, quantity, weight, last_event, latest_time FROM lot_balance "
#define NAMEPLATE_HOLD_COLUMNS                                                                                      \
  "SELECT hold_id, kind_id, reason, case_number, by_rule, rule_product, rule_lot, rule_place_kind, rule_place_id, " \
  "placed_by, placed_at, released_by, released_at, rule_category FROM hold "
#define NAMEPLATE_RECORD_COLUMNS "SELECT record_id, kind, code_norm, code, retired, version, value FROM record "
#define NAMEPLATE_EVENT_COLUMNS                                                                                       \
  "SELECT event_id, sequence, verb, event_time, recorded_at, zone_offset, device_time, actor_id, device, equipment, " \
  "location_id, destination_id, reason, body FROM event "

inline constexpr Sql load_identifiers{"load_identifiers", R"(
SELECT value_norm, kind, scope, subject_id, value, valid_from, opened_by, valid_to, closed_by, mistaken
FROM identifier WHERE value_norm = ?1 ORDER BY kind, scope, closed_by, twin)"};

inline constexpr Sql load_identifiers_of_subject{"load_identifiers_of_subject", R"(
SELECT value_norm, kind, scope, subject_id, value, valid_from, opened_by, valid_to, closed_by, mistaken
FROM identifier_of_subject WHERE subject_id = ?1 ORDER BY kind, value_norm, scope, closed_by)"};

inline constexpr Sql load_unit{"load_unit", NAMEPLATE_UNIT_COLUMNS "WHERE unit_id = ?1"};
inline constexpr Sql load_container{"load_container", NAMEPLATE_CONTAINER_COLUMNS "WHERE container_id = ?1"};
inline constexpr Sql load_lot{"load_lot", NAMEPLATE_LOT_COLUMNS "WHERE lot_id = ?1"};
inline constexpr Sql load_balances{
    "load_balances", NAMEPLATE_BALANCE_COLUMNS "WHERE lot_id = ?1 ORDER BY holder_kind, holder_id, status"};

inline constexpr Sql units_held_by{
    "units_held_by",
    NAMEPLATE_UNIT_COLUMNS "INDEXED BY unit_by_holder WHERE holder_id = ?1 AND holder_kind = ?2 ORDER BY unit_id"};
inline constexpr Sql containers_held_by{
    "containers_held_by", NAMEPLATE_CONTAINER_COLUMNS
    "INDEXED BY container_by_holder WHERE holder_id = ?1 AND holder_kind = ?2 ORDER BY container_id"};
inline constexpr Sql balances_held_by{
    "balances_held_by", NAMEPLATE_BALANCE_COLUMNS
    "INDEXED BY lot_balance_by_holder WHERE holder_id = ?1 AND holder_kind = ?2 AND (quantity <> 0 OR weight <> 0) "
    "ORDER BY lot_id, status"};

inline constexpr Sql active_members_of{"active_members_of", R"(
SELECT subject_id, hold_id, kind_id, placed_by, released_by FROM hold_member
WHERE subject_id = ?1 AND released_by IS NULL ORDER BY hold_id, placed_by)"};

inline constexpr Sql members_of_hold{"members_of_hold", R"(
SELECT subject_id, hold_id, kind_id, placed_by, released_by FROM hold_member INDEXED BY hold_member_by_hold
WHERE hold_id = ?1 ORDER BY subject_id, placed_by)"};

inline constexpr Sql load_hold{"load_hold", NAMEPLATE_HOLD_COLUMNS "WHERE hold_id = ?1"};
inline constexpr Sql load_traits{"load_traits", R"(
SELECT subject_id, subject_kind, attribute_id, value_key, value, set_by FROM trait
WHERE subject_id = ?1 ORDER BY attribute_id, value_key)"};
inline constexpr Sql load_record{"load_record", NAMEPLATE_RECORD_COLUMNS "WHERE record_id = ?1"};

inline constexpr Sql product_has_units{"product_has_units", R"(
SELECT product_id FROM unit INDEXED BY unit_by_product WHERE product_id = ?1 LIMIT 1)"};
inline constexpr Sql product_has_lots{"product_has_lots", "SELECT product_id FROM lot WHERE product_id = ?1 LIMIT 1"};
inline constexpr Sql holder_has_units{"holder_has_units", R"(
SELECT holder_id FROM unit INDEXED BY unit_by_holder WHERE holder_id = ?1 AND holder_kind = ?2 LIMIT 1)"};
inline constexpr Sql holder_has_containers{"holder_has_containers", R"(
SELECT holder_id FROM container INDEXED BY container_by_holder WHERE holder_id = ?1 AND holder_kind = ?2 LIMIT 1)"};
inline constexpr Sql holder_has_balances{"holder_has_balances", R"(
SELECT holder_id FROM lot_balance INDEXED BY lot_balance_by_holder
WHERE holder_id = ?1 AND holder_kind = ?2 AND (quantity <> 0 OR weight <> 0) LIMIT 1)"};

inline constexpr Sql load_event{"load_event", NAMEPLATE_EVENT_COLUMNS "WHERE event_id = ?1"};
inline constexpr Sql load_event_private{"load_event_private", R"(
SELECT event_id, field, place, salt, value FROM event_private WHERE event_id = ?1 ORDER BY field, place)"};

inline constexpr Sql state_after{"state_after", R"(
SELECT subject_id, event_time, event_id, role, state FROM event_subject
WHERE subject_id = ?1 AND event_time = ?2 AND event_id = ?3 ORDER BY role)"};

inline constexpr Sql load_head{"load_head", R"(
SELECT sequence, recorded_at, rules_version, schema_version FROM head WHERE ledger_id = 1)"};

// The past, for what turns up late.

inline constexpr Sql history_since{"history_since", R"(
SELECT subject_id, event_time, event_id, role, state FROM event_subject
WHERE subject_id = ?1 AND event_time >= ?2 ORDER BY event_time, event_id, role)"};
inline constexpr Sql state_before{"state_before", R"(
SELECT subject_id, event_time, event_id, role, state FROM event_subject
WHERE subject_id = ?1 AND event_time < ?2 AND length(state) > 0
ORDER BY event_time DESC, event_id DESC, role DESC LIMIT 1)"};
inline constexpr Sql stays_since{"stays_since", R"(
SELECT child_id, child_kind, parent_id, from_time, entered_by, to_time, left_by FROM containment
WHERE child_id = ?1 AND (to_time IS NULL OR to_time >= ?2) ORDER BY from_time, entered_by)"};
inline constexpr Sql contents_of{"contents_of", R"(
SELECT child_id, child_kind, parent_id, from_time, entered_by, to_time, left_by FROM contents
WHERE parent_id = ?1 AND from_time <= ?3 AND (to_time IS NULL OR to_time >= ?2)
ORDER BY from_time, child_id, entered_by)"};
// In two, because the tables would be spread over machines by different columns.
inline constexpr Sql contents_last_left{"contents_last_left", R"(
SELECT parent_id, to_time FROM contents INDEXED BY contents_left
WHERE parent_id = ?1 AND to_time IS NOT NULL ORDER BY to_time DESC LIMIT 1)"};
inline constexpr Sql balances_last_changed{"balances_last_changed", R"(
SELECT holder_id, max(latest_time) FROM lot_balance INDEXED BY lot_balance_in_container
WHERE holder_id = ?1 AND holder_kind = 2 GROUP BY holder_id)"};
inline constexpr Sql lots_ever_in{"lots_ever_in", R"(
SELECT DISTINCT lot_id FROM lot_balance INDEXED BY lot_balance_in_container
WHERE holder_id = ?1 AND holder_kind = 2 ORDER BY lot_id)"};
inline constexpr Sql reversed_items{"reversed_items", R"(
SELECT event_id, subject_id, reversed_by FROM reversal WHERE event_id = ?1 ORDER BY subject_id)"};
inline constexpr Sql amendments_of{"amendments_of", R"(
SELECT event_id, amended_by FROM amendment WHERE event_id = ?1 ORDER BY amended_by)"};
inline constexpr Sql load_exception{"load_exception", R"(
SELECT event_id, raised_at, resolved_by, resolved_at FROM exception WHERE event_id = ?1)"};
inline constexpr Sql members_of{"members_of", R"(
SELECT subject_id, hold_id, kind_id, placed_by, released_by FROM hold_member
WHERE subject_id = ?1 ORDER BY hold_id, placed_by)"};
inline constexpr Sql rule_holds_released_since{
    "rule_holds_released_since", NAMEPLATE_HOLD_COLUMNS
    "INDEXED BY hold_rule_released WHERE by_rule = 1 AND released_by IS NOT NULL AND released_at > ?1 "
    "ORDER BY hold_id"};

}  // namespace nameplate::store::tables::sql
