#pragma once

#include "store/tables/reader_part.hpp"

#include <functional>

namespace nameplate::store::tables {

/// What a write transaction does to the tables. An engine adds the connection, and the commit.
class Transaction : public ReaderPart<WriteTransaction, Transaction> {
 public:
  std::vector<StoredOutcome> claim_keys(std::span<KeyClaim const> claims) override;
  std::vector<CounterRange> draw_counters(std::span<CounterDraw const> draws) override;
  void give_back(std::span<CounterRange const> unused) override;
  void write(domain::Changes const& changes) override;
  void write_secrets(std::span<TokenSecret const> secrets) override;
  void write_approvals(std::span<Approval const> approvals) override;
  Head advance_head(std::int64_t events, base::Instant now, std::int64_t rules_version_expected,
                    bool rules_changed) override;
  void append(std::span<domain::Event const> events) override;
  void store_outcomes(std::span<StoredOutcome const> outcomes) override;
  void mark_half_made() override;
  void mark_whole() override;
  void put_side_rows(SideTable table, std::span<SideRow const> rows) override;
  void clear_side(SideTable table) override;

 protected:
  Transaction() = default;
  /// Calls `call` once with the connection of this transaction.
  virtual void on_connection(std::function<void(Connection&)> const& call) = 0;

 private:
  friend class ReaderPart<WriteTransaction, Transaction>;
  template <typename Call>
  auto run_on_connection(Call&& call) {
    return answer_of(std::forward<Call>(call), [this](auto const& one) { on_connection(one); });
  }
};

}  // namespace nameplate::store::tables
