#include "store/tables/transaction.hpp"

#include "store/tables/side.hpp"
#include "store/tables/write.hpp"

namespace nameplate::store::tables {

std::vector<StoredOutcome> Transaction::claim_keys(std::span<KeyClaim const> claims) {
  return run([&](Connection& connection) { return write::claim_keys(connection, claims); });
}

std::vector<CounterRange> Transaction::draw_counters(std::span<CounterDraw const> draws) {
  return run([&](Connection& connection) { return write::draw_counters(connection, draws); });
}

void Transaction::give_back(std::span<CounterRange const> unused) {
  run([&](Connection& connection) { write::give_back(connection, unused); });
}

void Transaction::write(domain::Changes const& changes) {
  run([&](Connection& connection) { write::changes(connection, changes); });
}

void Transaction::write_secrets(std::span<TokenSecret const> secrets) {
  run([&](Connection& connection) { write::secrets(connection, secrets); });
}

void Transaction::write_approvals(std::span<Approval const> approvals) {
  run([&](Connection& connection) { approvals::write(connection, approvals); });
}

Head Transaction::advance_head(std::int64_t events, base::Instant now, std::int64_t rules_version_expected,
                               bool rules_changed) {
  return run([&](Connection& connection) {
    return write::advance_head(connection, events, now, rules_version_expected, rules_changed);
  });
}

void Transaction::append(std::span<domain::Event const> events) {
  run([&](Connection& connection) { write::append(connection, events); });
}

void Transaction::store_outcomes(std::span<StoredOutcome const> outcomes) {
  run([&](Connection& connection) { write::outcomes(connection, outcomes); });
}

void Transaction::mark_half_made() {
  run([](Connection& connection) { side::mark_half_made(connection); });
}

void Transaction::mark_whole() {
  run([](Connection& connection) { side::mark_whole(connection); });
}

void Transaction::put_side_rows(SideTable table, std::span<SideRow const> rows) {
  run([&](Connection& connection) { side::put(connection, table, rows); });
}

void Transaction::clear_side(SideTable table) {
  run([&](Connection& connection) { side::clear(connection, table); });
}

}  // namespace nameplate::store::tables
