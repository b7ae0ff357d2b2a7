#include "cli/commands/command.hpp"
#include "cli/program.hpp"
#include "cli/serve_setting.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace nameplate::cli {
namespace {

struct HelpArguments {
  std::vector<std::string> command;
  bool all = false;
  bool settings = false;
};

int show(HelpArguments const& arguments, Environment& environment) {
  if (arguments.all) {
    environment.out << reference_page();
    return exit_ok;
  }
  if (arguments.settings) {
    environment.out << serve_settings_table();
    return exit_ok;
  }
  std::string name;
  for (auto const& word : arguments.command) {
    name += (name.empty() ? "" : " ") + word;
  }
  auto const page = help_page(name);
  if (page.empty()) {
    environment.messages << "nameplate: There is no command '" << name << "'. `nameplate help` lists them all.\n";
    return exit_usage;
  }
  environment.out << page;
  return exit_ok;
}

}  // namespace

void add_help(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("help");
  auto const arguments = std::make_shared<HelpArguments>();
  command.add_option("command", arguments->command);
  command.add_flag("--all", arguments->all);
  command.add_flag("--settings", arguments->settings);
  command.callback([arguments, &chosen] {
    chosen = [arguments](Environment& environment) { return show(*arguments, environment); };
  });
}

}  // namespace nameplate::cli
