#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace nameplate::cli {
namespace {

int confirm_clock(Environment& environment, Api& api) {
  if (api.ends_with_us()) {
    return refuse(environment, {.kind = base::ErrorKind::conflict,
                                .reason = "server.not_running",
                                .detail = "No server runs on this database. Start it with `nameplate serve`, then "
                                          "confirm its clock."});
  }
  if (auto const answer = ask(api, change("POST", "clock/confirm", "{}")); !answer) {
    return refuse(environment, answer.error());
  }
  environment.out << "The clock is confirmed. The server writes again.\n";
  return exit_ok;
}

}  // namespace

void add_clock(CLI::App& program, Chosen& chosen) {
  auto& clock = *program.add_subcommand("clock");
  clock.require_subcommand(1);
  works_on_ledger(*clock.add_subcommand("confirm"), chosen, confirm_clock);
}

}  // namespace nameplate::cli
