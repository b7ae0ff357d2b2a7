#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace nameplate::cli {

void add_version(CLI::App& program, Chosen& chosen) {
  program.add_subcommand("version")->callback([&chosen] {
    chosen = [](Environment& environment) {
      environment.out << "nameplate " << environment.version << '\n';
      return exit_ok;
    };
  });
}

}  // namespace nameplate::cli
