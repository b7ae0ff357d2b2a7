#include "cli/export_ledger.hpp"

#include "app/ledger_copy.hpp"
#include "cli/commands/command.hpp"
#include "cli/ledger_file.hpp"
#include "cli/progress_line.hpp"

#include <ostream>

namespace nameplate::cli {

int export_ledger(Database const& database, std::optional<domain::Sequence> until, Environment& environment) {
  if (!database.exists()) {
    return refuse(environment, no_such_database(database));
  }
  auto const store = environment.open_store(database, OpenFor::reading);
  ProgressLine progress(environment.messages);
  auto& out = environment.out;
  bool begun = false;
  auto const written = app::read_ledger(*store, until, [&](domain::Event const& event) {
    if (!begun) {
      out << first_ledger_line() << '\n';
      begun = true;
    }
    out << ledger_line(event) << '\n';
    progress.show("export the ledger", event.sequence, until.value_or(0));
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

}  // namespace nameplate::cli
