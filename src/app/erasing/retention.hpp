#pragma once

#include "app/ledger.hpp"

#include <cstdint>

namespace nameplate::app {

/// Erases what the retention rules of the ledger say is too old, in events of at most a thousand values, with the code
/// of the rule in their reason. What a legal hold protects stays until that ends. Costs nothing without rules;
/// otherwise one look at everything that stands beside events, in short snapshots. How many values went.
/// Throws store::StorageFailure.
std::int64_t follow_retention_rules(Ledger& ledger);

}  // namespace nameplate::app
