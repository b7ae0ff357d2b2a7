#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "cli/environment.hpp"

#include <functional>

namespace nameplate {

/// Builds the server on a database, serves until SIGTERM or SIGINT, and takes it down in the other order. SIGHUP has it
/// look at its certificate again. Errors: those of TlsCertificate::read.
[[nodiscard]] base::Result<int> serve(cli::ServeArguments const& arguments, base::Clock const& clock,
                                      std::string const& version,
                                      std::function<void(cli::Listening const&)> const& ready);

}  // namespace nameplate
