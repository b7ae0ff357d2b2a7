#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/read/past_options.hpp"
#include "cli/read/sheet.hpp"
#include "cli/read/subject.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct ShowArguments {
  std::string text;
  bool as_json = false;
  std::shared_ptr<PastOptions> past = std::make_shared<PastOptions>();
};

int show_thing(ShowArguments const& arguments, Environment& environment, Api& api) {
  auto const path = find_anything(api, arguments.text);
  if (!path) {
    return refuse(environment, path.error());
  }
  auto const answer = ask(api, {.target = target_of(*path, arguments.past->parameters())});
  if (!answer) {
    return refuse(environment, answer.error());
  }
  if (arguments.as_json) {
    environment.out << answer->body << '\n';
  } else {
    show_sheet(environment, read_object(answer->body));
  }
  return exit_ok;
}

}  // namespace

void add_show(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("show", "Shows one thing in full.");
  auto const arguments = std::make_shared<ShowArguments>();
  command.add_option("ID", arguments->text)->required();
  add_past_options(command, arguments->past);
  command.add_flag("--json", arguments->as_json);
  works_on_ledger(command, chosen,
                  [arguments](Environment& environment, Api& api) { return show_thing(*arguments, environment, api); });
}

}  // namespace nameplate::cli
