#include "cli/commands/serve_options.hpp"

#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <utility>

namespace nameplate::cli {
namespace {

using base::log::Level;

constexpr std::array<std::pair<std::string_view, Level>, 4> levels = {
    {{"debug", Level::debug}, {"info", Level::info}, {"warn", Level::warn}, {"error", Level::error}}};

base::Result<Level> parse_level(std::string_view text) {
  for (auto const& [name, level] : levels) {
    if (text == name) {
      return level;
    }
  }
  return base::fail(base::ErrorKind::bad_request, "log.level", "--log-level takes debug, info, warn or error.");
}

}  // namespace

void add_serve_options(CLI::App& command, ServeOptions& options) {
  add_database_option(command, options.database);
  command.add_option("--listen", options.listen)->check(checked_by(parse_listen_address));
  command.add_option("--threads", options.limits.io_threads)->check(CLI::Range(1, 64));
  command.add_option("--workers", options.limits.workers)->check(CLI::Range(1, 64));
  command.add_option("--connections", options.limits.connections)->check(CLI::Range(1, 100'000));
  command.add_option("--connections-per-address", options.limits.connections_per_address)
      ->check(CLI::Range(1, 100'000));
  command.add_option("--body-mib", options.limits.body_mib)->check(CLI::Range(1, 1024));
  command.add_option("--queue", options.limits.queue)->check(CLI::Range(1, 1'000'000));
  command.add_option("--log-level", options.log_level)->check(checked_by(parse_level));
}

ServeArguments arguments_of(ServeOptions const& options) {
  auto arguments = options.limits;
  arguments.database = parse_database(options.database).value();
  arguments.listen = parse_listen_address(options.listen).value();
  arguments.log_level = parse_level(options.log_level).value();
  return arguments;
}

}  // namespace nameplate::cli
