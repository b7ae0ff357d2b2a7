#pragma once

#include "store/tables/sql_load.hpp"

/// Statements that answer questions, but for lists of units (sql_units.hpp) and dumps (sql_dump.hpp).
namespace nameplate::store::tables::sql {

inline constexpr Sql list_lots{"list_lots", NAMEPLATE_LOT_COLUMNS "WHERE lot_id > ?1 ORDER BY lot_id LIMIT ?2"};
inline constexpr Sql list_lots_of_product{
    "list_lots_of_product",
    NAMEPLATE_LOT_COLUMNS "INDEXED BY lot_by_product WHERE product_id = ?3 AND lot_id > ?1 ORDER BY lot_id LIMIT ?2"};
inline constexpr Sql lots_of_product{
    "lots_of_product", NAMEPLATE_LOT_COLUMNS "INDEXED BY lot_by_product WHERE product_id = ?1 ORDER BY lot_id"};

inline constexpr Sql list_holds{"list_holds", NAMEPLATE_HOLD_COLUMNS "WHERE hold_id > ?1 ORDER BY hold_id LIMIT ?2"};
inline constexpr Sql list_active_holds{
    "list_active_holds", NAMEPLATE_HOLD_COLUMNS
    "INDEXED BY hold_active WHERE released_by IS NULL AND hold_id > ?1 ORDER BY hold_id LIMIT ?2"};
inline constexpr Sql active_rule_holds{
    "active_rule_holds",
    NAMEPLATE_HOLD_COLUMNS "INDEXED BY hold_active WHERE released_by IS NULL AND by_rule = 1 ORDER BY hold_id"};

inline constexpr Sql recorded_at{"recorded_at", "SELECT recorded_at FROM event WHERE sequence = ?1"};
inline constexpr Sql event_moment{"event_moment", R"(
SELECT event_id, sequence, event_time, recorded_at FROM event WHERE event_id = ?1)"};

inline constexpr Sql events_after{"events_after", NAMEPLATE_EVENT_COLUMNS
                                  "INDEXED BY event_by_sequence WHERE sequence > ?1 ORDER BY sequence LIMIT ?2"};

inline constexpr Sql history_of{"history_of", R"(
SELECT subject_id, event_time, event_id, role, state FROM event_subject
WHERE subject_id = ?1 ORDER BY event_time, event_id, role)"};

inline constexpr Sql parents_of{"parents_of", R"(
SELECT child_id, child_kind, parent_id, from_time, entered_by, to_time, left_by FROM containment
WHERE child_id = ?1 ORDER BY from_time, entered_by)"};

inline constexpr Sql list_exceptions{"list_exceptions", R"(
SELECT event_id, raised_at, resolved_by, resolved_at FROM exception
WHERE event_id < ?1 AND (?2 IS NULL OR raised_at >= ?2) AND (?4 IS NULL OR resolved_by IS NOT NULL)
ORDER BY event_id DESC LIMIT ?3)"};
inline constexpr Sql list_open_exceptions{"list_open_exceptions", R"(
SELECT event_id, raised_at, resolved_by, resolved_at FROM exception INDEXED BY exception_open
WHERE event_id < ?1 AND (?2 IS NULL OR raised_at >= ?2) AND resolved_by IS NULL
ORDER BY event_id DESC LIMIT ?3)"};

inline constexpr Sql events_naming{"events_naming", R"(
SELECT event_id FROM event_document WHERE number_norm = ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY event_id)"};

inline constexpr Sql list_records{
    "list_records", NAMEPLATE_RECORD_COLUMNS
    "INDEXED BY record_by_code WHERE kind = ?1 AND code_norm > ?2 ORDER BY code_norm LIMIT ?3"};

inline constexpr Sql list_containers{"list_containers", NAMEPLATE_CONTAINER_COLUMNS
                                     "INDEXED BY container_by_code WHERE (code_norm, container_id) > (?1, ?2) ORDER BY "
                                     "code_norm, container_id LIMIT ?3"};
inline constexpr Sql containers_at_place{"containers_at_place", NAMEPLATE_CONTAINER_COLUMNS
                                         "INDEXED BY container_by_place WHERE place_id = ?1 AND place_kind = ?2"};
inline constexpr Sql container_code_norm{"container_code_norm",
                                         "SELECT code_norm FROM container WHERE container_id = ?1"};

inline constexpr Sql stock_totals{"stock_totals", R"(
SELECT product_id, status, owner_id, units FROM unit_total)"};
inline constexpr Sql stock_counts{"stock_counts", R"(
SELECT holder_kind, holder_id, product_id, status, owner_id, lot_id, units FROM unit_count)"};
inline constexpr Sql stock_counts_at{"stock_counts_at", R"(
SELECT holder_kind, holder_id, product_id, status, owner_id, lot_id, units FROM unit_count
WHERE holder_id = ?1 AND holder_kind = ?2)"};
/// Without what is void (15), as the counts are.
inline constexpr Sql stock_units_of_lot{"stock_units_of_lot", R"(
SELECT holder_kind, holder_id, product_id, status, coalesce(owner_id, 0), lot_id, 1
FROM unit INDEXED BY unit_by_lot WHERE lot_id = ?1 AND status <> 15)"};

inline constexpr Sql stock_balances{
    "stock_balances",
    NAMEPLATE_BALANCE_COLUMNS "WHERE quantity <> 0 OR weight <> 0 ORDER BY lot_id, holder_id, holder_kind, status"};
inline constexpr Sql all_lots{"all_lots", NAMEPLATE_LOT_COLUMNS "ORDER BY lot_id"};

inline constexpr Sql container_place{"container_place",
                                     "SELECT place_kind, place_id FROM container WHERE container_id = ?1"};

inline constexpr Sql private_after{"private_after", R"(
SELECT event_id, field, place, value FROM event_private WHERE (event_id, field, place) > (?1, ?2, ?3)
ORDER BY event_id, field, place LIMIT ?4)"};

}  // namespace nameplate::store::tables::sql
