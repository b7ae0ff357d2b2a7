#include "cli/program.hpp"

#include "cli/commands/command.hpp"
#include "help_pages.embedded.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <ostream>
#include <vector>

namespace nameplate::cli {
namespace {

constexpr std::array<std::string_view, 13> commands = {
    "",       "serve", "demo",          "token create", "token list", "token revoke", "verify",
    "export", "load",  "clock confirm", "health",       "version",    "help"};

void add_commands(CLI::App& program, Chosen& chosen) {
  program.set_help_flag("--help,-h");
  program.require_subcommand(1);
  program.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  add_serve(program, chosen);
  add_demo(program, chosen);
  add_token(program, chosen);
  add_verify(program, chosen);
  add_export(program, chosen);
  add_load(program, chosen);
  add_clock(program, chosen);
  add_health(program, chosen);
  add_version(program, chosen);
  add_help(program, chosen);
}

/// The names of the commands that the arguments led to: `token create`.
std::string chosen_name(CLI::App const& program) {
  std::string name;
  auto found = program.get_subcommands();
  while (!found.empty()) {
    name += (name.empty() ? "" : " ") + found.front()->get_name();
    found = found.front()->get_subcommands();
  }
  return name;
}

int explain_usage(CLI::App const& program, CLI::ParseError const& error, Environment& environment) {
  auto const name = chosen_name(program);
  auto const page = help_page(name).empty() ? std::string() : name;
  environment.messages << "nameplate: " << error.what() << "\nRun `nameplate help" << (page.empty() ? "" : " " + page)
                       << "` to see what it takes.\n";
  return exit_usage;
}

}  // namespace

std::string help_page(std::string_view command) {
  auto file = "commands/" + std::string(command.empty() ? "nameplate" : command) + ".md";
  std::ranges::replace(file, ' ', '_');
  auto const pages = help_pages();
  auto const found = std::ranges::find(pages, file, &base::EmbeddedFile::name);
  return found == pages.end() ? std::string() : std::string(found->text);
}

std::span<std::string_view const> command_names() {
  return commands;
}

std::vector<std::string> option_names(std::string_view command) {
  CLI::App program;
  Chosen ignored;
  add_commands(program, ignored);
  CLI::App* found = &program;
  while (!command.empty()) {
    auto const end = std::min(command.find(' '), command.size());
    found = found->get_subcommand(std::string(command.substr(0, end)));
    command.remove_prefix(std::min(end + 1, command.size()));
  }
  std::vector<std::string> names;
  for (auto const* const option : found->get_options()) {
    if (auto const name = option->get_name(); name.starts_with("--") && name != "--help") {
      names.push_back(name);
    }
  }
  return names;
}

std::string reference_page() {
  std::string all = "<!-- Made by `nameplate help --all`; the pages stand in src/cli/commands/. -->\n";
  for (auto const command : commands) {
    all += "\n" + help_page(command);
  }
  return all;
}

int run(std::span<char const* const> arguments, Environment& environment) {
  CLI::App program;
  Chosen chosen;
  add_commands(program, chosen);

  // CLI11 takes them from the back.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  if (reversed.empty()) {
    environment.out << help_page("");
    return exit_usage;
  }
  if (reversed.back() == "--version") {
    reversed.back() = "version";
  }
  try {
    program.parse(reversed);
  } catch (CLI::CallForHelp const&) {
    auto const page = help_page(chosen_name(program));
    environment.out << (page.empty() ? help_page("") : page);
    return exit_ok;
  } catch (CLI::ParseError const& error) {
    return explain_usage(program, error, environment);
  }
  return chosen(environment);
}

}  // namespace nameplate::cli
