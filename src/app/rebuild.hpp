#pragma once

#include "app/progress.hpp"
#include "store/store.hpp"

namespace nameplate::app {

/// Makes all projections anew from the ledger, beside the old ones, and puts them in their place at once: broken off at
/// any moment, the old ones are there as they were. Nobody else writes meanwhile. The answer is how many events there
/// are. Disk is needed for two more sets of projections. Throws store::StorageFailure, also when the ledger cannot be
/// folded.
domain::Sequence rebuild(store::Store& store, ReportProgress const& report);

}  // namespace nameplate::app
