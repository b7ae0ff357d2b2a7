#pragma once

#include "cli/environment.hpp"

#include <boost/json/fwd.hpp>

namespace nameplate::cli {

/// One thing in full: a line for each member that says something, in the order of the answer; lists of objects with a
/// line for each.
void show_sheet(Environment& environment, boost::json::object const& thing);

}  // namespace nameplate::cli
