#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/read/cell.hpp"
#include "cli/read/sheet.hpp"
#include "cli/read/subject.hpp"
#include "cli/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

constexpr std::string_view units_by_prefix_max = "50";

struct FindArguments {
  std::vector<std::string> texts;
  bool as_json = false;
};

/// What bears the number; when nothing does, the units whose serial begins with it.
base::Result<std::vector<boost::json::object>> find_matches(Api& api, std::string const& text) {
  auto matches = matches_of(api, text);
  if (!matches || !matches->empty()) {
    return matches;
  }
  if (auto const path = path_of_id(text); !path.empty()) {
    if (auto thing = get_json(api, path)) {
      (*thing)["kind"] = path.substr(0, path.find('/') - 1);
      return std::vector{*std::move(thing)};
    }
  }
  std::vector<Parameter> const parameters = {{"prefix", text}, {"limit", std::string(units_by_prefix_max)}};
  auto const page = get_json(api, "units", parameters);
  if (!page) {
    return std::unexpected(page.error());
  }
  for (auto const& entry : page->at("units").as_array()) {
    boost::json::object unit;
    unit["kind"] = "unit";
    unit.insert(entry.as_object().begin(), entry.as_object().end());
    matches->push_back(std::move(unit));
  }
  return matches;
}

std::string first_of(boost::json::object const& match, std::initializer_list<std::string_view> paths) {
  for (auto const path : paths) {
    if (auto const* const value = find_in(match, path); value != nullptr && !value->is_null()) {
      return shown(*value);
    }
  }
  return {};
}

void show_matches(Environment& environment, std::vector<boost::json::object> const& matches) {
  Table table({{"kind"}, {"id"}, {"number"}, {"product"}, {"status"}, {"where"}, {"holds"}});
  for (auto const& match : matches) {
    auto const* const held = find_in(match, "holds");
    bool const is_held = held != nullptr && held->is_array() && !held->get_array().empty();
    table.add({text_in(match, "kind"), text_in(match, "id"), first_of(match, {"serial", "number", "sku", "code"}),
               first_of(match, {"product/sku", "name"}), text_in(match, "status"), place_of(match),
               is_held ? std::to_string(held->get_array().size()) : std::string()});
  }
  table.flush(environment.out, environment.terminal);
}

int find_things(FindArguments const& arguments, Environment& environment, Api& api) {
  std::vector<boost::json::object> all;
  std::vector<std::string> missing;
  for (auto const& text : arguments.texts) {
    auto const matches = find_matches(api, text);
    if (!matches) {
      return refuse(environment, matches.error());
    }
    all.insert(all.end(), matches->begin(), matches->end());
    if (matches->empty()) {
      missing.push_back(text);
    }
  }
  if (arguments.as_json) {
    environment.out << "{\"matches\":" << boost::json::serialize(boost::json::array(all.begin(), all.end())) << "}\n";
  } else if (auto const path = all.size() == 1 ? path_of_match(all.front()) : std::string(); !path.empty()) {
    auto const thing = get_json(api, path);
    if (!thing) {
      return refuse(environment, thing.error());
    }
    show_sheet(environment, *thing);
  } else if (!all.empty()) {
    show_matches(environment, all);
  }
  for (auto const& text : missing) {
    environment.messages << "nameplate: Nothing is known by " << harmless(text) << ". (number.unknown)\n";
  }
  return missing.empty() ? exit_ok : exit_refused;
}

}  // namespace

void add_find(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("find", "Looks for a number, a code or the beginning of a serial.");
  auto const arguments = std::make_shared<FindArguments>();
  command.add_option("TEXT", arguments->texts)->required()->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_flag("--json", arguments->as_json);
  works_on_ledger(command, chosen, [arguments](Environment& environment, Api& api) {
    return find_things(*arguments, environment, api);
  });
}

}  // namespace nameplate::cli
