#include "app/verify.hpp"
#include "cli/commands/command.hpp"
#include "cli/ledger_access.hpp"

#include <CLI/CLI.hpp>

#include <unistd.h>

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
  if (report.more) {
    out << "... and more.\n";
  }
  out << report.events << " events, " << report.rows << " rows: ";
  if (report.differences.empty()) {
    out << "the ledger and every projection agree.\n";
    return exit_ok;
  }
  out << report.differences.size() << (report.more ? " or more" : "") << " differences.\n";
  return exit_refused;
}

int verify(Database const& database, Environment& environment) {
  if (!database.exists()) {
    return refuse(environment, no_such_database(database));
  }
  auto const store = environment.open_store(database, OpenFor::reading);
  auto const shows_progress = ::isatty(STDERR_FILENO) == 1;
  auto const found = app::verify(*store, [&](app::Progress const& progress) {
    if (shows_progress) {
      environment.messages << '\r' << progress.done << " of " << progress.total << ' ' << progress.what << "\x1B[K" << std::flush;
    }
  }, nullptr);
  if (shows_progress) {
    environment.messages << "\r\x1B[K" << std::flush;
  }
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
