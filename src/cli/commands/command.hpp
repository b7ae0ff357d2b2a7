#pragma once

#include "base/result.hpp"
#include "cli/environment.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
class Option;
}  // namespace CLI

/// Each command adds itself to the program: its arguments, and what to do with them.
namespace nameplate::cli {

/// What the arguments asked for, ready to run.
using Chosen = std::function<int(Environment&)>;

void add_serve(CLI::App& program, Chosen& chosen);
void add_demo(CLI::App& program, Chosen& chosen);
void add_token(CLI::App& program, Chosen& chosen);
void add_token_create(CLI::App& token, Chosen& chosen);
void add_token_list(CLI::App& token, Chosen& chosen);
void add_token_revoke(CLI::App& token, Chosen& chosen);
void add_verify(CLI::App& program, Chosen& chosen);
void add_export(CLI::App& program, Chosen& chosen);
void add_load(CLI::App& program, Chosen& chosen);
void add_clock(CLI::App& program, Chosen& chosen);
void add_health(CLI::App& program, Chosen& chosen);
void add_version(CLI::App& program, Chosen& chosen);
void add_help(CLI::App& program, Chosen& chosen);

/// `--database`, which every command that works on a ledger requires, from the flag or from NAMEPLATE_DATABASE.
void add_database_option(CLI::App& command, std::string& text);

/// Makes the check of a value part of reading the arguments, so that what cannot be read ends with exit_usage.
template <typename Parse>
[[nodiscard]] auto checked_by(Parse parse) {
  return [parse](std::string const& text) {
    auto const parsed = parse(text);
    return parsed ? std::string() : parsed.error().detail;
  };
}

/// Tells the user why not, and returns the exit code for it.
[[nodiscard]] int refuse(Environment& environment, base::Error const& error);

}  // namespace nameplate::cli
