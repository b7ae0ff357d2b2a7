#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/jobs/watch_job.hpp"
#include "cli/json_text.hpp"
#include "cli/progress_line.hpp"
#include "cli/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <ostream>
#include <thread>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds look_again{100};

struct BackupArguments {
  std::string target = {};
  bool verify = false;
  bool as_json = false;
};

std::string shown_size(std::int64_t bytes) {
  constexpr std::int64_t mebibyte = 1024 * 1024;
  return bytes < mebibyte ? fmt::format("{} KiB", (bytes + 1023) / 1024)
                          : fmt::format("{:.1f} MiB", static_cast<double>(bytes) / mebibyte);
}

json::object request_body(BackupArguments const& arguments) {
  json::object body;
  if (!arguments.target.empty()) {
    // The server stands in another folder. What ends with a slash is a folder, and stays so.
    body["path"] = std::filesystem::absolute(arguments.target).lexically_normal().string();
  }
  if (arguments.verify) {
    body["verify"] = true;
  }
  return body;
}

/// Until the run rests. Ctrl-C breaks it off, and waits for its end. Errors: backup.lost when the server has begun
/// another one meanwhile.
base::Result<json::object> watch_run(Environment& environment, Api& api, std::int64_t number) {
  ProgressLine progress(environment.messages);
  while (true) {
    auto run = get_json(api, "backups/run");
    if (!run || text_in(*run, "state") != "running") {
      return run;
    }
    if (number_in(*run, "run") != number) {
      return base::fail(base::ErrorKind::conflict, "backup.lost",
                        "The server makes another backup by now. `nameplate backup list` shows what it has.");
    }
    if (Interruption::has_come()) {
      return ask_json(api, change("POST", "backups/run/cancel", "{}"));
    }
    progress.show(text_in(*run, "step"), number_in(*run, "done"), number_in(*run, "total"));
    std::this_thread::sleep_for(look_again);
  }
}

int report_run(BackupArguments const& arguments, Environment& environment, json::object const& run) {
  auto const state = text_in(run, "state");
  if (state == "cancelled") {
    environment.messages << "Broken off. Nothing of it was kept.\n";
    return exit_refused;
  }
  if (auto const* const error = run.if_contains("error")) {
    return refuse(environment, {.kind = base::ErrorKind::conflict,
                                .reason = text_in(error->as_object(), "reason"),
                                .detail = text_in(error->as_object(), "detail")});
  }
  auto const& backup = run.at("backup").as_object();
  if (arguments.as_json) {
    environment.out << json::serialize(backup) << '\n';
    return exit_ok;
  }
  environment.out << fmt::format("{}: {} events, the newest recorded {}; {}, {}.\n", text_in(backup, "file"),
                                 number_in(backup, "sequence"), local_time(text_in(backup, "recordedAt")),
                                 shown_size(number_in(backup, "bytes")),
                                 arguments.verify ? "read again and verified" : "read again and sound");
  return exit_ok;
}

int make_backup(BackupArguments const& arguments, Environment& environment, Api& api) {
  Interruption const interruption;  // before it begins: nothing of it is to be left
  auto const begun = ask_json(api, change("POST", "backups", json::serialize(request_body(arguments))));
  if (!begun) {
    return refuse(environment, begun.error());
  }
  auto const run = watch_run(environment, api, number_in(*begun, "run"));
  return run ? report_run(arguments, environment, *run) : refuse(environment, run.error());
}

int list_backups(BackupArguments const& arguments, Environment& environment, Api& api) {
  auto const answer = ask(api, {.target = target_of("backups")});
  if (!answer) {
    return refuse(environment, answer.error());
  }
  if (arguments.as_json) {
    environment.out << answer->body << '\n';
    return exit_ok;
  }
  Table table({{"made"},
               {"events", Table::Align::right},
               {"newest recorded"},
               {"size", Table::Align::right},
               {"by"},
               {"file"}});
  auto const list = read_object(answer->body);
  for (auto const& entry : list.at("backups").as_array()) {
    auto const& backup = entry.as_object();
    table.add({local_time(text_in(backup, "madeAt")), std::to_string(number_in(backup, "sequence")),
               local_time(text_in(backup, "recordedAt")), shown_size(number_in(backup, "bytes")),
               backup.at("scheduled").as_bool() ? "plan" : "hand", text_in(backup, "file")});
  }
  if (table.size() == 0) {
    environment.out << "There are no backups yet.\n";
  }
  table.flush(environment.out, environment.terminal);
  return exit_ok;
}

}  // namespace

void add_backup(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("backup");
  auto const arguments = std::make_shared<BackupArguments>();
  auto const ledger = std::make_shared<LedgerOptions>();
  add_ledger_options(command, *ledger);
  command.add_option("TARGET", arguments->target);
  command.add_flag("--verify", arguments->verify);
  command.add_flag("--json", arguments->as_json);
  command.require_subcommand(0, 1);
  auto& list = *command.add_subcommand("list");
  auto const list_arguments = std::make_shared<BackupArguments>();
  list.add_flag("--json", list_arguments->as_json);
  works_on_ledger(list, chosen, [list_arguments](Environment& environment, Api& api) {
    return list_backups(*list_arguments, environment, api);
  });
  command.callback([=, &command, &chosen] {
    if (!command.get_subcommands().empty()) {
      return;
    }
    chosen = [arguments, settled = settle(*ledger)](Environment& environment) {
      return with_api(environment, settled, MissingDatabase::refused,
                      [&](Api& api) { return make_backup(*arguments, environment, api); });
    };
  });
}

}  // namespace nameplate::cli
