#pragma once

#include "base/clock.hpp"
#include "store/store.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace nameplate::app {

/// A place where a projection is not what the ledger says.
struct Difference {
  std::string projection;
  std::string key;
  std::string expected;  ///< what the ledger says; empty: there should be no such row
  std::string found;     ///< what stands in the database; empty: the row is missing
};

struct VerifyReport {
  std::int64_t events = 0;
  std::int64_t rows = 0;
  std::vector<Difference> differences;  ///< the first hundred
  std::int64_t difference_count = 0;
  bool cancelled = false;
  [[nodiscard]] bool is_clean() const { return difference_count == 0 && !cancelled; }
};

struct VerifyProgress {
  std::string step;
  std::int64_t done = 0;
  std::int64_t total = 0;
};

/// Folds the ledger again into an empty store beside this one, in ranges, and compares every projection row by row.
/// Reads only, in short snapshots, so the server may go on: what changes meanwhile is compared again at the end.
/// Memory is bounded; disk is needed for a second set of projections. Throws store::StorageFailure.
[[nodiscard]] VerifyReport verify(store::Store& store, std::function<void(VerifyProgress const&)> const& report,
                                  std::atomic<bool> const* cancel = nullptr);

}  // namespace nameplate::app
