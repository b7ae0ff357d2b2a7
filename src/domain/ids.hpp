#pragma once

#include "base/strong_id.hpp"

#include <cstdint>

namespace nameplate::domain {

/// Units, lots, containers, holds and master records draw from one series, so one number names one thing.
using SubjectId = base::StrongId<struct SubjectTag>;
using EventId = base::StrongId<struct EventTag>;
using HoldId = base::StrongId<struct HoldTag>;
using RecordId = base::StrongId<struct RecordTag>;  ///< any master record: product, place, party, account, ...
using JobId = base::StrongId<struct JobTag>;

/// Position in the ledger: 1, 2, 3 ... without gaps.
using Sequence = std::int64_t;

}  // namespace nameplate::domain
