#include "app/rebuild.hpp"

#include "app/fold_events.hpp"

#include <fmt/format.h>

namespace nameplate::app {
namespace {

constexpr store::EventLimit at_once{.events = 2000, .items = 50'000};

void check_order(domain::Sequence folded, std::span<domain::Event const> events) {
  for (auto const& event : events) {
    if (event.sequence != ++folded) {
      throw store::StorageFailure(store::FailureKind::damaged,
                                  fmt::format("the event with sequence {} is missing; run `nameplate verify`", folded));
    }
  }
}

void fold_into(store::Store& store, store::Store& scratch, std::span<domain::Event const> events) {
  try {
    auto const transaction = scratch.begin_write();
    fold_events(*transaction, events,
                [&](std::span<domain::EventId const> ids) { return store.begin_read()->load_events(ids); });
    auto const head = transaction->head();
    static_cast<void>(transaction->advance_head(static_cast<std::int64_t>(events.size()), events.back().recorded_at,
                                                head.rules_version, false));
    transaction->commit();
  } catch (store::StorageFailure const&) {
    throw;
  } catch (std::exception const& failure) {
    throw store::StorageFailure(
        store::FailureKind::damaged,
        fmt::format("the events {} to {} cannot follow from those before them: {}; run `nameplate verify`",
                    events.front().sequence, events.back().sequence, failure.what()));
  }
}

/// Folds what came after `folded`, to the end.
domain::Sequence fold_rest(store::Store& store, store::Store& scratch, domain::Sequence folded,
                           ReportProgress const& report) {
  while (true) {
    auto snapshot = store.begin_read();
    auto const total = snapshot->head().sequence;
    auto const events = read_whole_batches(*snapshot, folded, at_once);
    snapshot.reset();
    if (events.empty()) {
      if (folded != total) {
        throw store::StorageFailure(store::FailureKind::damaged,
                                    fmt::format("the event with sequence {} is missing", folded + 1));
      }
      return folded;
    }
    check_order(folded, events);
    fold_into(store, scratch, events);
    folded = events.back().sequence;
    report({.step = "make the projections anew", .done = folded, .total = total});
  }
}

}  // namespace

domain::Sequence rebuild(store::Store& store, ReportProgress const& report) {
  constexpr int tries_max = 100;
  auto const scratch = store.make_scratch();
  domain::Sequence folded = 0;
  for (int tries = 1;; ++tries) {
    folded = fold_rest(store, *scratch, folded, report);
    report({.step = "put them in place", .done = folded, .total = folded});
    try {
      store.take_projections_of(*scratch);
      return folded;
    } catch (store::GuardLost const&) {
      // Another server recorded something meanwhile: that is folded too.
      if (tries == tries_max) {
        throw store::StorageFailure(store::FailureKind::unavailable,
                                    "the ledger goes on faster than its projections are made; stop the servers");
      }
    }
  }
}

}  // namespace nameplate::app
