#pragma once

#include "store/postgres/pool.hpp"
#include "store/tables/transaction.hpp"

#include <vector>

namespace nameplate::store::postgres {

/// A write transaction. Whatever breaks it off before its commit begins is GuardLost: nothing was written, and it may
/// be decided again. A commit of which no answer came is looked up on another connection.
class Transaction final : public tables::Transaction {
 public:
  Transaction(Pool& writers, Figures& figures);

  std::vector<StoredOutcome> claim_keys(std::span<KeyClaim const> claims) override;
  std::vector<domain::UnitState> load_units(std::span<domain::SubjectId const> ids) override;
  std::vector<domain::ContainerState> load_containers(std::span<domain::SubjectId const> ids) override;
  void append(std::span<domain::Event const> events) override;
  void store_outcomes(std::span<StoredOutcome const> outcomes) override;
  void commit() override;

 private:
  void on_connection(std::function<void(tables::Connection&)> const& call) override;
  void lock(tables::Sql const& sql, std::span<domain::SubjectId const> ids);
  void note_lost();
  void free_claims();
  void find_out();

  Pool& writers_;
  Figures& figures_;
  Pool::Lease lease_;
  std::vector<ShortHash> claimed_;  ///< sorted; without an outcome so far
  domain::EventId last_event_;
  bool locks_first_;        ///< somebody else was faster again and again: this time nobody is
  bool is_replay_ = false;  ///< something is told again that was recorded before
  bool committed_ = false;
};

}  // namespace nameplate::store::postgres
