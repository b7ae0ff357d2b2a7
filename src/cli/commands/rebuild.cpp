#include "app/rebuild.hpp"

#include "cli/commands/command.hpp"
#include "cli/progress_line.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

int rebuild(Database const& database, Environment& environment) {
  if (!database.exists()) {
    return refuse(environment, no_such_database(database));
  }
  auto const store = environment.open_store(database, OpenFor::writing);
  ProgressLine progress(environment.messages);
  auto const events =
      app::rebuild(*store, [&](app::Progress const& now) { progress.show(now.step, now.done, now.total); });
  progress.clear();
  environment.out << "All projections were made anew from " << events << (events == 1 ? " event.\n" : " events.\n");
  return exit_ok;
}

}  // namespace

void add_rebuild(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("rebuild");
  auto const database = std::make_shared<std::string>();
  add_database_option(command, *database);
  command.callback([database, &chosen] {
    chosen = [database](Environment& environment) { return rebuild(parse_database(*database).value(), environment); };
  });
}

}  // namespace nameplate::cli
