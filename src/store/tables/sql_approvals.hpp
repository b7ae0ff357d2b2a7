#pragma once

#include "store/tables/connection.hpp"

/// Statements about approvals.
namespace nameplate::store::tables::sql {

// NOLINTBEGIN(cppcoreguidelines-macro-usage): statements are put together from literals only
#define NAMEPLATE_APPROVAL_COLUMNS                                                                           \
  "SELECT approval_id, state, verb, request, asked_by, asked_at, decided_by, decided_at, event_id, reason, " \
  "refusal, detail, version FROM approval"
// NOLINTEND(cppcoreguidelines-macro-usage)

inline constexpr Sql load_approval{"load_approval", NAMEPLATE_APPROVAL_COLUMNS " WHERE approval_id = ?1"};
inline constexpr Sql list_approvals{
    "list_approvals", NAMEPLATE_APPROVAL_COLUMNS " WHERE approval_id < ?1 ORDER BY approval_id DESC LIMIT ?2"};
inline constexpr Sql list_approvals_in{"list_approvals_in", NAMEPLATE_APPROVAL_COLUMNS
                                       " WHERE approval_id < ?1 AND state = ?3 ORDER BY approval_id DESC LIMIT ?2"};
inline constexpr Sql list_open_approvals{
    "list_open_approvals", NAMEPLATE_APPROVAL_COLUMNS
    " INDEXED BY approval_open WHERE approval_id < ?1 AND state = 1 ORDER BY approval_id DESC LIMIT ?2"};

inline constexpr Sql insert_approval{"insert_approval", R"(
INSERT INTO approval (approval_id, state, verb, request, asked_by, asked_at, decided_by, decided_at, event_id, reason,
                      refusal, detail, version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1))"};
inline constexpr Sql update_approval{"update_approval", R"(
UPDATE approval SET state = ?2, decided_by = ?3, decided_at = ?4, event_id = ?5, reason = ?6, refusal = ?7, detail = ?8,
                    version = version + 1
WHERE approval_id = ?1 AND version = ?9)"};

}  // namespace nameplate::store::tables::sql
