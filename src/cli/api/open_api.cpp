#include "cli/api/open_api.hpp"

#include "base/ascii.hpp"
#include "cli/api/http_api.hpp"
#include "cli/api/server_address.hpp"
#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <ostream>
#include <thread>

namespace nameplate::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 10s;
constexpr auto pause_between_tries = 50ms;

std::string variable(char const* name) {
  auto const* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

base::Result<std::string> read_token(LedgerOptions const& options) {
  if (options.token_file.empty()) {
    return variable("NAMEPLATE_TOKEN");
  }
  std::ifstream file(options.token_file, std::ios::binary);
  std::string const text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || base::trim_blanks(text).empty()) {
    return base::fail(
        base::ErrorKind::not_found, "token.file_unreadable",
        "There is no token in " + options.token_file + ". Keep the token in a file of its own: one line.");
  }
  return std::string(base::trim_blanks(text));
}

int with_server(Environment& environment, LedgerOptions const& options, std::function<int(Api&)> const& work) {
  auto const address = parse_server_address(options.server).value();
  auto const token = read_token(options);
  if (!token) {
    return refuse(environment, token.error());
  }
  if (!address.encrypted && !token->empty() && !address.is_loopback()) {
    environment.messages << "nameplate: the token travels to " << address.host
                         << " without encryption; use https:// outside of a network of your own\n";
  }
  auto const api = connect_to_server(address, *token, options.ca_file);
  return work(*api);
}

}  // namespace

void add_ledger_options(CLI::App& command, LedgerOptions& options) {
  auto* const database = command.add_option("--database", options.database)->check(checked_by(parse_database));
  auto* const server = command.add_option("--server", options.server)->check(checked_by(parse_server_address));
  database->excludes(server);
  command.add_option("--token-file", options.token_file)->excludes(database);
  command.add_option("--ca", options.ca_file)->excludes(database);
}

LedgerOptions settle(LedgerOptions options) {
  if (options.database.empty() && options.server.empty()) {
    options.server = variable("NAMEPLATE_SERVER");
    // Who names a token or a trusted authority means a server.
    bool const means_server = !options.token_file.empty() || !options.ca_file.empty();
    options.database = means_server ? std::string() : variable("NAMEPLATE_DATABASE");
  }
  if (options.database.empty() == options.server.empty()) {
    throw CLI::ValidationError(options.database.empty()
                                   ? "Which ledger? Give --database sqlite:PATH or --server URL."
                                   : "NAMEPLATE_DATABASE and NAMEPLATE_SERVER name two ledgers. Give --database or "
                                     "--server.");
  }
  if (auto const parsed = parse_database(options.database); !options.database.empty() && !parsed) {
    throw CLI::ValidationError(parsed.error().detail);
  }
  if (auto const parsed = parse_server_address(options.server); !options.server.empty() && !parsed) {
    throw CLI::ValidationError(parsed.error().detail);
  }
  return options;
}

int with_api(Environment& environment, LedgerOptions const& options, MissingDatabase missing,
             std::function<int(Api&)> const& work) {
  if (!options.server.empty()) {
    return with_server(environment, options, work);
  }
  auto const database = parse_database(options.database).value();
  if (missing == MissingDatabase::refused && !database.exists()) {
    return refuse(environment, no_such_database(database));
  }
  auto const until = std::chrono::steady_clock::now() + patience;
  while (true) {
    if (auto const served = connect_to_owner(database)) {
      return work(*served);
    }
    std::unique_ptr<Api> local;
    try {
      local = environment.open_ledger(database);
    } catch (store::StorageFailure const& failure) {
      if (failure.kind() != store::FailureKind::busy || std::chrono::steady_clock::now() >= until) {
        throw;
      }
    }
    if (local) {
      return work(*local);
    }
    std::this_thread::sleep_for(pause_between_tries);
  }
}

}  // namespace nameplate::cli
