#pragma once

#include "app/progress.hpp"
#include "app/proof/difference.hpp"
#include "app/proof/head_text.hpp"
#include "base/clock.hpp"
#include "store/store.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

namespace nameplate::app {

struct VerifyReport {
  std::int64_t events = 0;
  std::int64_t rows = 0;
  domain::Sequence sealed = 0;          ///< how far the seals reach that were compared
  std::vector<Difference> differences;  ///< the first hundred
  std::int64_t difference_count = 0;
  bool cancelled = false;
  bool can_be_resumed = false;  ///< what was done so far is kept beside the database
  [[nodiscard]] bool is_clean() const { return difference_count == 0 && !cancelled; }
};

using VerifyProgress = Progress;

struct VerifyRun {
  ReportProgress report = [](Progress const&) {};
  std::atomic<bool> const* cancel = nullptr;
  bool resume = false;  ///< go on where one that was broken off ended, if it left anything

  [[nodiscard]] bool is_cancelled() const { return cancel != nullptr && cancel->load(); }
};

/// Walks the chain of seals, folds the ledger again into an empty store beside this one, in ranges, and compares every
/// projection row by row. Reads only, in short snapshots, so the server may go on: what changes meanwhile is compared
/// again at the end. Memory is bounded; disk is needed for a second set of projections. Throws store::StorageFailure.
[[nodiscard]] VerifyReport verify(store::Store& store, VerifyRun const& run);
[[nodiscard]] inline VerifyReport verify(store::Store& store, ReportProgress const& report,
                                         std::atomic<bool> const* cancel = nullptr) {
  return verify(store, VerifyRun{.report = report, .cancel = cancel});
}

/// Walks the chain of seals and compares it with a head that was exported: finds what the database alone cannot show,
/// that its end was cut, that it is an older copy, that it was made anew, that it is another ledger.
[[nodiscard]] VerifyReport verify_against_head(store::Store& store, domain::SealHead const& head, VerifyRun const& run);

/// What can be found in seconds: the structure of the files, counts against what they count, the newest seals.
[[nodiscard]] VerifyReport verify_quickly(store::Store& store, VerifyRun const& run);

}  // namespace nameplate::app
