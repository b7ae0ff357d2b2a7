#pragma once

#include "app/commands/past.hpp"
#include "domain/event.hpp"
#include "store/store.hpp"

#include <span>
#include <vector>

namespace nameplate::app {

/// Folds events, in the order of the ledger, into the projections of a store. What turned up late is put into the
/// history as the server did it. `source` gives events of the same ledger by id, these included.
/// Throws store::StorageFailure.
void fold_events(store::WriteTransaction& transaction, std::span<domain::Event const> events,
                 EventSource const& source);

/// Events above `after`, up to a limit and on to the end of what was put into the history as one.
[[nodiscard]] std::vector<domain::Event> read_whole_batches(store::ReadSnapshot& snapshot, domain::Sequence after,
                                                            store::EventLimit limit);
/// Whether events that belong to this one follow it.
[[nodiscard]] bool is_inside_batch(domain::Event const& event);

}  // namespace nameplate::app
