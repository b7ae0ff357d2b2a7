#pragma once

#include "store/sqlite/database.hpp"

/// Statements that load rows by their keys, for decisions and for questions. The columns of one table always stand in
/// the same order: rows.cpp reads them by place.
namespace nameplate::store::sqlite::sql {

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
SELECT 1 FROM unit INDEXED BY unit_by_product WHERE product_id = ?1 LIMIT 1)"};
inline constexpr Sql product_has_lots{"product_has_lots", "SELECT 1 FROM lot WHERE product_id = ?1 LIMIT 1"};
inline constexpr Sql holder_has_units{"holder_has_units", R"(
SELECT 1 FROM unit INDEXED BY unit_by_holder WHERE holder_id = ?1 AND holder_kind = ?2 LIMIT 1)"};
inline constexpr Sql holder_has_containers{"holder_has_containers", R"(
SELECT 1 FROM container INDEXED BY container_by_holder WHERE holder_id = ?1 AND holder_kind = ?2 LIMIT 1)"};
inline constexpr Sql holder_has_balances{"holder_has_balances", R"(
SELECT 1 FROM lot_balance INDEXED BY lot_balance_by_holder
WHERE holder_id = ?1 AND holder_kind = ?2 AND (quantity <> 0 OR weight <> 0) LIMIT 1)"};

inline constexpr Sql load_event{"load_event", NAMEPLATE_EVENT_COLUMNS "WHERE event_id = ?1"};
inline constexpr Sql load_event_private{"load_event_private", R"(
SELECT field, place, salt, value FROM event_private WHERE event_id = ?1 ORDER BY field, place)"};

inline constexpr Sql state_after{"state_after", R"(
SELECT subject_id, event_time, event_id, role, state FROM event_subject
WHERE subject_id = ?1 AND event_time = ?2 AND event_id = ?3 ORDER BY role)"};

inline constexpr Sql load_head{"load_head", R"(
SELECT sequence, recorded_at, rules_version FROM head WHERE ledger_id = 1)"};

}  // namespace nameplate::store::sqlite::sql
