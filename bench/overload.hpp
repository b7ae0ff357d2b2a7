#pragma once

#include "report.hpp"
#include "served_ledger.hpp"

#include <functional>
#include <string>

namespace nameplate::bench {

/// Twice as many scans as the server can do, whatever becomes of them, for `seconds`: what it does is done as well as
/// before, and what it cannot do is told to come back.
void measure_overload(ServedLedger const& ledger, double seconds, std::function<std::string()> const& next_scan,
                      std::string const& size, Report& report);

}  // namespace nameplate::bench
