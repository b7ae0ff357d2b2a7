#include "cli/api/ask.hpp"
#include "cli/api/output_file.hpp"
#include "cli/commands/command.hpp"
#include "cli/export_ledger.hpp"
#include "cli/read/list_options.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <set>

namespace nameplate::cli {
namespace {

struct ExportArguments {
  std::string kind = {};
  std::string format = "csv";
  std::string output = {};
  bool ledger = false;
  std::optional<domain::Sequence> until = {};
};

std::string check_kind(std::string const& name) {
  return find_list_kind(name) != nullptr ? std::string()
                                         : "There is nothing called " + name + " to export. `nameplate help export` "
                                           "lists what there is.";
}

/// The filters of every list: which of them fit is for the server to say.
void add_all_filters(CLI::App& command, std::shared_ptr<ListOptions> const& options) {
  std::set<std::string_view> seen;
  std::vector<Filter> filters;
  for (auto const& kind : list_kinds()) {
    for (auto const& filter : kind.filters) {
      if (seen.insert(filter.name).second) {
        filters.push_back(filter);
      }
    }
  }
  add_filter_options(command, {.filters = filters}, options);
}

int export_list(ExportArguments const& arguments, ListOptions const& options, Environment& environment, Api& api) {
  auto parameters = request_of(options).parameters;
  parameters.insert(parameters.begin(), {"format", arguments.format});
  return download(environment, api, target_of("exports/" + arguments.kind, parameters), arguments.output);
}

}  // namespace

void add_export(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("export", "Writes goods, master data or the ledger itself to a file.");
  auto const arguments = std::make_shared<ExportArguments>();
  auto const options = std::make_shared<ListOptions>();
  auto const ledger = std::make_shared<LedgerOptions>();
  auto* const kind = command.add_option("KIND", arguments->kind)->check(check_kind);
  command.add_option("--format", arguments->format)->check(CLI::IsMember({"csv", "jsonl"}));
  command.add_option("--output", arguments->output);
  add_all_filters(command, options);
  auto* const whole = command.add_flag("--ledger", arguments->ledger)->excludes(kind);
  command.add_option("--until", arguments->until)->check(CLI::NonNegativeNumber)->needs(whole);
  add_ledger_options(command, *ledger);
  command.callback([=, &chosen] {
    auto const settled = settle(*ledger);
    if (arguments->ledger == !arguments->kind.empty()) {
      throw CLI::ValidationError("Say what to export: units, products, ..., or --ledger.");
    }
    if (arguments->ledger && settled.database.empty()) {
      throw CLI::ValidationError("--ledger reads the file itself: give --database.");
    }
    if (arguments->ledger) {
      chosen = [=](Environment& environment) {
        return export_ledger(parse_database(settled.database).value(), arguments->until, environment);
      };
      return;
    }
    chosen = [=](Environment& environment) {
      return with_api(environment, settled, MissingDatabase::refused, [&](Api& api) {
        return export_list(*arguments, *options, environment, api);
      });
    };
  });
}

}  // namespace nameplate::cli
