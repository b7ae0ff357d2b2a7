#include "cli/commands/command.hpp"
#include "cli/operate/operate.hpp"
#include "cli/operate/verb_words.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace nameplate::cli {

void add_operation(CLI::App& program, Chosen& chosen, domain::Verb verb) {
  auto& command = *program.add_subcommand(std::string(command_of(verb)), std::string(domain::rule_of(verb).summary));
  auto const arguments = std::make_shared<OperateArguments>();
  arguments->verb = verb;
  add_operation_options(command, verb, arguments->options);
  auto* const items = command.add_option("--items", arguments->items_file);
  command.add_option("--key", arguments->key);
  command.add_flag("--json", arguments->as_json);
  command.add_flag("--quiet", arguments->quiet);
  command.add_option("NUMBER", arguments->numbers)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->excludes(items);
  works_on_ledger(command, chosen,
                  [arguments](Environment& environment, Api& api) { return operate(*arguments, environment, api); });
}

}  // namespace nameplate::cli
