#include "cli/commands/command.hpp"
#include "cli/read/list_options.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace nameplate::cli {
namespace {

void add_list_of(CLI::App& list, Chosen& chosen, ListKind const& kind) {
  auto& command = *list.add_subcommand(std::string(kind.name), std::string(kind.summary));
  auto const options = std::make_shared<ListOptions>();
  add_list_options(command, kind, options);
  works_on_ledger(command, chosen, [options, &kind](Environment& environment, Api& api) {
    return show_list(environment, api, kind, request_of(*options));
  });
}

}  // namespace

void add_list(CLI::App& program, Chosen& chosen) {
  auto& list = *program.add_subcommand("list", "Lists goods, the ledger or master data.");
  list.require_subcommand(1);
  for (auto const& kind : list_kinds()) {
    if (kind.has_pages) {
      add_list_of(list, chosen, kind);
    }
  }
}

void add_stock(CLI::App& program, Chosen& chosen) {
  auto const& kind = *find_list_kind("stock");
  auto& command = *program.add_subcommand("stock", "Says how much there is of what, and where.");
  auto const options = std::make_shared<ListOptions>();
  auto const by = std::make_shared<std::string>();
  add_list_options(command, kind, options);
  command.add_option("--by", *by);
  works_on_ledger(command, chosen, [options, by, &kind](Environment& environment, Api& api) {
    auto request = request_of(*options);
    if (!by->empty()) {
      request.parameters.push_back({"groupBy", *by});
    }
    return show_list(environment, api, kind, request);
  });
}

}  // namespace nameplate::cli
