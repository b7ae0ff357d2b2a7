#pragma once

#include "http_load.hpp"
#include "report.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace nameplate::bench {

/// Sends one request, throws when it fails.
using Call = std::function<Reply(std::string_view method, std::string const& target, std::string_view body)>;

/// Ships everything, so that each list of today shows other units than one of before, and compares what both cost.
/// `serial_of` gives the serials of the units 1 to `units`.
void measure_past_lists(Call const& call, std::int64_t units, std::function<std::string(std::int64_t)> const& serial_of,
                        std::string const& size, Report& report);

}  // namespace nameplate::bench
