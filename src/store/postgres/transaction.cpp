#include "store/postgres/transaction.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/logging.hpp"
#include "store/postgres/failure.hpp"
#include "store/postgres/sql_lock.hpp"
#include "store/tables/sql_ledger.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace nameplate::store::postgres {
namespace {

using tables::Sql;

constexpr std::int64_t lost_rounds_before_locks = 2;
/// Longer than a standby takes to take over.
constexpr std::chrono::seconds longest_search{60};

void throw_unknown_after(std::chrono::steady_clock::time_point deadline) {
  if (std::chrono::steady_clock::now() > deadline) {
    throw StorageFailure(FailureKind::unavailable,
                         "the connection was lost during a commit, whose outcome is not known");
  }
}

}  // namespace

Transaction::Transaction(Pool& writers, Figures& figures)
    : writers_(writers),
      figures_(figures),
      lease_(writers.take()),
      locks_first_(figures.lost_in_a_row >= lost_rounds_before_locks) {
  on_connection([&](tables::Connection& /*connection*/) {
    lease_->session().send_script("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", "begin a write");
  });
}

void Transaction::on_connection(std::function<void(tables::Connection&)> const& call) {
  try {
    call(*lease_);
  } catch (GuardLost const&) {
    note_lost();
    throw;
  } catch (ConnectionLost const& lost) {
    // Perhaps it was idle when the server went away and came back: then the others are no better.
    lease_.mark_suspect();
    writers_.close_idle();
    throw GuardLost(lost.what());
  } catch (StorageFailure const&) {
    lease_.mark_suspect();
    throw;
  }
}

void Transaction::note_lost() {
  ++figures_.guards_lost;
  ++figures_.lost_in_a_row;
}

/// In the order of keys, as every writer does.
void Transaction::lock(Sql const& sql, std::span<domain::SubjectId const> ids) {
  std::vector<domain::SubjectId> sorted(ids.begin(), ids.end());
  std::ranges::sort(sorted);
  on_connection([&](tables::Connection& connection) {
    auto one = connection.use_for_each(sql);
    for (auto const id : sorted) {
      one.bind(id).run();
    }
    one.finish();
  });
}

std::vector<domain::UnitState> Transaction::load_units(std::span<domain::SubjectId const> ids) {
  if (locks_first_) {
    lock(sql::lock_unit, ids);
  }
  return tables::Transaction::load_units(ids);
}

std::vector<domain::ContainerState> Transaction::load_containers(std::span<domain::SubjectId const> ids) {
  if (locks_first_) {
    lock(sql::lock_container, ids);
  }
  return tables::Transaction::load_containers(ids);
}

std::vector<StoredOutcome> Transaction::claim_keys(std::span<KeyClaim const> claims) {
  for (auto const& claim : claims) {
    claimed_.push_back(claim.key);
  }
  auto used = tables::Transaction::claim_keys(claims);
  for (auto const& key : used) {
    std::erase(claimed_, key.key);
  }
  is_replay_ = is_replay_ || !used.empty();
  std::ranges::sort(claimed_);
  return used;
}

void Transaction::append(std::span<domain::Event const> events) {
  if (!events.empty()) {
    last_event_ = events.back().id;
  }
  tables::Transaction::append(events);
}

void Transaction::store_outcomes(std::span<StoredOutcome const> outcomes) {
  for (auto const& outcome : outcomes) {
    std::erase(claimed_, outcome.key);
  }
  tables::Transaction::store_outcomes(outcomes);
}

/// What was claimed and then refused can be used again.
void Transaction::free_claims() {
  if (claimed_.empty()) {
    return;
  }
  on_connection([&](tables::Connection& connection) {
    auto free = connection.use_for_each(tables::sql::delete_claim);
    for (auto const& key : claimed_) {
      free.bind(tables::Blob{base::as_text(key)}).run();
    }
    free.finish();
  });
}

void Transaction::commit() {
  base::check(!committed_, "a transaction is committed once");
  free_claims();
  on_connection([&](tables::Connection& /*connection*/) { lease_->session().wait_for_sent(); });
  try {
    if (is_replay_ && !last_event_) {
      // Nothing is written, so the commit would not wait for a standby; what is told again has to be there as well.
      lease_->session().script("SELECT pg_logical_emit_message(true, 'nameplate', '')", "make a commit wait");
    }
    lease_->session().commit();
  } catch (ConnectionLost const&) {
    lease_.mark_suspect();
    find_out();
  } catch (StorageFailure const&) {
    lease_.mark_suspect();
    throw;
  }
  committed_ = true;
  figures_.lost_in_a_row = 0;
  ++figures_.commits;
}

/// Whether a commit happened of which no answer came. Its transaction holds the head row until it ends: whoever gets
/// the row sees what became of it.
void Transaction::find_out() {
  if (!last_event_) {
    throw StorageFailure(FailureKind::unavailable, "the connection was lost during a commit");
  }
  writers_.close_idle();
  auto const deadline = std::chrono::steady_clock::now() + longest_search;
  while (true) {
    try {
      auto connection = writers_.open();
      auto& session = connection->session();
      session.script("BEGIN", "wait for a commit");
      static_cast<void>(connection->use(sql::wait_for_head).step());
      bool const found = connection->use(sql::has_event).bind(last_event_).step();
      // The lock on the row was written, so this waits for a standby as the commit in question did.
      session.commit();
      ++figures_.commits_resolved;
      if (found) {
        base::log::info("store", "a commit without an answer had been done");
        return;
      }
      break;
    } catch (GuardLost const&) {
      // The row is still held, perhaps by that very commit, which waits for a standby: nothing is known yet.
      throw_unknown_after(deadline);
    } catch (StorageFailure const&) {
      throw_unknown_after(deadline);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  throw GuardLost("the connection was lost before the commit");
}

}  // namespace nameplate::store::postgres
