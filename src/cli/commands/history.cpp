#include "cli/commands/command.hpp"
#include "cli/read/list_options.hpp"
#include "cli/read/past_options.hpp"
#include "cli/read/subject.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>

namespace nameplate::cli {
namespace {

constexpr std::array history_columns = {
    Column{"time", "time", Shown::time},
    Column{"verb", {}, Shown::verb},
    Column{"where", {}, Shown::step},
    Column{"document", {}, Shown::documents},
    Column{"quantity", "quantity", Shown::number},
    Column{"who", {}, Shown::person},
    Column{"note", {}, Shown::notes},
    Column{"event", "event"},
};

}  // namespace

void add_history(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("history", "Tells what happened to a unit, a lot or a container.");
  auto const options = std::make_shared<ListOptions>();
  auto const number = std::make_shared<std::string>();
  command.add_option("NUMBER", *number)->required();
  command.add_option("--limit", options->limit)->check(CLI::PositiveNumber);
  command.add_flag("--newest-first", [options](std::int64_t) { options->filters = {{"order", "desc"}}; });
  auto const past = std::make_shared<PastOptions>();
  add_past_options(command, past);
  command.add_flag("--json", options->as_json);
  works_on_ledger(command, chosen, [options, number, past](Environment& environment, Api& api) {
    auto const path = find_goods(api, *number);
    if (!path) {
      return refuse(environment, path.error());
    }
    auto const whole = *path + "/history";
    ListKind const kind{.name = whole, .member = "events", .cursor = "cursor", .columns = history_columns};
    auto request = request_of(*options);
    std::ranges::copy(past->parameters(), std::back_inserter(request.parameters));
    request.all = !request.limit.has_value();
    return show_list(environment, api, kind, request);
  });
}

}  // namespace nameplate::cli
