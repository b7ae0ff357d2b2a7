#pragma once

#include "app/progress.hpp"
#include "base/hash.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

#include <atomic>
#include <functional>
#include <optional>
#include <string>

/// A whole ledger, with what stands beside it, out of one store into another, whatever they are.
namespace nameplate::app {

struct CopyRun {
  /// An event as the export of a ledger writes it, without the end of the line: by these the two are compared.
  std::function<std::string(domain::Event const&)> line;
  ReportProgress report = [](Progress const&) {};
  std::atomic<bool> const* cancel = nullptr;  ///< looked at between two parts
};

struct CopyReport {
  bool cancelled = false;                ///< broken off: the same call goes on there
  domain::Sequence gone_on_after = 0;    ///< what an earlier call had brought over
  domain::Sequence events = 0;           ///< in the new ledger
  std::int64_t side_rows = 0;            ///< beside it
  base::Digest lines{};                  ///< of all lines of events, each with its end: the same in both
  std::optional<store::Seal> seal = {};  ///< the newest one: the same in both
};

/// copy.source_empty, for whoever asks before a new store is made.
[[nodiscard]] base::Error no_source();

/// Copies all of it, or what is missing since an earlier call was broken off, in parts of one transaction each, and
/// compares both ledgers, their seals and what stands beside them. Until that agrees the new store is marked, so that
/// nobody takes it for a ledger. What is recorded in the old one meanwhile is copied too. Errors (409):
/// copy.source_empty, copy.not_empty (there is a ledger in the new store), copy.other_source (a copy of another ledger
/// was begun there), copy.source_moves (the old one is being written all the time), copy.differs,
/// ledger.gap, ledger.contradicts (the old one is damaged). Throws store::StorageFailure.
[[nodiscard]] base::Result<CopyReport> copy_ledger(store::Store& source, store::Store& target, CopyRun const& run);

}  // namespace nameplate::app
