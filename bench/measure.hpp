#pragma once

#include "report.hpp"

#include <cstdint>

namespace nameplate::bench {

/// Fills a ledger with `units` units, measures every promise that applies at that size, and adds the rows.
void measure(std::int64_t units, double seconds, Report& report);

}  // namespace nameplate::bench
