#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/read/list_options.hpp"
#include "cli/read/past_options.hpp"
#include "cli/read/sheet.hpp"
#include "cli/records/record_fields.hpp"
#include "cli/records/record_kinds.hpp"
#include "cli/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

using domain::RecordKindRule;

struct RecordArguments {
  std::string code = {};
  std::vector<std::string> fields = {};
  std::string key = {};
  bool as_json = false;
  std::shared_ptr<PastOptions> past = std::make_shared<PastOptions>();  ///< of show
};

std::string path_of(RecordKindRule const& kind, std::string const& code) {
  return std::string(kind.path) + "/" + encoded(code);
}

int show_record(RecordKindRule const& kind, RecordArguments const& arguments, Environment& environment, Api& api) {
  auto const answer = ask(api, {.target = target_of(path_of(kind, arguments.code), arguments.past->parameters())});
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

/// What became of a change, and the record as it is now.
int report_change(RecordKindRule const& kind, RecordArguments const& arguments, std::string_view what,
                  base::Result<ApiAnswer> const& answer, Environment& environment) {
  if (!answer) {
    return refuse(environment, answer.error());
  }
  if (arguments.as_json) {
    environment.out << answer->body << '\n';
    return exit_ok;
  }
  auto const record = read_object(answer->body);
  environment.out << harmless(std::string(kind.name) + " " + text_in(record, kind.key_field)) << ' ' << what << ".\n";
  return exit_ok;
}

int add_one(RecordKindRule const& kind, RecordArguments const& arguments, Environment& environment, Api& api) {
  auto body = read_fields(kind, arguments.fields);
  if (!body) {
    return refuse(environment, body.error());
  }
  (*body)[kind.key_field] = arguments.code;
  auto const request = change("POST", kind.path, boost::json::serialize(*body), arguments.key);
  return report_change(kind, arguments, "added", ask(api, request), environment);
}

int put_one(RecordKindRule const& kind, RecordArguments const& arguments, Environment& environment, Api& api) {
  auto const body = read_fields(kind, arguments.fields);
  if (!body) {
    return refuse(environment, body.error());
  }
  auto const request = change("PUT", path_of(kind, arguments.code), boost::json::serialize(*body), arguments.key);
  auto const answer = ask(api, request);
  return report_change(kind, arguments, answer && answer->status == 201 ? "added" : "put", answer, environment);
}

/// Changes the version that stands there now; somebody who is faster makes it a refusal.
int patch_one(RecordKindRule const& kind, RecordArguments const& arguments, boost::json::object const& body,
              std::string_view what, Environment& environment, Api& api) {
  auto const path = path_of(kind, arguments.code);
  auto const found = ask(api, {.target = target_of(path)});
  if (!found) {
    return refuse(environment, found.error());
  }
  auto request = change("PATCH", path, boost::json::serialize(body), arguments.key);
  request.headers.emplace_back("If-Match", found->header("ETag"));
  return report_change(kind, arguments, what, ask(api, request), environment);
}

int change_one(RecordKindRule const& kind, RecordArguments const& arguments, Environment& environment, Api& api) {
  auto const body = read_fields(kind, arguments.fields);
  return body ? patch_one(kind, arguments, *body, "changed", environment, api) : refuse(environment, body.error());
}

int retire_one(RecordKindRule const& kind, RecordArguments const& arguments, Environment& environment, Api& api) {
  boost::json::object body;
  body["state"] = "retired";
  return patch_one(kind, arguments, body, "retired", environment, api);
}

constexpr std::array change_history_columns = {
    Column{"time", "time", Shown::time},
    Column{"who", {}, Shown::person},
    Column{"field", {}, Shown::field_changes},
    Column{"event", "event"},
};

int show_record_history(RecordKindRule const& kind, RecordArguments const& arguments, Environment& environment,
                        Api& api) {
  auto const path = path_of(kind, arguments.code) + "/history";
  ListKind const list{.name = path, .member = "changes", .cursor = "cursor", .columns = change_history_columns};
  return show_list(environment, api, list, {.all = true, .as_json = arguments.as_json});
}

struct Action {
  std::string_view name;
  int (*run)(RecordKindRule const&, RecordArguments const&, Environment&, Api&);
  bool takes_fields;
  bool changes;
};
constexpr std::array actions = {
    Action{"show", show_record, false, false}, Action{"add", add_one, true, true},
    Action{"put", put_one, true, true},        Action{"change", change_one, true, true},
    Action{"retire", retire_one, false, true}, Action{"history", show_record_history, false, false},
};

void add_action(CLI::App& record, Chosen& chosen, RecordKindRule const& kind, Action const& action) {
  auto& command = *record.add_subcommand(std::string(action.name));
  auto const arguments = std::make_shared<RecordArguments>();
  command.add_option("CODE", arguments->code)->required();
  if (action.takes_fields) {
    command.add_option("FIELD", arguments->fields)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  if (action.changes) {
    command.add_option("--key", arguments->key);
  }
  if (action.run == show_record) {
    add_past_options(command, arguments->past);
  }
  command.add_flag("--json", arguments->as_json);
  works_on_ledger(command, chosen, [arguments, &kind, run = action.run](Environment& environment, Api& api) {
    return run(kind, *arguments, environment, api);
  });
}

}  // namespace

void add_record(CLI::App& program, Chosen& chosen, RecordKindRule const& kind) {
  auto& record = *program.add_subcommand(command_of(kind), "Master data: " + std::string(kind.path) + ".");
  record.require_subcommand(1);
  auto& list = *record.add_subcommand("list");
  auto const options = std::make_shared<ListOptions>();
  auto const& shown = list_of(kind.kind);
  add_list_options(list, shown, options);
  works_on_ledger(list, chosen, [options, &shown](Environment& environment, Api& api) {
    return show_list(environment, api, shown, request_of(*options));
  });
  for (auto const& action : actions) {
    add_action(record, chosen, kind, action);
  }
}

}  // namespace nameplate::cli
