#include "cli/commands/command.hpp"
#include <CLI/CLI.hpp>
namespace nameplate::cli {
void add_token_list(CLI::App& , Chosen& ) {}
void add_token_revoke(CLI::App& , Chosen& ) {}
void add_demo(CLI::App& , Chosen& ) {}
}
