#pragma once

#include "store/store.hpp"
#include "store/tables/connection.hpp"

/// What a write transaction does, on its connection. Every part throws GuardLost when a row is not as expected.
namespace nameplate::store::tables::write {

/// All projections, in the fixed order of tables: what many share comes last.
void changes(Connection& connection, domain::Changes const& changes);

// Parts of it, one file each.
void subjects(Connection& connection, domain::Changes const& changes);  ///< units, containers, lots, guards
void identifiers(Connection& connection, domain::Changes const& changes);
void containment(Connection& connection, domain::Changes const& changes);
void holds(Connection& connection, domain::Changes const& changes);
void traits(Connection& connection, domain::Changes const& changes);
void records(Connection& connection, domain::Changes const& changes);
void history(Connection& connection, domain::Changes const& changes);      ///< event_subject, event_document
void corrections(Connection& connection, domain::Changes const& changes);  ///< reversals, amendments, exceptions
void amounts(Connection& connection, domain::Changes const& changes);      ///< balances and counts

[[nodiscard]] std::vector<StoredOutcome> claim_keys(Connection& connection, std::span<KeyClaim const> claims);
[[nodiscard]] std::vector<CounterRange> draw_counters(Connection& connection, std::span<CounterDraw const> draws);
void give_back(Connection& connection, std::span<CounterRange const> unused);
void secrets(Connection& connection, std::span<TokenSecret const> secrets);
/// Throws StorageFailure newer_schema when this program is too old to write.
void refuse_older_program(Head const& head);
[[nodiscard]] Head advance_head(Connection& connection, std::int64_t events, base::Instant now,
                                std::int64_t rules_version_expected, bool rules_changed);
void append(Connection& connection, std::span<domain::Event const> events);
void outcomes(Connection& connection, std::span<StoredOutcome const> outcomes);

}  // namespace nameplate::store::tables::write
