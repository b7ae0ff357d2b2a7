#include "cli/commands/serve_options.hpp"

#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <ostream>
#include <utility>
#include <vector>

namespace nameplate::cli {
namespace {

constexpr char const* settings_file_variable = "NAMEPLATE_CONFIG";

/// From the highest to the lowest: flags, environment, file, defaults.
base::Result<GivenSettings> gather_settings(ServeOptions const& options, Environment const& environment) {
  auto path = options.settings_file;
  if (path.empty() && environment.variable) {
    path = environment.variable(settings_file_variable).value_or("");
  }
  GivenSettings of_file;
  if (!path.empty()) {
    auto read = read_settings_file(path);
    if (!read) {
      return read;
    }
    of_file = std::move(*read);
  }
  auto const of_environment = settings_of_environment(environment.variable);
  return merged(merged(options.flags, of_environment), merged(std::move(of_file), options.defaults));
}

int refuse_settings(Environment& environment, base::Error const& error) {
  environment.messages << "nameplate: " << error.detail << " (" << error.reason
                       << ")\nRun `nameplate help serve` to see what it takes.\n";
  return exit_usage;
}

}  // namespace

void add_serve_options(CLI::App& command, ServeOptions& options) {
  for (auto const& setting : serve_settings()) {
    if (setting.repeats) {
      command
          .add_option_function<std::vector<std::string>>(setting.flag(),
                                                         [&options, &setting](std::vector<std::string> const& values) {
                                                           options.flags[std::string(setting.name)] = {
                                                               .values = values, .source = setting.flag()};
                                                         })
          ->allow_extra_args(false)
          ->delimiter(',')
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    } else {
      command.add_option_function<std::string>(setting.flag(), [&options, &setting](std::string const& value) {
        options.flags[std::string(setting.name)] = {.values = {value}, .source = setting.flag()};
      });
    }
  }
  command.add_option("--config", options.settings_file);
  command.add_flag("--show-settings", options.shows_settings);
}

int with_settings(ServeOptions const& options, Environment& environment,
                  std::function<int(ServeArguments const&)> const& run) {
  auto const given = gather_settings(options, environment);
  if (!given) {
    return refuse_settings(environment, given.error());
  }
  auto const arguments = arguments_of(*given);
  if (!arguments) {
    return refuse_settings(environment, arguments.error());
  }
  if (options.shows_settings) {
    environment.out << shown_settings(*given);
    return exit_ok;
  }
  return run(*arguments);
}

}  // namespace nameplate::cli
