#pragma once

#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/reader_part.hpp"
#include "store/sqlite/writer.hpp"

namespace nameplate::store::sqlite {

class Transaction final : public ReaderPart<WriteTransaction, Transaction> {
 public:
  Transaction(Writer& writer, Checkpointer& checkpointer) : turn_(writer.begin()), checkpointer_(checkpointer) {}

  std::vector<StoredOutcome> claim_keys(std::span<KeyClaim const> claims) override;
  std::vector<CounterRange> draw_counters(std::span<CounterDraw const> draws) override;
  void give_back(std::span<CounterRange const> unused) override;
  void write(domain::Changes const& changes) override;
  void write_secrets(std::span<TokenSecret const> secrets) override;
  Head advance_head(std::int64_t events, base::Instant now, std::int64_t rules_version_expected,
                    bool rules_changed) override;
  void append(std::span<domain::Event const> events) override;
  void store_outcomes(std::span<StoredOutcome const> outcomes) override;
  void commit() override;

 private:
  friend class ReaderPart<WriteTransaction, Transaction>;
  template <typename Call>
  auto run_on_connection(Call&& call);

  Writer::Turn turn_;
  Checkpointer& checkpointer_;
  bool committed_ = false;
};

template <typename Call>
auto Transaction::run_on_connection(Call&& call) {
  try {
    return call(turn_.connection());
  } catch (StorageFailure const&) {
    turn_.mark_suspect();
    throw;
  }
}

}  // namespace nameplate::store::sqlite
