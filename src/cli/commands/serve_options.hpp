#pragma once

#include "cli/serve_arguments.hpp"

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace nameplate::cli {

/// The options of `serve` as they were written; `demo` takes the same.
struct ServeOptions {
  std::string database;
  std::string listen = "127.0.0.1:8080";
  std::string log_level = "info";
  ServeArguments limits;
};

void add_serve_options(CLI::App& command, ServeOptions& options);

/// Of options that were checked while they were read.
[[nodiscard]] ServeArguments arguments_of(ServeOptions const& options);

}  // namespace nameplate::cli
