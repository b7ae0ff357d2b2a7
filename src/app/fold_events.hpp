#pragma once

#include "store/store.hpp"

#include <span>

namespace nameplate::app {

/// Folds events into the projections of a store that holds what came before them. Throws what the store throws, and
/// what a working set throws of events that cannot follow.
void fold_events(store::WriteTransaction& transaction, std::span<domain::Event const> events);

}  // namespace nameplate::app
