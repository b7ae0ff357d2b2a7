#pragma once

#include "cli/api/api.hpp"
#include "cli/environment.hpp"

#include <string>

namespace nameplate::cli {

/// Writes what the server sends to standard output, or into a file: that one is there as a whole or not at all. The
/// answer is the exit code.
[[nodiscard]] int download(Environment& environment, Api& api, std::string const& target, std::string const& path);

}  // namespace nameplate::cli
