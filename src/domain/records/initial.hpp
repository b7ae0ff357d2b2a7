#pragma once

#include "base/value.hpp"
#include "domain/records/record_kind.hpp"

#include <vector>

namespace nameplate::domain {

struct InitialRecord {
  RecordKind kind;
  base::Value value;  ///< as a request would write it
};

/// What a new ledger begins with: hold kinds, reason codes, the default serial format.
[[nodiscard]] std::vector<InitialRecord> initial_records();

}  // namespace nameplate::domain
