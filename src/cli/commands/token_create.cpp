#include "base/json_text.hpp"
#include "base/time_text.hpp"
#include "cli/commands/command.hpp"
#include "cli/commands/expiry.hpp"
#include "cli/ledger_access.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <memory>
#include <optional>
#include <ostream>

namespace nameplate::cli {
namespace {

struct CreateArguments {
  std::string database;
  std::string name;
  std::string role;
  std::string expires;
};

base::Result<domain::Role> parse_role(std::string const& text) {
  if (auto const role = domain::parse_role(text)) {
    return *role;
  }
  return base::fail(base::ErrorKind::bad_request, "role.unknown", "--role takes viewer, operator, manager or admin.");
}

/// The token and nothing else, so that a script can keep it.
int show(Environment& environment, std::string_view token) {
  environment.out << token << '\n';
  return exit_ok;
}

int create_through(OwnerClient& client, app::TokenCommand const& command, Environment& environment) {
  auto body =
      "{\"name\":" + base::quote_json(command.name) + ",\"role\":" + base::quote_json(domain::name_of(command.role));
  if (command.expires) {
    body += ",\"expiresAt\":" + base::quote_json(base::to_string(*command.expires));
  }
  auto const answer = client.post("/api/v1/tokens", body + "}");
  if (!answer) {
    return refuse(environment, answer.error());
  }
  auto const made = boost::json::parse(*answer);
  return show(environment, std::string_view(made.as_object().at("token").as_string()));
}

int create_on(app::Ledger& ledger, domain::Actor const& owner, app::TokenCommand command, Environment& environment) {
  auto const answer = ledger.writer.execute({.actor = owner, .what = std::move(command)});
  return answer ? show(environment, answer->token) : refuse(environment, answer.error());
}

int create(CreateArguments const& arguments, Environment& environment) {
  app::TokenCommand const command{
      .name = arguments.name,
      .role = parse_role(arguments.role).value(),
      .expires = arguments.expires.empty()
                     ? std::nullopt
                     : std::optional(parse_expiry(arguments.expires, environment.clock.now()).value())};
  return run_on_ledger(
      environment, parse_database(arguments.database).value(),
      {.when_served = [&](OwnerClient& client) { return create_through(client, command, environment); },
       .when_not = [&](app::Ledger& ledger,
                       domain::Actor const& owner) { return create_on(ledger, owner, command, environment); }});
}

}  // namespace

void add_token_create(CLI::App& token, Chosen& chosen) {
  auto& command = *token.add_subcommand("create");
  auto const arguments = std::make_shared<CreateArguments>();
  add_database_option(command, arguments->database);
  command.add_option("--name", arguments->name)->required();
  command.add_option("--role", arguments->role)->required()->check(checked_by(parse_role));
  command.add_option("--expires", arguments->expires)->check(checked_by([](std::string const& text) {
    return parse_expiry(text, base::Instant());
  }));
  command.callback([arguments, &chosen] {
    chosen = [arguments](Environment& environment) { return create(*arguments, environment); };
  });
}

}  // namespace nameplate::cli
