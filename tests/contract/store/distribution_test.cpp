// The statements of the PostgreSQL store keep to what a cluster of machines can do: docs/operating/scaling.md.

#include "store/postgres/catalogue.hpp"
#include "support/statement_shape.hpp"
#include "support/temporary_database.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace nameplate::test {
namespace {

using store::postgres::Cataloged;
using store::postgres::catalogue;

std::map<std::string, Spread> const& spreads() {
  static auto const read = read_spreads(read_file(NAMEPLATE_ROOT "/src/store/postgres/citus/distribute.sql"));
  return read;
}

/// What cannot be sent to a cluster as it is, and why that is borne. Each must be needed.
std::map<std::string, std::string> const combining = {
    {"compare_unit_totals", "a check by hand (verify --quick), on no path of writes, scans or traces"},
    {"compare_unit_counts", "a check by hand (verify --quick), on no path of writes, scans or traces"},
};

/// Citus refuses a LIMIT within LATERAL over a table that is spread. As a question about one subject each is a router
/// statement, so there they have to be asked one by one.
std::map<std::string, std::string> const limited_sets = {
    {"state_before", "the past of a subject, wanted by late events only"},
    {"past_state_row_at", "the state of a subject at a time of the past"},
    {"past_states_until", "what a subject was before, when lists of the past are followed"},
    {"past_events_behind", "whether an event came late, when lists of the past are followed"},
    {"contents_last_left", "when something last left a container"},
    {"balances_last_changed", "when goods in a container last changed"},
    {"product_has_units", "before a product is changed"},
    {"product_has_lots", "before a product is changed"},
    {"holder_has_units", "before a location is retired"},
    {"holder_has_containers", "before a location is retired"},
    {"holder_has_balances", "before a location is retired"},
};

/// Answers that grow with the ledger, without a bound in the statement.
std::map<std::string, std::string> const unbounded = {
    {"stock_totals", "one row for each product, status and owner"},
    {"stock_counts", "the counts of all places: stock of everything by place"},
    {"stock_balances", "the balances of all places: stock of everything by place"},
    {"all_lots", "stock of everything by lot"},
    {"list_secrets", "the list of tokens, for an administrator"},
    {"count_events", "a check by hand"},
    {"count_seals", "a check by hand"},
    {"compare_unit_totals", "a check by hand"},
    {"compare_unit_counts", "a check by hand"},
};

bool writes(Cataloged const& statement) {
  return matches(statement.sql->text, R"(^\s*(INSERT|UPDATE|DELETE))");
}

TEST(Distribution, TheCatalogueHoldsEveryStatement) {
  std::set<std::string> in_source;
  for (auto const* const folder : {"/src/store/tables", "/src/store/postgres"}) {
    for (auto const& file : std::filesystem::recursive_directory_iterator(std::string(NAMEPLATE_ROOT) + folder)) {
      if (file.path().extension() != ".hpp" && file.path().extension() != ".cpp") {
        continue;
      }
      auto const text = read_file(file.path());
      std::regex const constant(R"(constexpr (?:tables::)?Sql (\w+)\{\s*"(\w+)\")");
      for (std::sregex_iterator found(text.begin(), text.end(), constant); found != std::sregex_iterator(); ++found) {
        EXPECT_EQ((*found)[1], (*found)[2]) << "a statement is called as its constant";
        EXPECT_TRUE(in_source.insert((*found)[2]).second) << "two statements are called " << (*found)[2];
      }
    }
  }
  std::set<std::string> cataloged;
  for (auto const& statement : catalogue()) {
    EXPECT_TRUE(cataloged.insert(std::string(statement.sql->name)).second) << statement.sql->name << " stands twice";
  }
  EXPECT_GT(in_source.size(), 200U);
  EXPECT_EQ(in_source, cataloged);
}

TEST(Distribution, NoStatementHasAForbiddenConstruct) {
  std::map<std::string, std::string> const forbidden = {
      {"SELECT \\*", "names its columns"},
      {"\\bOFFSET\\b", "pages by key"},
      {"\\bRECURSIVE\\b", "walks level by level"},
      {"advisory", "locks rows only"},
      {"\\b(now|random|nextval|clock_timestamp|gen_random_uuid|statement_timestamp)\\s*\\(",
       "takes values from the program"},
      {"CURRENT_(TIMESTAMP|DATE|TIME)", "takes the time from the program"},
      {"\\b(CALL|TRIGGER|PROCEDURE|EXECUTE)\\b", "has its rules in the program"},
      {"VALUES \\([^)]*SELECT", "has no question within VALUES"},
      {"\\b(JOIN|float|double|real)\\b", "joins nothing and has no floats"},
  };
  for (auto const& statement : catalogue()) {
    for (auto const& [pattern, rule] : forbidden) {
      EXPECT_FALSE(matches(statement.sql->text, pattern)) << statement.sql->name << ": a statement " << rule;
    }
  }
}

TEST(Distribution, RowsAreLockedByWritingThemExceptForTheHead) {
  for (auto const& statement : catalogue()) {
    if (matches(statement.sql->text, "FOR (UPDATE|SHARE)")) {
      EXPECT_TRUE(matches(statement.sql->text, "FROM head WHERE ledger_id = 1 FOR UPDATE$")) << statement.sql->name;
      EXPECT_FALSE(statement.is_for_a_set());
    }
  }
}

TEST(Distribution, StatementsKeepToTablesThatAreSpreadAlike) {
  std::set<std::string> needed;
  for (auto const& statement : catalogue()) {
    auto const name = std::string(statement.sql->name);
    EXPECT_FALSE(tables_of(statement.sql->text, spreads()).empty()) << name << " names no table of the Citus file";
    if (reach_of(*statement.sql, spreads(), false) == Reach::combines) {
      EXPECT_TRUE(combining.contains(name)) << name << " combines tables that are spread by different columns";
      needed.insert(name);
    }
  }
  EXPECT_EQ(needed.size(), combining.size());
}

TEST(Distribution, WritesReachTheirRowsByKey) {
  // Clearing up by age, in the background; and what is cleared before a copy is begun anew.
  std::set<std::string> const in_background = {"delete_old_keys", "clear_counters", "clear_keys"};
  for (auto const& statement : catalogue()) {
    if (writes(statement) && !in_background.contains(std::string(statement.sql->name))) {
      auto const reach = reach_of(*statement.sql, spreads(), statement.is_for_a_set());
      EXPECT_TRUE(reach != Reach::fan_out && reach != Reach::combines) << statement.sql->name;
    }
  }
}

TEST(Distribution, NoWriteMovesARowToAnotherShard) {
  for (auto const& statement : catalogue()) {
    for (auto const& table : tables_of(statement.sql->text, spreads())) {
      auto const& column = spreads().at(table).column;
      if (writes(statement) && !column.empty()) {
        EXPECT_FALSE(matches(statement.sql->text, "(SET|,)\\s+" + column + " = ")) << statement.sql->name;
      }
    }
  }
}

TEST(Distribution, SetsOfQuestionsHaveNoLimitWithin) {
  std::set<std::string> needed;
  for (auto const& statement : catalogue()) {
    auto const reach = reach_of(*statement.sql, spreads(), true);
    if (statement.is_for_a_set() && !writes(statement) && reach != Reach::reference && reach != Reach::one_node &&
        matches(statement.sql->text, "\\bLIMIT\\b|\\b(max|min|sum|count)\\(")) {
      EXPECT_TRUE(limited_sets.contains(std::string(statement.sql->name))) << statement.sql->name;
      needed.insert(std::string(statement.sql->name));
    }
  }
  EXPECT_EQ(needed.size(), limited_sets.size());
}

TEST(Distribution, QuestionsAreBounded) {
  std::set<std::string> needed;
  for (auto const& statement : catalogue()) {
    auto const name = std::string(statement.sql->name);
    if (!writes(statement) &&
        !matches(statement.sql->text,
                 "\\bWHERE [^()]*(\\?\\d|= \\d|IN \\(|IS NULL)|\\bLIMIT 1\\b|\\(\\w+, [^()]*\\) [<>]")) {
      EXPECT_TRUE(unbounded.contains(name)) << name << " reads a whole table";
      needed.insert(name);
    }
  }
  for (auto const& [name, why] : unbounded) {
    EXPECT_TRUE(needed.contains(name) || name == "compare_unit_totals") << name << " is bounded after all";
  }
}

std::string words_for(Reach reach) {
  switch (reach) {
    case Reach::router: return "Router: the value of its key leads to one shard on one node";
    case Reach::by_keys: return "By keys: a set whose members lead to their shards, in one transaction";
    case Reach::one_node: return "One node: the table is whole on one of them";
    case Reach::reference: return "Reference: every node has the table; a write goes to all of them";
    case Reach::fan_out: return "Fan-out: asked of all shards at once, and merged";
    case Reach::combines: return "Combines tables that are spread differently: not offered on a cluster";
  }
  return {};
}

/// The part of the page that is made of the catalogue.
std::string page_part() {
  std::map<Reach, std::string> names;
  for (auto const& statement : catalogue()) {
    for (bool const set : {false, true}) {
      if (set ? statement.is_for_a_set() : statement.is_for_one()) {
        auto& list = names[reach_of(*statement.sql, spreads(), set)];
        list += fmt::format("{}`{}{}`", list.empty() ? "" : ", ", statement.sql->name, set ? "_for_each" : "");
      }
    }
  }
  std::string part;
  for (auto const& [reach, list] : names) {
    part += fmt::format("**{}.**\n{}\n\n", words_for(reach), list);
  }
  return part;
}

TEST(Distribution, ThePageSaysWhatEachStatementBecomes) {
  auto const path = std::string(NAMEPLATE_ROOT "/docs/operating/scaling.md");
  std::string const begin = "<!-- made of the catalogue -->\n\n";
  std::string const end = "<!-- end -->";
  auto page = read_file(path);
  auto const from = page.find(begin);
  auto const to = page.find(end);
  ASSERT_TRUE(from != std::string::npos && to != std::string::npos);
  auto const wanted = page.substr(0, from + begin.size()) + page_part() + page.substr(to);
  if (std::getenv("NAMEPLATE_WRITE_DOCS") != nullptr) {  // NOLINT(concurrency-mt-unsafe): before any thread
    write_file(path, wanted);
    page = wanted;
  }
  EXPECT_EQ(page, wanted) << "NAMEPLATE_WRITE_DOCS=1 contract_tests --gtest_filter='Distribution.*' writes it anew";
}

}  // namespace
}  // namespace nameplate::test
