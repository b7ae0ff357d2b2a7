#pragma once

#include "base/result.hpp"
#include "cli/api/open_api.hpp"
#include "cli/environment.hpp"
#include "domain/records/record_kind.hpp"
#include "domain/verb.hpp"

#include <cstddef>
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
void add_backup(CLI::App& program, Chosen& chosen);
void add_restore(CLI::App& program, Chosen& chosen);
void add_erase(CLI::App& program, Chosen& chosen);
void add_verify(CLI::App& program, Chosen& chosen);
void add_approval(CLI::App& program, Chosen& chosen);
void add_exception(CLI::App& program, Chosen& chosen);
void add_batch(CLI::App& program, Chosen& chosen);
void add_rebuild(CLI::App& program, Chosen& chosen);
void add_seal(CLI::App& program, Chosen& chosen);
void add_seal_export(CLI::App& seal, Chosen& chosen);
void add_seal_key(CLI::App& seal, Chosen& chosen);
void add_seal_prove(CLI::App& seal, Chosen& chosen);
void add_export(CLI::App& program, Chosen& chosen);
void add_import(CLI::App& program, Chosen& chosen);
void add_job(CLI::App& program, Chosen& chosen);
void add_load(CLI::App& program, Chosen& chosen);
void add_copy(CLI::App& program, Chosen& chosen);
void add_clock(CLI::App& program, Chosen& chosen);
void add_operation(CLI::App& program, Chosen& chosen, domain::Verb verb);
void add_record(CLI::App& program, Chosen& chosen, domain::RecordKindRule const& kind);
void add_find(CLI::App& program, Chosen& chosen);
void add_show(CLI::App& program, Chosen& chosen);
void add_history(CLI::App& program, Chosen& chosen);
void add_list(CLI::App& program, Chosen& chosen);
void add_stock(CLI::App& program, Chosen& chosen);
void add_format(CLI::App& program, Chosen& chosen);
void add_number(CLI::App& program, Chosen& chosen);
void add_resolve(CLI::App& program, Chosen& chosen);
void add_api(CLI::App& program, Chosen& chosen);
void add_completion(CLI::App& program, Chosen& chosen);
void add_health(CLI::App& program, Chosen& chosen);
void add_version(CLI::App& program, Chosen& chosen);
void add_help(CLI::App& program, Chosen& chosen);

/// `--database`, for commands that work on the file itself: from the flag or from NAMEPLATE_DATABASE.
void add_database_option(CLI::App& command, std::string& text);

/// Makes the check of a value part of reading the arguments, so that what cannot be read ends with exit_usage.
template <typename Parse>
[[nodiscard]] auto checked_by(Parse parse) {
  return [parse](std::string const& text) {
    auto const parsed = parse(text);
    return parsed ? std::string() : parsed.error().detail;
  };
}

/// Gives a command the options that say which ledger, and makes `work` what it does with that one.
void works_on_ledger(CLI::App& command, Chosen& chosen, std::function<int(Environment&, Api&)> work,
                     MissingDatabase missing = MissingDatabase::refused);

/// Tells the user why not, and returns the exit code for it.
[[nodiscard]] int refuse(Environment& environment, base::Error const& error);
/// The refused items, and what stands against them.
void tell_refused_items(Environment& environment, base::Error const& error,
                        std::function<std::string(std::size_t index)> const& place_of);
/// The same as `refuse`, where each refused item has a place that the user knows: `line 17`.
[[nodiscard]] int refuse_items(Environment& environment, base::Error const& error,
                               std::function<std::string(std::size_t index)> const& place_of);

}  // namespace nameplate::cli
