#include "cli/program.hpp"

#include "cli/commands/command.hpp"
#include "cli/operate/verb_words.hpp"
#include "cli/records/record_kinds.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <ostream>
#include <vector>

namespace nameplate::cli {
namespace {

/// A command beside those that are made from tables, and the pages that tell of it.
struct OwnCommand {
  std::string_view name;
  void (*add)(CLI::App& program, Chosen& chosen);
  std::array<std::string_view, 3> pages;
};

constexpr std::array before_tables = {
    OwnCommand{"serve", add_serve, {"serve"}},       OwnCommand{"demo", add_demo, {"demo"}},
    OwnCommand{"find", add_find, {"find"}},          OwnCommand{"show", add_show, {"show"}},
    OwnCommand{"history", add_history, {"history"}}, OwnCommand{"list", add_list, {"list"}},
    OwnCommand{"stock", add_stock, {"stock"}},       OwnCommand{"resolve", add_resolve, {"resolve"}},
};
constexpr std::array after_tables = {
    OwnCommand{"batch", add_batch, {"batch"}},
    OwnCommand{"format", add_format, {"format try"}},
    OwnCommand{"number", add_number, {"number expand", "number gaps", "number check"}},
    OwnCommand{"import", add_import, {"import"}},
    OwnCommand{"export", add_export, {"export"}},
    OwnCommand{"job", add_job, {"job"}},
    OwnCommand{"exception", add_exception, {"exception"}},
    OwnCommand{"approval", add_approval, {"approval"}},
    OwnCommand{"api", add_api, {"api"}},
    OwnCommand{"token", add_token, {"token create", "token list", "token revoke"}},
    OwnCommand{"verify", add_verify, {"verify"}},
    OwnCommand{"seal", add_seal, {"seal export", "seal key", "seal prove"}},
    OwnCommand{"rebuild", add_rebuild, {"rebuild"}},
    OwnCommand{"load", add_load, {"load"}},
    OwnCommand{"copy", add_copy, {"copy"}},
    OwnCommand{"backup", add_backup, {"backup", "backup list"}},
    OwnCommand{"restore", add_restore, {"restore"}},
    OwnCommand{"erase", add_erase, {"erase"}},
    OwnCommand{"clock", add_clock, {"clock confirm"}},
    OwnCommand{"health", add_health, {"health"}},
    OwnCommand{"completion", add_completion, {"completion"}},
    OwnCommand{"version", add_version, {"version"}},
    OwnCommand{"help", add_help, {"help"}},
};

/// All commands, or only the one that is wanted: most of the time at the start goes into their options.
void add_commands(CLI::App& program, Chosen& chosen, std::string_view wanted = {}) {
  program.set_help_flag("--help,-h");
  program.require_subcommand(1);
  program.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  auto const is_wanted = [&](std::string_view name) { return wanted.empty() || name == wanted; };
  auto const add_own = [&](std::span<OwnCommand const> commands) {
    for (auto const& command : commands) {
      if (is_wanted(command.name)) {
        command.add(program, chosen);
      }
    }
  };
  add_own(before_tables);
  for (auto const& rule : domain::verb_rules()) {
    if (is_wanted(command_of(rule.verb))) {
      add_operation(program, chosen, rule.verb);
    }
  }
  for (auto const* const kind : record_commands()) {
    if (is_wanted(command_of(*kind))) {
      add_record(program, chosen, *kind);
    }
  }
  add_own(after_tables);
}

bool is_command(std::string_view name) {
  auto const named = [&](OwnCommand const& command) { return command.name == name; };
  return std::ranges::any_of(before_tables, named) || std::ranges::any_of(after_tables, named) ||
         verb_of_command(name) ||
         std::ranges::any_of(record_commands(), [&](auto const* kind) { return command_of(*kind) == name; });
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

void collect_words(CLI::App& command, std::string const& name, std::vector<CompletionWords>& all) {
  CompletionWords words{.command = name};
  auto const children = command.get_subcommands([](CLI::App const*) { return true; });
  for (auto const* const child : children) {
    words.commands.push_back(child->get_name());
  }
  for (auto const* const option : command.get_options()) {
    auto const option_name = option->get_name();
    if (option_name.starts_with("--")) {
      words.options.push_back(option_name);
      if (option->get_expected_min() == 0) {
        words.flags.push_back(option_name);
      }
    }
  }
  all.push_back(std::move(words));
  for (auto* const child : children) {
    collect_words(*child, (name.empty() ? "" : name + " ") + child->get_name(), all);
  }
}

}  // namespace

std::vector<std::string> command_names() {
  std::vector<std::string> names = {""};
  auto const add_own = [&](std::span<OwnCommand const> commands) {
    for (auto const& command : commands) {
      for (auto const page : command.pages) {
        if (!page.empty()) {
          names.emplace_back(page);
        }
      }
    }
  };
  add_own(before_tables);
  for (auto const& rule : domain::verb_rules()) {
    names.emplace_back(command_of(rule.verb));
  }
  for (auto const* const kind : record_commands()) {
    names.push_back(command_of(*kind));
  }
  add_own(after_tables);
  return names;
}

std::vector<std::string> option_names(std::string_view command) {
  std::vector<std::string> names;
  for (auto const& words : completion_words()) {
    if (words.command == command) {
      std::ranges::copy_if(words.options, std::back_inserter(names), [](auto const& name) { return name != "--help"; });
    }
  }
  return names;
}

std::vector<CompletionWords> completion_words() {
  CLI::App program;
  Chosen ignored;
  add_commands(program, ignored);
  std::vector<CompletionWords> all;
  collect_words(program, "", all);
  return all;
}

int run(std::span<char const* const> arguments, Environment& environment) {
  if (arguments.empty()) {
    environment.out << help_page("");
    return exit_usage;
  }
  std::string_view const first = arguments.front();
  CLI::App program;
  Chosen chosen;
  add_commands(program, chosen, is_command(first) ? first : std::string_view());

  // CLI11 takes them from the back.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
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
