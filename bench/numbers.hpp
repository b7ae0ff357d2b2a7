#pragma once

#include "report.hpp"

namespace nameplate::bench {

/// How fast numbers are made, read back and scans are taken apart, in memory: without a ledger.
void measure_numbers(Report& report);

}  // namespace nameplate::bench
