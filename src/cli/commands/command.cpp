#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace nameplate::cli {

void add_database_option(CLI::App& command, std::string& text) {
  command.add_option("--database", text)->envname("NAMEPLATE_DATABASE")->required()->check(checked_by(parse_database));
}

int refuse(Environment& environment, base::Error const& error) {
  environment.messages << "nameplate: " << error.detail << " (" << error.reason << ")\n";
  for (auto const& item : error.items) {
    environment.messages << "  item " << item.index << ": " << item.detail << '\n';
  }
  auto const broken = error.kind == base::ErrorKind::unavailable || error.kind == base::ErrorKind::storage_full;
  return broken ? exit_broken : exit_refused;
}

}  // namespace nameplate::cli
