#include "base/time_text.hpp"
#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/commands/expiry.hpp"
#include "cli/json_text.hpp"
#include "domain/role.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct CreateArguments {
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

/// Prints the token and nothing else, so that a script can keep it.
int create_token(CreateArguments const& arguments, Environment& environment, Api& api) {
  boost::json::object body;
  body["name"] = arguments.name;
  body["role"] = arguments.role;
  if (!arguments.expires.empty()) {
    body["expiresAt"] = base::to_string(parse_expiry(arguments.expires, environment.clock.now()).value());
  }
  auto const made = ask_json(api, change("POST", "tokens", boost::json::serialize(body)));
  if (!made) {
    return refuse(environment, made.error());
  }
  environment.out << text_in(*made, "token") << '\n';
  return exit_ok;
}

}  // namespace

void add_token_create(CLI::App& token, Chosen& chosen) {
  auto& command = *token.add_subcommand("create");
  auto const arguments = std::make_shared<CreateArguments>();
  command.add_option("--name", arguments->name)->required();
  command.add_option("--role", arguments->role)->required()->check(checked_by(parse_role));
  command.add_option("--expires", arguments->expires)->check(checked_by([](std::string const& text) {
    return parse_expiry(text, base::Instant());
  }));
  works_on_ledger(
      command, chosen,
      [arguments](Environment& environment, Api& api) { return create_token(*arguments, environment, api); },
      MissingDatabase::made);
}

}  // namespace nameplate::cli
