#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/read/cell.hpp"
#include "cli/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct ResolveArguments {
  std::string code;
  bool as_json = false;
};

std::string member_text(boost::json::object const& object, std::string_view path) {
  auto const* const value = find_in(object, path);
  return value == nullptr ? std::string() : shown(*value);
}

int resolve_scan(ResolveArguments const& arguments, Environment& environment, Api& api) {
  Parameter const code{"code", arguments.code};
  auto const answer = ask(api, {.target = target_of("resolve", {&code, 1})});
  if (!answer) {
    return refuse(environment, answer.error());
  }
  if (arguments.as_json) {
    environment.out << answer->body << '\n';
    return exit_ok;
  }
  Table table({{"kind"}, {"id"}, {"by"}, {"number"}, {"status"}, {"where"}, {"can be"}});
  auto const resolved = read_object(answer->body);
  for (auto const& entry : resolved.at("matches").as_array()) {
    auto const& match = entry.as_object();
    auto const closed = member_text(match, "closed/now");
    table.add({text_in(match, "kind"), text_in(match, "id"), member_text(match, "by/kind"),
               member_text(match, "by/value") + (closed.empty() ? "" : " (now " + closed + ")"),
               text_in(match, "status"), place_of(match), member_text(match, "actions")});
  }
  if (table.size() == 0) {
    environment.messages << "nameplate: It means nothing that is known here: "
                         << harmless(member_text(resolved, "parsed/text")) << ". (number.unknown)\n";
    return exit_refused;
  }
  table.flush(environment.out, environment.terminal);
  return exit_ok;
}

}  // namespace

void add_resolve(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("resolve", "Says what a scan means and what may be done with it.");
  auto const arguments = std::make_shared<ResolveArguments>();
  command.add_option("CODE", arguments->code)->required();
  command.add_flag("--json", arguments->as_json);
  works_on_ledger(command, chosen, [arguments](Environment& environment, Api& api) {
    return resolve_scan(*arguments, environment, api);
  });
}

}  // namespace nameplate::cli
