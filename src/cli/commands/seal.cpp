#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

namespace nameplate::cli {

void add_seal(CLI::App& program, Chosen& chosen) {
  auto& seal = *program.add_subcommand("seal");
  seal.require_subcommand(1);
  add_seal_export(seal, chosen);
  add_seal_key(seal, chosen);
  add_seal_prove(seal, chosen);
}

}  // namespace nameplate::cli
