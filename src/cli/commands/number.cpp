#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct NumberArguments {
  std::vector<std::string> texts;
  std::string block;
  std::string product;
  std::string location;
  bool as_json = false;
};

/// Asks, and either passes the answer on or hands it to `print`.
template <typename Print>
int ask_and_print(NumberArguments const& arguments, Environment& environment, Api& api, ApiRequest const& request,
                  Print print) {
  auto const answer = ask(api, request);
  if (!answer) {
    return refuse(environment, answer.error());
  }
  if (arguments.as_json) {
    environment.out << answer->body << '\n';
    return exit_ok;
  }
  print(read_object(answer->body));
  return exit_ok;
}

std::vector<Parameter> parameters_of(NumberArguments const& arguments) {
  std::vector<Parameter> parameters;
  for (auto const& [name, value] : {std::pair("block", &arguments.block), std::pair("product", &arguments.product),
                                    std::pair("location", &arguments.location)}) {
    if (!value->empty()) {
      parameters.push_back({name, *value});
    }
  }
  return parameters;
}

int expand(NumberArguments const& arguments, Environment& environment, Api& api) {
  std::string text;
  for (auto const& word : arguments.texts) {
    text += (text.empty() ? "" : "\n") + word;
  }
  auto const request = change("POST", "numbers/expand", boost::json::serialize(boost::json::object{{"text", text}}));
  return ask_and_print(arguments, environment, api, request, [&](boost::json::object const& answer) {
    for (auto const& number : answer.at("numbers").as_array()) {
      environment.out << harmless(shown(number)) << '\n';
    }
  });
}

int show_gaps(NumberArguments const& arguments, Environment& environment, Api& api) {
  auto const parameters = parameters_of(arguments);
  ApiRequest const request{.target = target_of("numbers/gaps", parameters)};
  return ask_and_print(arguments, environment, api, request, [&](boost::json::object const& answer) {
    Table table({{"first"}, {"last"}, {"count", Table::Align::right}, {"fate"}, {"block"}, {"but"}});
    for (auto const& entry : answer.at("ranges").as_array()) {
      auto const& range = entry.as_object();
      table.add({text_in(range, "first"), text_in(range, "last"), std::to_string(number_in(range, "count")),
                 text_in(range, "fate"), text_in(range, "block"), text_in(range, "contradicts")});
    }
    table.flush(environment.out, environment.terminal);
    if (auto const next = number_in(answer, "next"); next > 0) {
      environment.messages << "There are more, from the " << next << "th on.\n";
    }
  });
}

int show_disagreements(NumberArguments const& arguments, Environment& environment, Api& api) {
  auto const parameters = parameters_of(arguments);
  ApiRequest const request{.target = target_of("numbers/disagreements", parameters)};
  return ask_and_print(arguments, environment, api, request, [&](boost::json::object const& answer) {
    Table table({{"id"}, {"product"}, {"number"}, {"part"}, {"number says"}, {"record says"}});
    for (auto const& entry : answer.at("units").as_array()) {
      auto const& unit = entry.as_object();
      for (auto const& saying : unit.at("says").as_array()) {
        for (auto const& listed : saying.as_object().at("parts").as_array()) {
          auto const& part = listed.as_object();
          auto const* const agrees = find_in(part, "agrees");
          if (agrees != nullptr && agrees->is_bool() && !agrees->as_bool()) {
            table.add({text_in(unit, "id"), text_in(unit, "product"), text_in(unit, "serial"), text_in(part, "part"),
                       text_in(part, "text"), text_in(part, "record")});
          }
        }
      }
    }
    if (table.size() > 0) {
      table.flush(environment.out, environment.terminal);
    }
    environment.messages << "Looked at " << number_in(answer, "lookedAt") << " units"
                         << (find_in(answer, "next") == nullptr ? ", all there are.\n" : "; there are more.\n");
  });
}

}  // namespace

void add_number(CLI::App& program, Chosen& chosen) {
  auto& number = *program.add_subcommand("number", "Ranges of numbers, and numbers to look at.");
  number.require_subcommand(1);
  auto const arguments = std::make_shared<NumberArguments>();
  auto const add = [&](std::string const& name, int (*run)(NumberArguments const&, Environment&, Api&)) -> CLI::App& {
    auto& command = *number.add_subcommand(name);
    command.add_flag("--json", arguments->as_json);
    works_on_ledger(command, chosen,
                    [=](Environment& environment, Api& api) { return run(*arguments, environment, api); });
    return command;
  };
  add("expand", expand)
      .add_option("RANGE", arguments->texts)
      ->required()
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  auto& gaps = add("gaps", show_gaps);
  gaps.add_option("--block", arguments->block);
  gaps.add_option("--product", arguments->product);
  gaps.add_option("--location", arguments->location);
  auto& check = add("check", show_disagreements);
  check.add_option("--product", arguments->product);
  check.add_option("--location", arguments->location);
}

}  // namespace nameplate::cli
