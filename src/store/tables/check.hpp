#pragma once

#include "store/store.hpp"
#include "store/tables/connection.hpp"

/// What can be checked without folding the ledger.
namespace nameplate::store::tables::check {

[[nodiscard]] LedgerCounts ledger_counts(Connection& connection);
[[nodiscard]] std::vector<CountDifference> compare_counts(Connection& connection);

}  // namespace nameplate::store::tables::check
