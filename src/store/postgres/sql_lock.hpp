#pragma once

#include "store/tables/connection.hpp"

/// Statements that only a store with several writers needs.
namespace nameplate::store::postgres::sql {

// After lost rounds: rows are locked by writing them as they are, because SELECT ... FOR UPDATE cannot lock rows of
// several machines.
inline constexpr tables::Sql lock_unit{"lock_unit", "UPDATE unit SET last_event = last_event WHERE unit_id = ?1"};
inline constexpr tables::Sql lock_container{"lock_container",
                                            "UPDATE container SET last_event = last_event WHERE container_id = ?1"};

// What became of a commit without an answer.
inline constexpr tables::Sql wait_for_head{"wait_for_head", "SELECT sequence FROM head WHERE ledger_id = 1 FOR UPDATE"};
inline constexpr tables::Sql has_event{"has_event", "SELECT 1 FROM event WHERE event_id = ?1"};

}  // namespace nameplate::store::postgres::sql
