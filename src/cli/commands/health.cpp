#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace nameplate::cli {
namespace {

int show_health(Environment& environment, Api& api) {
  if (api.ends_with_us()) {
    return refuse(environment, {.kind = base::ErrorKind::conflict,
                                .reason = "server.not_running",
                                .detail = "No server runs on this database. Start it with `nameplate serve`."});
  }
  auto const answer = ask(api, {.target = "/health/ready"});
  if (!answer) {
    return refuse(environment, answer.error());
  }
  environment.out << answer->body << '\n';
  return exit_ok;
}

}  // namespace

void add_health(CLI::App& program, Chosen& chosen) {
  works_on_ledger(*program.add_subcommand("health"), chosen, show_health);
}

}  // namespace nameplate::cli
