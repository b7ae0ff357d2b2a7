#pragma once

#include "base/clock.hpp"
#include "cli/environment.hpp"

#include <functional>

namespace nameplate {

/// Builds the server on a database, serves until SIGTERM or SIGINT, and takes it down in the other order.
[[nodiscard]] int serve(cli::ServeArguments const& arguments, base::Clock const& clock, std::string const& version,
                        std::function<void(cli::Listening const&)> const& ready);

}  // namespace nameplate
