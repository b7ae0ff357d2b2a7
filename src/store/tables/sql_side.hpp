#pragma once

#include "store/tables/connection.hpp"

/// Statements that move what stands beside the ledger: whole rows in the order of their keys, from a key on; and
/// whether a copy is whole. The last value of those that read is how many rows.
namespace nameplate::store::tables::sql {

inline constexpr Sql side_id_blocks{"side_id_blocks", R"(
SELECT series, next_id FROM id_block WHERE series > ?1 ORDER BY series LIMIT ?2)"};
/// The migrations made a row of each series.
inline constexpr Sql put_side_id_block{"put_side_id_block", R"(
INSERT INTO id_block (series, next_id) VALUES (?1, ?2)
ON CONFLICT (series) DO UPDATE SET next_id = excluded.next_id)"};
inline constexpr Sql clear_id_blocks{"clear_id_blocks", "UPDATE id_block SET next_id = 1"};

inline constexpr Sql side_counters{"side_counters", R"(
SELECT counter, next_value FROM counter WHERE counter > ?1 ORDER BY counter LIMIT ?2)"};
inline constexpr Sql put_side_counter{"put_side_counter", R"(
INSERT INTO counter (counter, next_value) VALUES (?1, ?2))"};
inline constexpr Sql clear_counters{"clear_counters", "DELETE FROM counter"};

inline constexpr Sql side_keys{"side_keys", R"(
SELECT key, body, outcome, at FROM idempotency WHERE key > ?1 ORDER BY key LIMIT ?2)"};
inline constexpr Sql put_side_key{"put_side_key", R"(
INSERT INTO idempotency (key, body, outcome, at) VALUES (?1, ?2, ?3, ?4))"};
inline constexpr Sql clear_keys{"clear_keys", "DELETE FROM idempotency"};

inline constexpr Sql side_secrets{"side_secrets", R"(
SELECT hash, account_id, last_used FROM token_secret WHERE hash > ?1 ORDER BY hash LIMIT ?2)"};
inline constexpr Sql put_side_secret{"put_side_secret", R"(
INSERT INTO token_secret (hash, account_id, last_used) VALUES (?1, ?2, ?3))"};
inline constexpr Sql clear_secrets{"clear_secrets", "DELETE FROM token_secret"};

inline constexpr Sql side_jobs{"side_jobs", R"(
SELECT job_id, kind, state, account_id, name, key, body, parameters, report, position, plan, reason, detail, created_at,
       updated_at, version
FROM job WHERE job_id > ?1 ORDER BY job_id LIMIT ?2)"};
inline constexpr Sql put_side_job{"put_side_job", R"(
INSERT INTO job (job_id, kind, state, account_id, name, key, body, parameters, report, position, plan, reason, detail,
                 created_at, updated_at, version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16))"};
inline constexpr Sql clear_jobs{"clear_jobs", "DELETE FROM job"};

inline constexpr Sql side_job_parts{"side_job_parts", R"(
SELECT job_id, part, hash, bytes FROM job_part WHERE (job_id, part) > (?1, ?2) ORDER BY job_id, part LIMIT ?3)"};
inline constexpr Sql put_side_job_part{"put_side_job_part", R"(
INSERT INTO job_part (job_id, part, hash, bytes) VALUES (?1, ?2, ?3, ?4))"};
inline constexpr Sql clear_job_parts{"clear_job_parts", "DELETE FROM job_part"};

inline constexpr Sql side_job_rows{"side_job_rows", R"(
SELECT job_id, row_number, outcome, body FROM job_row WHERE (job_id, row_number) > (?1, ?2)
ORDER BY job_id, row_number LIMIT ?3)"};
inline constexpr Sql put_side_job_row{"put_side_job_row", R"(
INSERT INTO job_row (job_id, row_number, outcome, body) VALUES (?1, ?2, ?3, ?4))"};
inline constexpr Sql clear_job_rows{"clear_job_rows", "DELETE FROM job_row"};

inline constexpr Sql side_job_events{"side_job_events", R"(
SELECT job_id, event_id FROM job_event WHERE (job_id, event_id) > (?1, ?2) ORDER BY job_id, event_id LIMIT ?3)"};
inline constexpr Sql put_side_job_event{"put_side_job_event", R"(
INSERT INTO job_event (job_id, event_id) VALUES (?1, ?2))"};
inline constexpr Sql clear_job_events{"clear_job_events", "DELETE FROM job_event"};

inline constexpr Sql side_approvals{"side_approvals", R"(
SELECT approval_id, state, verb, request, asked_by, asked_at, decided_by, decided_at, event_id, reason, refusal, detail,
       version
FROM approval WHERE approval_id > ?1 ORDER BY approval_id LIMIT ?2)"};
inline constexpr Sql put_side_approval{"put_side_approval", R"(
INSERT INTO approval (approval_id, state, verb, request, asked_by, asked_at, decided_by, decided_at, event_id, reason,
                      refusal, detail, version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13))"};
inline constexpr Sql clear_approvals{"clear_approvals", "DELETE FROM approval"};

inline constexpr Sql is_half_made{"is_half_made", "SELECT ledger_id FROM half_made WHERE ledger_id = 1"};
inline constexpr Sql mark_half_made{"mark_half_made", R"(
INSERT INTO half_made (ledger_id) SELECT ledger_id FROM head WHERE ledger_id = 1 AND sequence = 0)"};
inline constexpr Sql mark_whole{"mark_whole", "DELETE FROM half_made WHERE ledger_id = 1"};

}  // namespace nameplate::store::tables::sql
