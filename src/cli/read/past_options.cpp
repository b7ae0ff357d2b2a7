#include "cli/read/past_options.hpp"

#include <CLI/CLI.hpp>

namespace nameplate::cli {

std::vector<Parameter> PastOptions::parameters() const {
  std::vector<Parameter> parameters;
  if (!at.empty()) {
    parameters.push_back({"at", at});
  }
  if (!known_at.empty()) {
    parameters.push_back({"knownAt", known_at});
  }
  return parameters;
}

void add_past_options(CLI::App& command, std::shared_ptr<PastOptions> const& options) {
  command.add_option("--at", options->at);
  command.add_option("--known-at", options->known_at);
}

}  // namespace nameplate::cli
