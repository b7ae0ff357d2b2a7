#include "cli/commands/command.hpp"
#include "cli/read/show_list.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace nameplate::cli {

void add_token_list(CLI::App& token, Chosen& chosen) {
  auto& command = *token.add_subcommand("list");
  auto const as_json = std::make_shared<bool>(false);
  command.add_flag("--json", *as_json);
  works_on_ledger(command, chosen, [as_json](Environment& environment, Api& api) {
    ListRequest const everybody{.parameters = {{"state", "all"}}, .all = true, .as_json = *as_json};
    return show_list(environment, api, list_of(domain::RecordKind::account), everybody);
  });
}

}  // namespace nameplate::cli
