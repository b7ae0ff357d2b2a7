#include "cli/commands/command.hpp"
#include "cli/jobs/import_file.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace nameplate::cli {

void add_import(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("import", "Brings in a table of units, lots, containers or master data.");
  auto const arguments = std::make_shared<ImportArguments>();
  command.add_option("--mapping", arguments->mapping_file)->required();
  command.add_option("CSV", arguments->table_file)->required();
  command.add_option("--kind", arguments->kind);
  command.add_option("--key", arguments->key);
  auto* const check = command.add_flag("--check", arguments->check_only);
  command.add_flag("--skip-bad", arguments->skips_bad)->excludes(check);
  command.add_flag("--yes", arguments->is_sure)->excludes(check);
  command.add_flag("--json", arguments->as_json);
  works_on_ledger(command, chosen, [arguments](Environment& environment, Api& api) {
    return import_file(*arguments, environment, api);
  });
}

}  // namespace nameplate::cli
