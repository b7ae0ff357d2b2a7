#include "app/backups/restore.hpp"

#include "app/rebuild.hpp"
#include "app/verify.hpp"
#include "base/time_text.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/progress_line.hpp"
#include "cli/whole_database.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <memory>
#include <ostream>
#include <system_error>

namespace nameplate::cli {
namespace {

struct RestoreArguments {
  std::string backup;
  std::string database;
  bool verify = false;
};

/// Set by Ctrl-C: what is half restored is to be cleared away before the end.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> restore_cancelled = false;

void cancel_restore(int) {
  restore_cancelled = true;
}

/// Thrown through the making of the database, so that nothing of it stays.
struct RefusedRestore {
  base::Error error;
};

/// A copy of an older schema is brought up to date first: only then do its projections have the form of today.
void verify_restored(Database const& unfinished, app::Backup const& backup, Environment& environment,
                     ProgressLine& progress) {
  if (auto const store = environment.open_store(unfinished, OpenFor::writing); store->has_stale_projections()) {
    app::rebuild(*store, [&](app::Progress const& now) { progress.show(now.step, now.done, now.total); });
  }
  std::filesystem::remove(unfinished.path + ".lock");
  auto const store = environment.open_store(unfinished, OpenFor::looking);
  auto const found = app::verify(
      *store, [&](app::VerifyProgress const& now) { progress.show(now.step, now.done, now.total); },
      &restore_cancelled);
  if (found.cancelled) {
    throw RefusedRestore{{.kind = base::ErrorKind::conflict,
                          .reason = "backup.cancelled",
                          .detail = "Broken off. Nothing was restored."}};
  }
  if (!found.is_clean()) {
    auto const& first = found.differences.front();
    throw RefusedRestore{{.kind = base::ErrorKind::conflict,
                          .reason = "backup.unsound",
                          .detail = fmt::format("{} rows of {} are not what its ledger says, the first is {} {}. "
                                                "Nothing was restored.",
                                                found.difference_count, backup.file, first.projection, first.key)}};
  }
}

app::Backup restore_into(std::filesystem::path const& backup, Database const& unfinished,
                         RestoreArguments const& arguments, Environment& environment, ProgressLine& progress) {
  std::filesystem::path const target = unfinished.path;
  auto const restored = app::restore_backup({.backup = backup,
                                             .target = target,
                                             .check_copy = environment.check_copy,
                                             .cancel = restore_cancelled,
                                             .report = [&](std::string_view step, std::int64_t done,
                                                           std::int64_t total) { progress.show(step, done, total); }});
  if (!restored) {
    throw RefusedRestore{restored.error()};
  }
  if (arguments.verify) {
    verify_restored(unfinished, *restored, environment, progress);
  }
  return *restored;
}

base::Error database_exists(Database const& database) {
  return {
      .kind = base::ErrorKind::conflict,
      .reason = "database.exists",
      .detail = "There is a database at " + database.path +
                ", and nothing is overwritten. Stop its server and move it away first, or restore to another path."};
}

int restore(RestoreArguments const& arguments, Environment& environment) {
  auto const database = parse_database(arguments.database).value();
  auto const backup = app::find_backup(std::filesystem::absolute(arguments.backup));
  if (!backup) {
    return refuse(environment, backup.error());
  }
  if (!database.is_file()) {
    return refuse(environment, needs_a_file("PostgreSQL's own tools restore its databases; see "
                                            "docs/operating/postgresql.md."));
  }
  if (database.exists()) {
    return refuse(environment, database_exists(database));
  }
  std::signal(SIGINT, cancel_restore);
  std::signal(SIGTERM, cancel_restore);
  ProgressLine progress(environment.messages);
  std::optional<app::Backup> restored;
  try {
    make_whole_database(database, {}, [&](Database const& unfinished) {
      restored = restore_into(*backup, unfinished, arguments, environment, progress);
    });
  } catch (RefusedRestore const& refused) {
    progress.clear();
    return refuse(environment, refused.error);
  } catch (std::system_error const& failure) {
    progress.clear();
    return refuse(environment, {.kind = base::ErrorKind::unavailable,
                                .reason = "restore.failed",
                                .detail = std::string("Nothing was restored: ") + failure.what() + "."});
  }
  progress.clear();
  environment.out << fmt::format(
      "Restored {} to {}: {} events, the newest recorded {}.\n"
      "What was recorded after that is not in it. Read `nameplate help restore` before work goes on.\n",
      backup->string(), database.path, restored->sequence, local_time(base::to_string(restored->recorded_at)));
  return exit_ok;
}

}  // namespace

void add_restore(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("restore");
  auto const arguments = std::make_shared<RestoreArguments>();
  command.add_option("BACKUP", arguments->backup)->required();
  add_database_option(command, arguments->database);
  command.add_flag("--verify", arguments->verify);
  command.callback([arguments, &chosen] {
    chosen = [arguments](Environment& environment) { return restore(*arguments, environment); };
  });
}

}  // namespace nameplate::cli
