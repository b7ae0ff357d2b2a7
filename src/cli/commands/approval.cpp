#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/read/list_options.hpp"
#include "cli/read/sheet.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct ApprovalArguments {
  std::string id;
  std::string reason = {};
  bool as_json = false;
};

int show_approval(ApprovalArguments const& arguments, Environment& environment, Api& api) {
  auto const answer = ask(api, {.target = target_of("approvals/" + encoded(arguments.id))});
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

int decide(ApprovalArguments const& arguments, Environment& environment, Api& api, std::string const& decision) {
  boost::json::object body;
  if (!arguments.reason.empty()) {
    body["reason"] = arguments.reason;
  }
  auto const answer =
      ask(api, change("POST", "approvals/" + encoded(arguments.id) + "/" + decision, boost::json::serialize(body)));
  if (!answer) {
    return refuse(environment, answer.error());
  }
  auto const approval = read_object(answer->body);
  auto const event = text_in(approval, "event");
  if (arguments.as_json) {
    environment.out << answer->body << '\n';
  } else if (decision == "reject") {
    environment.out << arguments.id << " is rejected. Nothing was done.\n";
  } else {
    environment.out << arguments.id
                    << " is approved: " << (event.empty() ? "it is so already.\n" : "done (event " + event + ").\n");
  }
  return exit_ok;
}

int approve_one(ApprovalArguments const& arguments, Environment& environment, Api& api) {
  return decide(arguments, environment, api, "approve");
}

int reject_one(ApprovalArguments const& arguments, Environment& environment, Api& api) {
  return decide(arguments, environment, api, "reject");
}

using RunApproval = int (*)(ApprovalArguments const&, Environment&, Api&);

void add_action(CLI::App& parent, Chosen& chosen, std::string const& name, RunApproval run) {
  auto const arguments = std::make_shared<ApprovalArguments>();
  auto& command = *parent.add_subcommand(name);
  command.add_option("ID", arguments->id)->required();
  command.add_flag("--json", arguments->as_json);
  if (run != show_approval) {
    command.add_option("--reason", arguments->reason);
  }
  works_on_ledger(command, chosen,
                  [arguments, run](Environment& environment, Api& api) { return run(*arguments, environment, api); });
}

}  // namespace

void add_approval(CLI::App& program, Chosen& chosen) {
  auto& parent = *program.add_subcommand("approval", "Decides on corrections that wait for a second person.");
  parent.require_subcommand(1);
  auto const& kind = *find_list_kind("approvals");
  auto& list = *parent.add_subcommand("list");
  auto const options = std::make_shared<ListOptions>();
  add_list_options(list, kind, options);
  works_on_ledger(list, chosen, [options, &kind](Environment& environment, Api& api) {
    return show_list(environment, api, kind, request_of(*options));
  });
  add_action(parent, chosen, "show", show_approval);
  add_action(parent, chosen, "approve", approve_one);
  add_action(parent, chosen, "reject", reject_one);
}

}  // namespace nameplate::cli
