#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

int revoke_token(std::string const& name, Environment& environment, Api& api) {
  auto const path = "tokens/" + encoded(name);
  auto const found = ask(api, {.target = target_of(path)});
  if (!found) {
    return refuse(environment, found.error());
  }
  auto request = change("PATCH", path, R"({"state":"retired"})");
  request.headers.emplace_back("If-Match", found->header("ETag"));
  if (auto const changed = ask(api, request); !changed) {
    return refuse(environment, changed.error());
  }
  environment.out << "The token of " << name << " is revoked.\n";
  return exit_ok;
}

}  // namespace

void add_token_revoke(CLI::App& token, Chosen& chosen) {
  auto& command = *token.add_subcommand("revoke");
  auto const name = std::make_shared<std::string>();
  command.add_option("--name", *name)->required();
  works_on_ledger(command, chosen,
                  [name](Environment& environment, Api& api) { return revoke_token(*name, environment, api); });
}

}  // namespace nameplate::cli
