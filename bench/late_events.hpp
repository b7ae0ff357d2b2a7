#pragma once

#include "past_lists.hpp"

namespace nameplate::bench {

/// What it costs to put something into the past: of a unit with a long history since, and of a container that holds
/// much. Against the same in time.
void measure_late_events(Call const& call, std::string const& size, Report& report);

}  // namespace nameplate::bench
