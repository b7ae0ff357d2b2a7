#pragma once

#include "base/result.hpp"
#include "store/store.hpp"

#include <functional>
#include <optional>
#include <vector>

/// The ledger itself, out of one store and into another.
namespace nameplate::app {

/// Gives every event up to a sequence (none: all there are now), in order, complete. Reads in short snapshots, so a
/// server may go on. The answer is how many. Errors: ledger.no_such_sequence. Throws store::StorageFailure.
[[nodiscard]] base::Result<domain::Sequence> read_ledger(store::Store& store, std::optional<domain::Sequence> until,
                                                         std::function<void(domain::Event const&)> const& take);

/// Puts a ledger into an empty store, event by event, and makes the projections anew. What stands beside the ledger
/// (tokens, keys, counters) is not part of it: counters begin anew and step over the numbers that are taken.
class LedgerLoader {
 public:
  /// `store` must be new: nothing was ever recorded in it.
  explicit LedgerLoader(store::Store& store) : LedgerLoader(store, {}) {}
  /// Goes on behind what an earlier one put there: `head` is that of the store.
  LedgerLoader(store::Store& store, store::Head const& head)
      : store_(store), newest_(head.sequence), recorded_at_(head.recorded_at), rules_version_(head.rules_version) {}

  /// The next event. Errors (409): ledger.gap (not the one after the one before), ledger.contradicts (it cannot follow
  /// from those before). Throws store::StorageFailure.
  [[nodiscard]] base::Result<void> add(domain::Event event);
  /// One that an earlier loader put there.
  void pass(domain::Event const& event) { note_ids(event); }
  /// Writes what add() has kept so far. Errors: ledger.contradicts.
  [[nodiscard]] base::Result<void> flush() { return commit(); }
  /// Once, after the last event. Errors: ledger.contradicts.
  [[nodiscard]] base::Result<void> finish();
  [[nodiscard]] domain::Sequence newest() const { return newest_; }

 private:
  [[nodiscard]] base::Result<void> commit();
  void note_ids(domain::Event const& event);

  store::Store& store_;
  std::vector<domain::Event> batch_;
  std::size_t items_ = 0;
  domain::Sequence newest_ = 0;
  base::Instant recorded_at_;
  std::int64_t rules_version_ = 0;
  std::int64_t greatest_subject_ = 0;
  std::int64_t greatest_event_ = 0;
};

}  // namespace nameplate::app
