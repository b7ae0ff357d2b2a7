#include "cli/api/ask.hpp"
#include "cli/api/output_file.hpp"
#include "cli/commands/command.hpp"
#include "cli/jobs/watch_job.hpp"
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

struct JobArguments {
  std::string id;
  std::string format = "csv";
  std::string only = "all";
  std::string output = {};
  std::string reason = {};
  std::string key = {};
  bool check_only = false;
  bool proceeds = false;
  bool as_json = false;
};

int show_job(JobArguments const& arguments, Environment& environment, Api& api) {
  auto const answer = ask(api, {.target = target_of("jobs/" + encoded(arguments.id))});
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

int watch_one(JobArguments const& arguments, Environment& environment, Api& api) {
  api.work_on_jobs();
  auto const job = watch_job(environment, api, arguments.id);
  if (!job) {
    return refuse(environment, job.error());
  }
  if (is_at_work(*job)) {
    tell_how_to_go_on(environment, api, arguments.id);
    return exit_refused;
  }
  if (arguments.as_json) {
    environment.out << boost::json::serialize(*job) << '\n';
  } else {
    environment.out << "The job is " << text_in(*job, "state") << ": " << job_counts(*job) << ".\n";
  }
  auto const state = text_in(*job, "state");
  return state == "failed" || state == "cancelled" ? exit_refused : exit_ok;
}

int change_job(JobArguments const& arguments, Environment& environment, Api& api, std::string const& path,
               std::string const& step) {
  auto const answer = ask(api, change("POST", path + "/" + encoded(arguments.id) + "/" + step, "{}"));
  if (!answer) {
    return refuse(environment, answer.error());
  }
  if (step == "cancel") {
    environment.out << "The job " << arguments.id << " is cancelled. What it did stays done.\n";
    return exit_ok;
  }
  return watch_one(arguments, environment, api);
}

int cancel_one(JobArguments const& arguments, Environment& environment, Api& api) {
  return change_job(arguments, environment, api, "jobs", "cancel");
}

int resume_one(JobArguments const& arguments, Environment& environment, Api& api) {
  return change_job(arguments, environment, api, "jobs", "resume");
}

int run_one(JobArguments const& arguments, Environment& environment, Api& api) {
  return change_job(arguments, environment, api, "imports", "run");
}

int take_back(JobArguments const& arguments, Environment& environment, Api& api) {
  boost::json::object body;
  body["check"] = arguments.check_only;
  body["onError"] = arguments.proceeds ? "proceed" : "rollback";
  if (!arguments.reason.empty()) {
    body["reason"] = arguments.reason;
  }
  auto const made = ask_json(api, change("POST", "imports/" + encoded(arguments.id) + "/take-back",
                                         boost::json::serialize(body), arguments.key));
  if (!made) {
    return refuse(environment, made.error());
  }
  auto const id = text_in(*made, "id");
  api.work_on_jobs();
  auto const job = watch_job(environment, api, id);
  if (!job) {
    return refuse(environment, job.error());
  }
  if (is_at_work(*job)) {
    tell_how_to_go_on(environment, api, id);
    return exit_refused;
  }
  if (arguments.as_json) {
    environment.out << boost::json::serialize(*job) << '\n';
  } else {
    bool const was_checked = text_in(*job, "state") == "checked";
    environment.out << (was_checked ? "Events that could be taken back (job " : "Events taken back (job ") << id
                    << "): " << job_counts(*job) << ".\n";
    if (was_checked && !arguments.check_only) {
      environment.out << "Nothing was done yet: it waits for a second person. A manager says\n`nameplate job run " << id
                      << "`, with another account than this one.\n";
    }
    if (auto const shown = show_failed_rows(environment, api, *job); !shown) {
      return refuse(environment, shown.error());
    }
  }
  if (auto const reason = text_in(*job, "reason"); !reason.empty()) {
    return refuse(environment,
                  {.kind = base::ErrorKind::conflict, .reason = reason, .detail = text_in(*job, "detail")});
  }
  return number_in(*job, "failed") == 0 ? exit_ok : exit_refused;
}

int write_result(JobArguments const& arguments, Environment& environment, Api& api) {
  std::vector<Parameter> const parameters = {{"format", arguments.format}, {"only", arguments.only}};
  return download(environment, api, target_of("jobs/" + encoded(arguments.id) + "/result", parameters),
                  arguments.output);
}

using RunJob = int (*)(JobArguments const&, Environment&, Api&);

CLI::App& add_job_action(CLI::App& parent, Chosen& chosen, std::string const& name, RunJob run,
                         std::shared_ptr<JobArguments> const& arguments) {
  auto& command = *parent.add_subcommand(name);
  command.add_option("ID", arguments->id)->required();
  works_on_ledger(command, chosen,
                  [arguments, run](Environment& environment, Api& api) { return run(*arguments, environment, api); });
  return command;
}

}  // namespace

void add_job(CLI::App& program, Chosen& chosen) {
  auto& parent = *program.add_subcommand("job", "Watches and steers long work.");
  parent.require_subcommand(1);
  auto const& kind = *find_list_kind("jobs");
  auto& list = *parent.add_subcommand("list");
  auto const options = std::make_shared<ListOptions>();
  add_list_options(list, kind, options);
  works_on_ledger(list, chosen, [options, &kind](Environment& environment, Api& api) {
    return show_list(environment, api, kind, request_of(*options));
  });
  auto const arguments = std::make_shared<JobArguments>();
  add_job_action(parent, chosen, "show", show_job, arguments).add_flag("--json", arguments->as_json);
  add_job_action(parent, chosen, "watch", watch_one, arguments).add_flag("--json", arguments->as_json);
  add_job_action(parent, chosen, "cancel", cancel_one, arguments);
  add_job_action(parent, chosen, "resume", resume_one, arguments).add_flag("--json", arguments->as_json);
  add_job_action(parent, chosen, "run", run_one, arguments).add_flag("--json", arguments->as_json);
  auto& taken_back = add_job_action(parent, chosen, "take-back", take_back, arguments);
  taken_back.add_flag("--check", arguments->check_only);
  taken_back.add_flag("--proceed", arguments->proceeds);
  taken_back.add_option("--reason", arguments->reason);
  taken_back.add_option("--key", arguments->key);
  taken_back.add_flag("--json", arguments->as_json);
  auto& result = add_job_action(parent, chosen, "result", write_result, arguments);
  result.add_option("--format", arguments->format)->check(CLI::IsMember({"csv", "jsonl"}));
  result.add_option("--only", arguments->only)->check(CLI::IsMember({"all", "failed"}));
  result.add_option("--output", arguments->output);
}

}  // namespace nameplate::cli
