#include "support/statement_shape.hpp"

#include <algorithm>
#include <regex>
#include <set>

namespace nameplate::test {
namespace {

using Iterator = std::regex_iterator<std::string_view::const_iterator>;

void for_each_match(std::string_view text, std::string const& pattern, auto const& call) {
  std::regex const expression(pattern);
  for (Iterator found(text.begin(), text.end(), expression); found != Iterator(); ++found) {
    call(*found);
  }
}

}  // namespace

bool matches(std::string_view text, std::string const& pattern) {
  return std::regex_search(text.begin(), text.end(), std::regex(pattern));
}

std::map<std::string, Spread> read_spreads(std::string const& sql) {
  std::map<std::string, Spread> spreads;
  for_each_match(sql, R"((?:^|\n)SELECT create_(distributed|reference)_table\('(\w+)'(?:, (?:'(\w+)'|NULL))?)",
                 [&](auto const& found) {
                   auto& spread = spreads[found[2].str()];
                   spread.column = found[3].str();
                   spread.everywhere = found[1].str() == "reference";
                   ++spread.mentions;
                 });
  return spreads;
}

std::vector<std::string> tables_of(std::string_view sql, std::map<std::string, Spread> const& spreads) {
  std::set<std::string> tables;
  for_each_match(sql, R"(\b(?:FROM|INTO|UPDATE|JOIN)\s+(\w+))", [&](auto const& found) {
    if (spreads.contains(found[1].str())) {
      tables.insert(found[1].str());
    }
  });
  return {tables.begin(), tables.end()};
}

std::optional<std::string> named_index(std::string_view sql) {
  std::optional<std::string> index;
  for_each_match(sql, R"(INDEXED BY (\w+))", [&](auto const& found) { index = found[1].str(); });
  return index;
}

Reach reach_of(store::tables::Sql const& sql, std::map<std::string, Spread> const& spreads, bool set) {
  auto const tables = tables_of(sql.text, spreads);
  bool const all_everywhere =
      std::ranges::all_of(tables, [&](auto const& table) { return spreads.at(table).everywhere; });
  if (all_everywhere) {
    return Reach::reference;
  }
  bool const all_whole = std::ranges::all_of(
      tables, [&](auto const& table) { return spreads.at(table).column.empty() && !spreads.at(table).everywhere; });
  if (all_whole) {
    return Reach::one_node;
  }
  if (tables.size() > 1) {
    return Reach::combines;
  }
  auto const& column = spreads.at(tables.front()).column;
  bool const by_key = matches(sql.text, "INSERT INTO") || matches(sql.text, "\\b" + column + R"( = \?\d)");
  return by_key ? (set ? Reach::by_keys : Reach::router) : Reach::fan_out;
}

}  // namespace nameplate::test
