#include "cli/commands/command.hpp"
#include "cli/ledger_access.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

int confirm(Database const& database, Environment& environment) {
  auto client = OwnerClient::connect(database);
  if (!client) {
    return refuse(environment, {.kind = base::ErrorKind::conflict,
                                .reason = "server.not_running",
                                .detail = "No server runs on " + database.path +
                                          ". Start it with `nameplate serve`, then confirm its clock."});
  }
  auto const answer = client->post("/api/v1/clock/confirm", "{}");
  if (!answer) {
    return refuse(environment, answer.error());
  }
  environment.out << "The clock is confirmed. The server writes again.\n";
  return exit_ok;
}

}  // namespace

void add_clock(CLI::App& program, Chosen& chosen) {
  auto& clock = *program.add_subcommand("clock");
  clock.require_subcommand(1);
  auto& command = *clock.add_subcommand("confirm");
  auto const database = std::make_shared<std::string>();
  add_database_option(command, *database);
  command.callback([database, &chosen] {
    chosen = [database](Environment& environment) { return confirm(parse_database(*database).value(), environment); };
  });
}

}  // namespace nameplate::cli
