#include "app/verify.hpp"

#include "cli/commands/command.hpp"
#include "cli/progress_line.hpp"

#include <CLI/CLI.hpp>

#include <atomic>
#include <csignal>
#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

void show(std::ostream& out, app::Difference const& difference) {
  out << difference.projection << ' ' << difference.key << '\n'
      << "  expected: " << (difference.expected.empty() ? "no row" : difference.expected) << '\n'
      << "  found:    " << (difference.found.empty() ? "no row" : difference.found) << '\n';
}

int report(app::VerifyReport const& report, std::ostream& out) {
  for (auto const& difference : report.differences) {
    show(out, difference);
  }
  if (report.cancelled) {
    out << "Broken off.\n";
    return exit_refused;
  }
  out << report.events << " events, " << report.rows << " rows: ";
  if (report.is_clean()) {
    out << "the ledger and every projection agree.\n";
    return exit_ok;
  }
  out << report.difference_count << (report.difference_count == 1 ? " difference" : " differences") << ", the first "
      << report.differences.size() << " above.\n";
  return exit_refused;
}

/// Set by Ctrl-C: the second set of projections is to be cleared away before the end. Global, because a signal handler
/// reaches nothing else.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> cancelled = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void cancel(int) {
  cancelled = true;
}

int verify(Database const& database, Environment& environment) {
  if (!database.exists()) {
    return refuse(environment, no_such_database(database));
  }
  std::signal(SIGINT, cancel);
  std::signal(SIGTERM, cancel);
  auto const store = environment.open_store(database, OpenFor::reading);
  ProgressLine progress(environment.messages);
  auto const found = app::verify(
      *store, [&](app::VerifyProgress const& now) { progress.show(now.step, now.done, now.total); }, &cancelled);
  progress.clear();
  return report(found, environment.out);
}

}  // namespace

void add_verify(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("verify");
  auto const database = std::make_shared<std::string>();
  add_database_option(command, *database);
  command.callback([database, &chosen] {
    chosen = [database](Environment& environment) { return verify(parse_database(*database).value(), environment); };
  });
}

}  // namespace nameplate::cli
