#include "cli/accounts.hpp"
#include "cli/commands/command.hpp"
#include "cli/ledger_access.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

int show(std::vector<AccountLine> const& accounts, std::ostream& out) {
  std::size_t width = 4;
  for (auto const& account : accounts) {
    width = std::max(width, account.name.size());
  }
  out << fmt::format("{:{}}  {:8}  {:7}  {:20}  {}\n", "name", width, "role", "state", "expires", "last used");
  for (auto const& account : accounts) {
    out << fmt::format("{:{}}  {:8}  {:7}  {:20}  {}\n", account.name, width, account.role,
                       account.active ? "active" : "revoked", account.expires.empty() ? "never" : account.expires,
                       account.last_used.empty() ? "never" : account.last_used);
  }
  return exit_ok;
}

int list(Database const& database, Environment& environment) {
  if (!database.exists()) {
    return refuse(environment, no_such_database(database));
  }
  return run_on_ledger(
      environment, database,
      {.when_served =
           [&](OwnerClient& client) {
             auto const accounts = read_accounts(client);
             return accounts ? show(*accounts, environment.out) : refuse(environment, accounts.error());
           },
       .when_not = [&](app::Ledger& ledger,
                       domain::Actor const&) { return show(read_accounts(ledger), environment.out); }});
}

}  // namespace

void add_token_list(CLI::App& token, Chosen& chosen) {
  auto& command = *token.add_subcommand("list");
  auto const database = std::make_shared<std::string>();
  add_database_option(command, *database);
  command.callback([database, &chosen] {
    chosen = [database](Environment& environment) { return list(parse_database(*database).value(), environment); };
  });
}

}  // namespace nameplate::cli
