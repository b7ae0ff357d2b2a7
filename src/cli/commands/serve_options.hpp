#pragma once

#include "cli/environment.hpp"
#include "cli/setting_sources.hpp"

#include <functional>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace nameplate::cli {

/// The options of `serve` as they were written; `demo` takes the same.
struct ServeOptions {
  GivenSettings flags;
  GivenSettings defaults = default_settings();
  std::string settings_file;
  bool shows_settings = false;
};

void add_serve_options(CLI::App& command, ServeOptions& options);

/// Puts together what flags, environment and file say, and goes on with it: with `run`, or by showing it when that is
/// what was asked for. What cannot be understood ends with exit_usage.
[[nodiscard]] int with_settings(ServeOptions const& options, Environment& environment,
                                std::function<int(ServeArguments const&)> const& run);

}  // namespace nameplate::cli
