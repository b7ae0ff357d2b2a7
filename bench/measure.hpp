#pragma once

#include "report.hpp"
#include "served_ledger.hpp"

#include <cstdint>

namespace nameplate::bench {

/// Fills a ledger with `units` units, measures every promise that applies at that size, and adds the rows.
void measure(StoreKind store, std::int64_t units, double seconds, Report& report);
/// Only what happens when more is asked than can be done, for `seconds`.
void measure_overload_only(StoreKind store, std::int64_t units, double seconds, Report& report);

}  // namespace nameplate::bench
