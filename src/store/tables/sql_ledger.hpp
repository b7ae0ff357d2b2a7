#pragma once

#include "store/tables/connection.hpp"

/// Statements around the ledger itself: keys, counters, the head, events, secrets.
namespace nameplate::store::tables::sql {

inline constexpr Sql find_key{"find_key", "SELECT key, body, outcome, at FROM idempotency WHERE key = ?1"};
/// A twin that is being decided by somebody else is waited for here.
inline constexpr Sql claim_key{"claim_key", R"(
INSERT INTO idempotency (key, body, outcome, at) VALUES (?1, ?2, '', -1) ON CONFLICT DO NOTHING)"};
/// What was claimed and refused: free again.
inline constexpr Sql delete_claim{"delete_claim", "DELETE FROM idempotency WHERE key = ?1 AND at = -1"};
inline constexpr Sql put_key{"put_key", R"(
INSERT INTO idempotency (key, body, outcome, at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (key) DO UPDATE SET outcome = excluded.outcome, at = excluded.at WHERE idempotency.at = -1)"};
inline constexpr Sql has_old_key{"has_old_key", R"(
SELECT 1 FROM idempotency WHERE key >= ?1 AND key < ?2 AND at < ?3 LIMIT 1)"};
inline constexpr Sql delete_old_keys{"delete_old_keys", R"(
DELETE FROM idempotency WHERE key >= ?1 AND key < ?2 AND at < ?3)"};

inline constexpr Sql draw_counter{"draw_counter", R"(
INSERT INTO counter (counter, next_value) VALUES (?1, ?2 + ?3)
ON CONFLICT (counter) DO UPDATE SET next_value = counter.next_value + ?3
RETURNING next_value)"};
inline constexpr Sql read_counter{"read_counter", "SELECT next_value FROM counter WHERE counter = ?1"};
inline constexpr Sql give_back_counter{"give_back_counter", R"(
UPDATE counter SET next_value = ?2 WHERE counter = ?1 AND next_value = ?3)"};

inline constexpr Sql advance_head{"advance_head", R"(
UPDATE head SET sequence = sequence + ?2, recorded_at = CASE WHEN recorded_at > ?3 THEN recorded_at ELSE ?3 END,
                rules_version = ?4
WHERE ledger_id = 1 AND rules_version = ?1
RETURNING sequence, recorded_at, rules_version, schema_version)"};

inline constexpr Sql insert_event{"insert_event", R"(
INSERT INTO event (event_id, sequence, verb, event_time, recorded_at, zone_offset, device_time, actor_id, device,
                   equipment, location_id, destination_id, reason, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14))"};
inline constexpr Sql insert_event_private{"insert_event_private", R"(
INSERT INTO event_private (event_id, field, place, salt, value) VALUES (?1, ?2, ?3, ?4, ?5))"};

inline constexpr Sql erase_private{"erase_private", R"(
DELETE FROM event_private WHERE event_id = ?1 AND field = ?2 AND place = ?3)"};

inline constexpr Sql reserve_ids{"reserve_ids", R"(
UPDATE id_block SET next_id = next_id + ?2 WHERE series = ?1 RETURNING next_id)"};

inline constexpr Sql insert_secret{"insert_secret", R"(
INSERT INTO token_secret (hash, account_id, last_used) VALUES (?1, ?2, ?3))"};
inline constexpr Sql find_secret{"find_secret", "SELECT hash, account_id, last_used FROM token_secret WHERE hash = ?1"};
inline constexpr Sql list_secrets{"list_secrets", R"(
SELECT hash, account_id, last_used FROM token_secret ORDER BY account_id, hash)"};
inline constexpr Sql note_secret_use{"note_secret_use", R"(
UPDATE token_secret SET last_used = ?2 WHERE hash = ?1 AND (last_used IS NULL OR last_used < ?2))"};

}  // namespace nameplate::store::tables::sql
