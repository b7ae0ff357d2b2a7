#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/read/cell.hpp"
#include "cli/read/list_options.hpp"
#include "cli/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

struct ExceptionArguments {
  std::string id;
  std::string reason = {};
  bool as_json = false;
};

std::string number_in_entry(json::object const& entry) {
  for (auto const* const name : {"serial", "code", "number"}) {
    if (auto text = text_in(entry, name); !text.empty()) {
      return text;
    }
  }
  return {};
}

/// In words, for somebody who was not there.
void tell(Environment& environment, json::object const& exception) {
  auto& out = environment.out;
  auto const& recorded = exception.at("recorded").as_object();
  out << text_in(exception, "id") << " is " << text_in(exception, "state") << ".\n"
      << "Recorded:    " << text_in(recorded, "verb") << " at " << local_time(text_in(recorded, "time")) << " by "
      << person_of(recorded) << (text_in(recorded, "device").empty() ? "" : " with " + text_in(recorded, "device"))
      << ", heard of at " << local_time(text_in(recorded, "recordedAt")) << " (event " << text_in(recorded, "event")
      << ")\n";
  for (auto const& entry : exception.at("contradicts").as_array()) {
    auto const& conflict = entry.as_object();
    out << "Contradicts: ";
    if (auto const event = text_in(conflict, "event"); !event.empty()) {
      out << text_in(conflict, "verb") << " of " << harmless(number_in_entry(conflict)) << " at "
          << local_time(text_in(conflict, "time")) << " (event " << event << "). ";
    }
    out << harmless(text_in(conflict, "detail")) << " (" << text_in(conflict, "reason") << ")\n"
        << "What to do:  " << harmless(text_in(conflict, "remedy")) << '\n';
  }
  if (auto const* const found = exception.if_contains("resolution")) {
    auto const& resolution = found->as_object();
    out << "Resolved:    " << local_time(text_in(resolution, "at")) << " by " << shown(resolution.at("by")) << ": "
        << harmless(text_in(resolution, "reason")) << " (event " << text_in(resolution, "event") << ")\n";
  } else {
    out << "When it is settled: nameplate exception resolve " << text_in(exception, "id") << " --reason TEXT\n";
  }
}

int answer_with(ExceptionArguments const& arguments, Environment& environment, base::Result<ApiAnswer> const& answer) {
  if (!answer) {
    return refuse(environment, answer.error());
  }
  if (arguments.as_json) {
    environment.out << answer->body << '\n';
  } else {
    tell(environment, read_object(answer->body));
  }
  return exit_ok;
}

int show_exception(ExceptionArguments const& arguments, Environment& environment, Api& api) {
  return answer_with(arguments, environment, ask(api, {.target = target_of("exceptions/" + encoded(arguments.id))}));
}

int resolve_exception(ExceptionArguments const& arguments, Environment& environment, Api& api) {
  json::object const body = {{"reason", arguments.reason}};
  auto const request = change("POST", "exceptions/" + encoded(arguments.id) + "/resolve", json::serialize(body));
  return answer_with(arguments, environment, ask(api, request));
}

}  // namespace

void add_exception(CLI::App& program, Chosen& chosen) {
  auto& parent = *program.add_subcommand("exception", "What was recorded against the facts, for a person to settle.");
  parent.require_subcommand(1);
  auto const& kind = *find_list_kind("exceptions");
  auto& list = *parent.add_subcommand("list");
  auto const options = std::make_shared<ListOptions>();
  add_list_options(list, kind, options);
  works_on_ledger(list, chosen, [options, &kind](Environment& environment, Api& api) {
    return show_list(environment, api, kind, request_of(*options));
  });

  auto const arguments = std::make_shared<ExceptionArguments>();
  auto& show = *parent.add_subcommand("show");
  show.add_option("ID", arguments->id)->required();
  show.add_flag("--json", arguments->as_json);
  works_on_ledger(show, chosen, [arguments](Environment& environment, Api& api) {
    return show_exception(*arguments, environment, api);
  });
  auto& resolve = *parent.add_subcommand("resolve");
  resolve.add_option("ID", arguments->id)->required();
  resolve.add_option("--reason", arguments->reason)->required();
  resolve.add_flag("--json", arguments->as_json);
  works_on_ledger(resolve, chosen, [arguments](Environment& environment, Api& api) {
    return resolve_exception(*arguments, environment, api);
  });
}

}  // namespace nameplate::cli
