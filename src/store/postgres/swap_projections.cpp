#include "store/postgres/swap_projections.hpp"

#include "store/failure.hpp"
#include "store/postgres/connect.hpp"
#include "store/tables/projections.hpp"

#include <fmt/format.h>

namespace nameplate::store::postgres {
namespace {

/// What follows the projections in the background, and may be wrong where they were: it begins anew.
constexpr std::string_view forget_followers =
    "DELETE FROM past_group; DELETE FROM past_leaver; DELETE FROM past_list; DELETE FROM past_late;"
    "UPDATE past_position SET sequence = 0; UPDATE projection_state SET stale = 0;";

}  // namespace

void swap_projections(Session& session, std::string const& schema, std::string const& other) {
  session.expect_answers_within(std::chrono::seconds(0));
  // Those who read the tables now are waited for, and whoever comes later waits for this.
  session.script("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s';", "begin to swap");
  auto const ours = session.ask("SELECT sequence FROM head WHERE ledger_id = 1 FOR UPDATE");
  auto const theirs = session.ask(fmt::format("SELECT sequence FROM {}.head WHERE ledger_id = 1", quoted(other)));
  if (ours != theirs) {
    throw GuardLost("the ledger went on while its projections were made");
  }
  for (auto const table : tables::projection_tables) {
    session.script(
        fmt::format("DROP TABLE {0}.{2}; ALTER TABLE {1}.{2} SET SCHEMA {0}", quoted(schema), quoted(other), table),
        "move a projection");
  }
  session.script(std::string(forget_followers), "forget what followed the projections");
  session.script("COMMIT", "commit");
}

}  // namespace nameplate::store::postgres
