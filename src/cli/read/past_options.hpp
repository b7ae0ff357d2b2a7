#pragma once

#include "cli/api/ask.hpp"

#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace nameplate::cli {

/// `--at TIME` and `--known-at TIME|SEQUENCE`, for commands that show one thing.
struct PastOptions {
  std::string at = {};
  std::string known_at = {};

  [[nodiscard]] std::vector<Parameter> parameters() const;
};

void add_past_options(CLI::App& command, std::shared_ptr<PastOptions> const& options);

}  // namespace nameplate::cli
