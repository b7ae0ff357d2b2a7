#pragma once

#include "store/tables/connection.hpp"
#include "store/tables/sql_load.hpp"

/// Statements around seals, and those that check what is there.
namespace nameplate::store::tables::sql {

/// The sequence comes out of the index: an event whose own row says another one is left out, and so is missed.
inline constexpr Sql stored_events_after{
    "stored_events_after", NAMEPLATE_EVENT_COLUMNS
    "INDEXED BY event_by_sequence WHERE sequence > ?1 "
    "AND (SELECT own.sequence FROM event AS own WHERE own.event_id = event.event_id) = sequence "
    "ORDER BY sequence LIMIT ?2"};

inline constexpr Sql seals_after{"seals_after", R"(
SELECT block, first_sequence, last_sequence, hash, sealed_at FROM seal WHERE block > ?1 ORDER BY block LIMIT ?2)"};
inline constexpr Sql newest_seal{"newest_seal", R"(
SELECT block, first_sequence, last_sequence, hash, sealed_at FROM seal ORDER BY block DESC LIMIT 1)"};
inline constexpr Sql load_seal_node{"load_seal_node", R"(
SELECT level, place, hash FROM seal_node WHERE level = ?1 AND place = ?2)"};
inline constexpr Sql seal_that_ends{"seal_that_ends", "SELECT 1 FROM seal WHERE block = ?1 AND last_sequence = ?2"};
inline constexpr Sql insert_seal{"insert_seal", R"(
INSERT INTO seal (block, first_sequence, last_sequence, hash, sealed_at) VALUES (?1, ?2, ?3, ?4, ?5))"};
inline constexpr Sql insert_seal_node{"insert_seal_node", R"(
INSERT INTO seal_node (level, place, hash) VALUES (?1, ?2, ?3)
ON CONFLICT (level, place) DO UPDATE SET hash = excluded.hash)"};

inline constexpr Sql count_events{"count_events", R"(
SELECT count(*), coalesce(min(sequence), 0), coalesce(max(sequence), 0) FROM event)"};
inline constexpr Sql recorded_at_of{"recorded_at_of", "SELECT recorded_at FROM event WHERE sequence = ?1"};
inline constexpr Sql count_seals{"count_seals", R"(
SELECT (SELECT count(*) FROM seal), (SELECT count(*) FROM seal_node))"};

/// Units that are not void against the totals that are kept; both sides, so that neither is missed.
inline constexpr Sql compare_unit_totals{"compare_unit_totals", R"(
SELECT product_id, status, CAST(sum(kept) AS BIGINT), CAST(sum(counted) AS BIGINT) FROM (
  SELECT product_id, status, units AS kept, 0 AS counted FROM unit_total
  UNION ALL
  SELECT product_id, status, 0, count(*) FROM unit WHERE status <> ?1 GROUP BY product_id, status) AS both_sides
GROUP BY product_id, status HAVING sum(kept) <> sum(counted) ORDER BY product_id, status LIMIT 100)"};
inline constexpr Sql compare_unit_counts{"compare_unit_counts", R"(
SELECT product_id, status, CAST(sum(kept) AS BIGINT), CAST(sum(counted) AS BIGINT) FROM (
  SELECT product_id, status, units AS kept, 0 AS counted FROM unit_total
  UNION ALL
  SELECT product_id, status, 0, units FROM unit_count) AS both_sides
GROUP BY product_id, status HAVING sum(kept) <> sum(counted) ORDER BY product_id, status LIMIT 100)"};

inline constexpr Sql stale_projections{"stale_projections", "SELECT stale FROM projection_state WHERE ledger_id = 1"};

}  // namespace nameplate::store::tables::sql
