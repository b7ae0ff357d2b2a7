#include "app/ledger_copy.hpp"
#include "cli/commands/command.hpp"
#include "cli/ledger_file.hpp"
#include "cli/progress_line.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct ExportArguments {
  std::string database;
  bool ledger = false;
  std::optional<domain::Sequence> until = {};
};

int export_ledger(ExportArguments const& arguments, Environment& environment) {
  auto const database = parse_database(arguments.database).value();
  if (!database.exists()) {
    return refuse(environment, no_such_database(database));
  }
  auto const store = environment.open_store(database, OpenFor::reading);
  ProgressLine progress(environment.messages);
  auto& out = environment.out;
  bool begun = false;
  auto const written = app::read_ledger(*store, arguments.until, [&](domain::Event const& event) {
    if (!begun) {
      out << first_ledger_line() << '\n';
      begun = true;
    }
    out << ledger_line(event) << '\n';
    progress.show("export the ledger", event.sequence, arguments.until.value_or(0));
  });
  progress.clear();
  if (!written) {
    return refuse(environment, written.error());
  }
  out << (begun ? "" : std::string(first_ledger_line()) + "\n") << last_ledger_line(*written) << '\n' << std::flush;
  if (!out) {
    environment.messages << "nameplate: the export could not be written to its end (is the disk full?)\n";
    return exit_broken;
  }
  return exit_ok;
}

}  // namespace

void add_export(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("export");
  auto const arguments = std::make_shared<ExportArguments>();
  add_database_option(command, arguments->database);
  command.add_flag("--ledger", arguments->ledger)->required();
  command.add_option("--until", arguments->until)->check(CLI::NonNegativeNumber);
  command.callback([arguments, &chosen] {
    chosen = [arguments](Environment& environment) { return export_ledger(*arguments, environment); };
  });
}

}  // namespace nameplate::cli
