#pragma once

#include "store/store.hpp"

#include <atomic>

namespace nameplate::app {

/// Seals a copy as its source is sealed, from the events of the copy: each seal is computed anew and must be the same.
/// Begins behind the newest one that the copy has. False: an event that was copied is not what was sealed. Throws
/// store::StorageFailure.
[[nodiscard]] bool copy_seals(store::Store& source, store::Store& target, std::atomic<bool> const* cancel);

}  // namespace nameplate::app
