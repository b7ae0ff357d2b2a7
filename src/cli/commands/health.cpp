#include "cli/commands/command.hpp"
#include "cli/ledger_access.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

int show_health(Database const& database, Environment& environment) {
  auto client = OwnerClient::connect(database);
  if (!client) {
    return refuse(environment, {.kind = base::ErrorKind::conflict,
                                .reason = "server.not_running",
                                .detail = "No server runs on " + database.path + ". Start it with `nameplate serve`."});
  }
  auto const answer = client->get("/health/ready");
  if (!answer) {
    return refuse(environment, answer.error());
  }
  environment.out << *answer << '\n';
  return exit_ok;
}

}  // namespace

void add_health(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("health");
  auto const database = std::make_shared<std::string>();
  add_database_option(command, *database);
  command.callback([database, &chosen] {
    chosen = [database](Environment& environment) {
      return show_health(parse_database(*database).value(), environment);
    };
  });
}

}  // namespace nameplate::cli
