#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

namespace nameplate::cli {

void add_token(CLI::App& program, Chosen& chosen) {
  auto& token = *program.add_subcommand("token");
  token.require_subcommand(1);
  add_token_create(token, chosen);
  add_token_list(token, chosen);
  add_token_revoke(token, chosen);
}

}  // namespace nameplate::cli
