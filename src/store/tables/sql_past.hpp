#pragma once

#include "store/tables/connection.hpp"

/// Statements of lists as of a past time, and of the tables that make them quick (past_group.hpp).
namespace nameplate::store::tables::sql {

/// Rows without a state say that a subject took part, not what became of it.
inline constexpr Sql past_state_row_at{"past_state_row_at", R"(
SELECT subject_id, event_time, event_id, role, state FROM event_subject
WHERE subject_id = ?1 AND event_time <= ?2 AND length(state) > 0
ORDER BY event_time DESC, event_id DESC, role DESC LIMIT 1)"};
inline constexpr Sql past_states_back{"past_states_back", R"(
SELECT event_time, event_id, state FROM event_subject
WHERE subject_id = ?1 AND event_time <= ?2 AND length(state) > 0
ORDER BY event_time DESC, event_id DESC, role DESC)"};
/// Together with which row it was asked for.
inline constexpr Sql past_states_until{"past_states_until", R"(
SELECT event_time, event_id, state, subject_id, ?2 AS until_time, ?3 AS until_event FROM event_subject
WHERE subject_id = ?1 AND (event_time, event_id) <= (?2, ?3) AND length(state) > 0
ORDER BY event_time DESC, event_id DESC, role DESC LIMIT ?4)"};
inline constexpr Sql past_states_from{"past_states_from", R"(
SELECT event_time, event_id, state FROM event_subject
WHERE subject_id = ?1 AND (event_time, event_id) >= (?2, ?3) AND length(state) > 0
ORDER BY event_time, event_id, role)"};
/// Mostly none: what comes in time is the last there is.
inline constexpr Sql past_events_behind{"past_events_behind", R"(
SELECT subject_id, event_time, event_id FROM event_subject
WHERE subject_id = ?1 AND (event_time, event_id) > (?2, ?3) ORDER BY event_time, event_id LIMIT ?4)"};

// Who is in a group now, after ?1, at most ?2.

inline constexpr Sql past_members_of_product{"past_members_of_product", R"(
SELECT unit_id FROM unit INDEXED BY unit_by_product
WHERE product_id = ?3 AND status = ?4 AND unit_id > ?1 ORDER BY unit_id LIMIT ?2)"};
inline constexpr Sql past_units_with{"past_units_with", R"(
SELECT unit_id FROM unit INDEXED BY unit_by_holder
WHERE holder_id = ?3 AND holder_kind = ?4 AND unit_id > ?1 ORDER BY product_id, status, unit_id LIMIT ?2)"};
inline constexpr Sql past_units_with_of_product{"past_units_with_of_product", R"(
SELECT unit_id FROM unit INDEXED BY unit_by_holder
WHERE holder_id = ?3 AND holder_kind = ?4 AND product_id = ?5 AND status = ?6 AND unit_id > ?1
ORDER BY unit_id LIMIT ?2)"};
inline constexpr Sql past_members_of_lot{"past_members_of_lot", R"(
SELECT unit_id FROM unit INDEXED BY unit_by_lot WHERE lot_id = ?3 AND unit_id > ?1 ORDER BY unit_id LIMIT ?2)"};
inline constexpr Sql past_members_of_owner{"past_members_of_owner", R"(
SELECT unit_id FROM unit INDEXED BY unit_by_owner WHERE owner_id = ?3 AND unit_id > ?1 ORDER BY unit_id LIMIT ?2)"};
inline constexpr Sql past_containers_with{"past_containers_with", R"(
SELECT container_id FROM container INDEXED BY container_by_holder
WHERE holder_id = ?3 AND holder_kind = ?4 AND container_id > ?1 ORDER BY container_id LIMIT ?2)"};
inline constexpr Sql past_all_units{"past_all_units",
                                    "SELECT unit_id FROM unit WHERE unit_id > ?1 ORDER BY unit_id LIMIT ?2"};

// The tables.

inline constexpr Sql past_position{"past_position", "SELECT sequence FROM past_position WHERE ledger_id = 1"};
inline constexpr Sql move_past_position{"move_past_position", R"(
UPDATE past_position SET sequence = ?2 WHERE ledger_id = 1 AND sequence = ?1)"};

inline constexpr Sql past_group{"past_group", R"(
SELECT since, latest, changes, due FROM past_group WHERE kind = ?1 AND group_a = ?2 AND group_b = ?3)"};
inline constexpr Sql next_past_group{"next_past_group", R"(
SELECT group_a, group_b FROM past_group WHERE kind = ?1 AND (group_a, group_b) >= (?2, ?3)
ORDER BY group_a, group_b LIMIT 1)"};
inline constexpr Sql put_past_group{"put_past_group", R"(
INSERT INTO past_group (kind, group_a, group_b, since, latest, changes, due) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (kind, group_a, group_b) DO UPDATE SET since = excluded.since, latest = excluded.latest, changes = excluded.changes, due = excluded.due)"};

inline constexpr Sql past_leavers{"past_leavers", R"(
SELECT subject_id, left_at, entered_at FROM past_leaver
WHERE kind = ?1 AND group_a = ?2 AND group_b = ?3 ORDER BY subject_id, left_at)"};
inline constexpr Sql insert_past_leaver{"insert_past_leaver", R"(
INSERT INTO past_leaver (kind, group_a, group_b, subject_id, left_at, entered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (kind, group_a, group_b, subject_id, left_at) DO UPDATE SET entered_at =
CASE WHEN past_leaver.entered_at IS NULL OR excluded.entered_at IS NULL THEN NULL
     WHEN past_leaver.entered_at < excluded.entered_at THEN past_leaver.entered_at ELSE excluded.entered_at END)"};
inline constexpr Sql delete_past_leavers{"delete_past_leavers", R"(
DELETE FROM past_leaver WHERE kind = ?1 AND group_a = ?2 AND group_b = ?3 AND left_at <= ?4)"};

inline constexpr Sql past_late{"past_late", R"(
SELECT subject_id FROM past_late
WHERE kind = ?1 AND group_a = ?2 AND group_b = ?3 AND entered_at <= ?4 AND (left_at IS NULL OR left_at > ?4)
ORDER BY subject_id)"};
inline constexpr Sql insert_past_late{"insert_past_late", R"(
INSERT INTO past_late (kind, group_a, group_b, subject_id, entered_at, left_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (kind, group_a, group_b, subject_id, entered_at) DO UPDATE SET left_at =
CASE WHEN past_late.left_at IS NULL OR excluded.left_at IS NULL THEN NULL
     WHEN past_late.left_at > excluded.left_at THEN past_late.left_at ELSE excluded.left_at END)"};

inline constexpr Sql past_period{"past_period", R"(
SELECT until FROM past_list WHERE kind = ?1 AND group_a = ?2 AND group_b = ?3 AND until > ?4 ORDER BY until LIMIT 1)"};
/// The parts of a period that may hold ids after ?5: from the one that begins at or before it.
inline constexpr Sql past_part{"past_part", R"(
SELECT first_id, ids FROM past_list
WHERE kind = ?1 AND group_a = ?2 AND group_b = ?3 AND until = ?4 AND first_id <= ?5 ORDER BY first_id DESC LIMIT 1)"};
inline constexpr Sql next_past_part{"next_past_part", R"(
SELECT first_id, ids FROM past_list
WHERE kind = ?1 AND group_a = ?2 AND group_b = ?3 AND until = ?4 AND first_id > ?5 ORDER BY first_id LIMIT 1)"};
inline constexpr Sql insert_past_part{"insert_past_part", R"(
INSERT INTO past_list (kind, group_a, group_b, until, first_id, ids) VALUES (?1, ?2, ?3, ?4, ?5, ?6))"};

/// What was inside a container at a moment, or later when ?3 is NULL.
inline constexpr Sql past_contents{"past_contents", R"(
SELECT child_id, child_kind FROM contents
WHERE parent_id = ?1 AND (?3 IS NULL OR from_time <= ?3) AND (to_time IS NULL OR to_time >= ?2))"};

}  // namespace nameplate::store::tables::sql
