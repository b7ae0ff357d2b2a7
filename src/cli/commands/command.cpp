#include "cli/commands/command.hpp"

#include "base/time_text.hpp"
#include "cli/json_text.hpp"
#include "cli/table.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>
#include <ranges>
#include <utility>

namespace nameplate::cli {
namespace {

/// Who has a hundred thousand wrong ones has one mistake.
constexpr std::size_t items_shown_max = 20;

/// What stands against it on record, each on a line of its own.
void tell_contradicted(Environment& environment, std::vector<base::Contradicted> const& contradicts,
                       std::string_view indent) {
  for (auto const& one : contradicts | std::views::take(items_shown_max)) {
    environment.messages << indent << "contradicts " << one.verb << " of "
                         << harmless(one.number.empty() ? one.subject : one.number) << " at "
                         << local_time(base::to_string(one.time)) << " (event " << one.event
                         << "): " << harmless(one.detail) << " (" << one.reason << ")\n";
  }
  if (contradicts.size() > items_shown_max) {
    environment.messages << indent << "and " << contradicts.size() - items_shown_max << " more\n";
  }
}

}  // namespace

void add_database_option(CLI::App& command, std::string& text) {
  command.add_option("--database", text)->envname("NAMEPLATE_DATABASE")->required()->check(checked_by(parse_database));
}

void works_on_ledger(CLI::App& command, Chosen& chosen, std::function<int(Environment&, Api&)> work,
                     MissingDatabase missing) {
  auto const options = std::make_shared<LedgerOptions>();
  add_ledger_options(command, *options);
  command.callback([options, &chosen, work = std::move(work), missing] {
    chosen = [options = settle(*options), work, missing](Environment& environment) {
      return with_api(environment, options, missing, [&](Api& api) { return work(environment, api); });
    };
  });
}

int refuse(Environment& environment, base::Error const& error) {
  return refuse_items(environment, error, {});
}

void tell_refused_items(Environment& environment, base::Error const& error,
                        std::function<std::string(std::size_t)> const& place_of) {
  for (auto const& item : error.items | std::views::take(items_shown_max)) {
    environment.messages << "  " << (place_of ? place_of(item.index) : "item " + std::to_string(item.index + 1)) << ": "
                         << harmless(item.detail) << " (" << item.reason << ")";
    for (auto const& match : item.matches) {
      environment.messages << ' ' << match;
    }
    environment.messages << '\n';
    tell_contradicted(environment, item.contradicts, "    ");
  }
  if (error.items.size() > items_shown_max) {
    environment.messages << "  and " << error.items.size() - items_shown_max << " more\n";
  }
  tell_contradicted(environment, error.contradicts, "  ");
}

int refuse_items(Environment& environment, base::Error const& error,
                 std::function<std::string(std::size_t)> const& place_of) {
  environment.messages << "nameplate: " << harmless(error.detail) << " (" << error.reason << ")\n";
  tell_refused_items(environment, error, place_of);
  auto const broken = error.kind == base::ErrorKind::unavailable || error.kind == base::ErrorKind::storage_full;
  return broken ? exit_broken : exit_refused;
}

}  // namespace nameplate::cli
