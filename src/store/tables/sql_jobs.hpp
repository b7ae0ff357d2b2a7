#pragma once

#include "store/tables/connection.hpp"

/// Statements about jobs.
namespace nameplate::store::tables::sql {

// NOLINTBEGIN(cppcoreguidelines-macro-usage): statements are put together from literals only
#define NAMEPLATE_JOB_COLUMNS                                                                                         \
  "SELECT job_id, kind, state, account_id, name, position, reason, detail, created_at, updated_at, version, report, " \
  "parameters, key, body"
// NOLINTEND(cppcoreguidelines-macro-usage)

inline constexpr Sql load_job{"load_job", NAMEPLATE_JOB_COLUMNS ", plan FROM job WHERE job_id = ?1"};
inline constexpr Sql list_jobs{"list_jobs", NAMEPLATE_JOB_COLUMNS
                               " FROM job WHERE job_id < ?1 AND (?2 IS NULL OR account_id = ?2) "
                               "ORDER BY job_id DESC LIMIT ?3"};
inline constexpr Sql find_job_by_key{"find_job_by_key", NAMEPLATE_JOB_COLUMNS ", plan FROM job WHERE key = ?1"};
inline constexpr Sql jobs_at_work{"jobs_at_work", R"(
SELECT job_id FROM job INDEXED BY job_at_work WHERE state IN (2, 4) ORDER BY job_id)"};

inline constexpr Sql insert_job{"insert_job", R"(
INSERT INTO job (job_id, kind, state, account_id, name, parameters, report, position, plan, reason, detail, created_at,
                 updated_at, version, key, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16))"};
inline constexpr Sql update_job{"update_job", R"(
UPDATE job SET state = ?2, report = ?3, position = ?4, plan = ?5, reason = ?6, detail = ?7, updated_at = ?8,
               version = version + 1
WHERE job_id = ?1 AND version = ?9)"};

inline constexpr Sql insert_job_part{"insert_job_part", R"(
INSERT INTO job_part (job_id, part, hash, bytes) VALUES (?1, ?2, ?3, ?4))"};
inline constexpr Sql list_job_parts{"list_job_parts", R"(
SELECT part, length(bytes), hash FROM job_part WHERE job_id = ?1 ORDER BY part)"};
inline constexpr Sql load_job_part{"load_job_part", R"(
SELECT bytes FROM job_part WHERE job_id = ?1 AND part = ?2)"};

inline constexpr Sql put_job_event{"put_job_event", R"(
INSERT INTO job_event (job_id, event_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING)"};
inline constexpr Sql list_job_events{"list_job_events", R"(
SELECT event_id FROM job_event WHERE job_id = ?1 ORDER BY event_id)"};

inline constexpr Sql put_job_row{"put_job_row", R"(
INSERT INTO job_row (job_id, row_number, outcome, body) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (job_id, row_number) DO UPDATE SET outcome = excluded.outcome, body = excluded.body)"};
inline constexpr Sql delete_job_row{"delete_job_row", "DELETE FROM job_row WHERE job_id = ?1 AND row_number = ?2"};
inline constexpr Sql delete_job_rows{"delete_job_rows", "DELETE FROM job_row WHERE job_id = ?1"};
inline constexpr Sql list_job_rows{"list_job_rows", R"(
SELECT row_number, outcome, body FROM job_row WHERE job_id = ?1 AND row_number > ?2 AND (?3 IS NULL OR outcome = ?3)
ORDER BY row_number LIMIT ?4)"};

/// The next job at rest that was not touched since ?1 and still has content or rows.
inline constexpr Sql old_job_content{"old_job_content", R"(
SELECT job_id FROM job WHERE updated_at < ?1 AND state NOT IN (2, 4)
AND (EXISTS (SELECT 1 FROM job_part WHERE job_part.job_id = job.job_id)
     OR EXISTS (SELECT 1 FROM job_row WHERE job_row.job_id = job.job_id))
ORDER BY job_id LIMIT 1)"};
inline constexpr Sql delete_a_part{"delete_a_part", R"(
DELETE FROM job_part WHERE job_id = ?1 AND part = (SELECT max(part) FROM job_part WHERE job_id = ?1))"};
inline constexpr Sql delete_some_rows{"delete_some_rows", R"(
DELETE FROM job_row WHERE job_id = ?1 AND row_number IN
  (SELECT row_number FROM job_row WHERE job_id = ?1 ORDER BY row_number LIMIT 5000))"};

}  // namespace nameplate::store::tables::sql
