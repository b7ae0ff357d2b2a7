#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct EraseArguments {
  std::string party = {};
  std::string operator_name = {};
  std::string event = {};
  std::vector<std::string> fields = {};
  std::string reason = {};
  bool dry_run = false;
  bool as_json = false;
};

boost::json::object erasure_body(EraseArguments const& arguments) {
  boost::json::object body;
  auto const add = [&](std::string_view name, std::string const& text) {
    if (!text.empty()) {
      body[name] = text;
    }
  };
  add("party", arguments.party);
  add("operator", arguments.operator_name);
  add("event", arguments.event);
  add("reason", arguments.reason);
  if (!arguments.fields.empty()) {
    body["fields"] = boost::json::array(arguments.fields.begin(), arguments.fields.end());
  }
  if (arguments.dry_run) {
    body["dryRun"] = true;
  }
  return body;
}

int erase(EraseArguments const& arguments, Environment& environment, Api& api) {
  auto const answer = ask(api, change("POST", "erasures", boost::json::serialize(erasure_body(arguments))));
  if (!answer) {
    return refuse(environment, answer.error());
  }
  if (arguments.as_json) {
    environment.out << answer->body << '\n';
    return exit_ok;
  }
  auto const counts = read_object(answer->body);
  auto const values = number_in(counts, "values");
  if (values == 0) {
    environment.out << "There is nothing to erase.\n";
    return exit_ok;
  }
  auto const events = number_in(counts, "events");
  environment.out << fmt::format("{} {} beside {} {} {}.\n", values, values == 1 ? "value" : "values", events,
                                 events == 1 ? "event" : "events",
                                 arguments.dry_run ? "would be erased" : "erased, for good");
  return exit_ok;
}

}  // namespace

void add_erase(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("erase");
  auto const arguments = std::make_shared<EraseArguments>();
  auto* const party = command.add_option("--party", arguments->party);
  auto* const person = command.add_option("--operator", arguments->operator_name)->excludes(party);
  command.add_option("--event", arguments->event)->excludes(party)->excludes(person);
  command.add_option("--field", arguments->fields)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_option("--reason", arguments->reason)->required();
  command.add_flag("--dry-run", arguments->dry_run);
  command.add_flag("--json", arguments->as_json);
  works_on_ledger(command, chosen,
                  [arguments](Environment& environment, Api& api) { return erase(*arguments, environment, api); });
}

}  // namespace nameplate::cli
