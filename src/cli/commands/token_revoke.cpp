#include "cli/commands/command.hpp"
#include "cli/ledger_access.hpp"

#include <CLI/CLI.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct RevokeArguments {
  std::string database;
  std::string name;
};

int show_revoked(Environment& environment, std::string_view name) {
  environment.out << "The token of " << name << " is revoked.\n";
  return exit_ok;
}

int revoke_through(OwnerClient& client, std::string const& name, Environment& environment) {
  auto const path = "/api/v1/tokens/" + boost::urls::encode(name, boost::urls::unreserved_chars);
  if (auto const found = client.get(path); !found) {
    return refuse(environment, found.error());
  }
  auto const changed = client.patch(path, R"({"state":"retired"})", client.etag());
  return changed ? show_revoked(environment, name) : refuse(environment, changed.error());
}

int revoke_on(app::Ledger& ledger, domain::Actor const& owner, std::string const& name, Environment& environment) {
  auto const id = ledger.master_data.now()->find(domain::RecordKind::account, name);
  if (!id) {
    return refuse(environment, {.kind = base::ErrorKind::not_found,
                                .reason = "account.unknown",
                                .detail = "There is no account " + name + ". `nameplate token list` shows them all."});
  }
  auto const version = ledger.store.begin_read()->load_records({&id, 1}).at(0).version;
  auto const changed = ledger.writer.execute({.actor = owner,
                                              .what = app::RecordCommand{.kind = domain::RecordKind::account,
                                                                         .action = app::RecordCommand::Action::patch,
                                                                         .id_or_code = name,
                                                                         .version_expected = version,
                                                                         .value = base::Value::Object{},
                                                                         .retired = true}});
  return changed ? show_revoked(environment, name) : refuse(environment, changed.error());
}

int revoke(RevokeArguments const& arguments, Environment& environment) {
  auto const database = parse_database(arguments.database).value();
  if (!database.exists()) {
    return refuse(environment, no_such_database(database));
  }
  return run_on_ledger(
      environment, database,
      {.when_served = [&](OwnerClient& client) { return revoke_through(client, arguments.name, environment); },
       .when_not = [&](app::Ledger& ledger,
                       domain::Actor const& owner) { return revoke_on(ledger, owner, arguments.name, environment); }});
}

}  // namespace

void add_token_revoke(CLI::App& token, Chosen& chosen) {
  auto& command = *token.add_subcommand("revoke");
  auto const arguments = std::make_shared<RevokeArguments>();
  add_database_option(command, arguments->database);
  command.add_option("--name", arguments->name)->required();
  command.callback([arguments, &chosen] {
    chosen = [arguments](Environment& environment) { return revoke(*arguments, environment); };
  });
}

}  // namespace nameplate::cli
