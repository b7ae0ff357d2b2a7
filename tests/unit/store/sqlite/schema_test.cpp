// The schema keeps its promises to the other parts: dumps hold every column, every table is strict.

#include "store/sqlite/database.hpp"
#include "store/sqlite/swap_projections.hpp"
#include "store/tables/projections.hpp"
#include "store/tables/sql_dump.hpp"
#include "support/temporary_database.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace nameplate::store::sqlite {
namespace {

inline constexpr Sql columns_of{"columns_of", "SELECT name FROM pragma_table_info(?1) ORDER BY name"};
inline constexpr Sql all_tables{
    "tables", "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"};

TEST(Schema, DumpsHoldEveryColumn) {
  TemporaryFolder const folder(folder_in_memory());
  auto const path = (folder.path() / "ledger.db").string();
  {
    auto const store = open({.path = path});
  }
  Connection connection({.path = path});
  for (auto const* const dump :
       {&tables::sql::dump_unit, &tables::sql::dump_container, &tables::sql::dump_lot, &tables::sql::dump_lot_balance,
        &tables::sql::dump_unit_count, &tables::sql::dump_unit_total, &tables::sql::dump_identifier,
        &tables::sql::dump_identifier_of_subject, &tables::sql::dump_containment, &tables::sql::dump_contents,
        &tables::sql::dump_hold, &tables::sql::dump_hold_member, &tables::sql::dump_record,
        &tables::sql::dump_event_subject, &tables::sql::dump_document}) {
    std::string const table =
        dump == &tables::sql::dump_document ? "event_document" : std::string(dump->name.substr(5));
    std::vector<std::string> in_table;
    auto statement = connection.use(columns_of);
    statement.bind(table);
    while (statement.step()) {
      in_table.emplace_back(statement.text(0));
    }
    auto const dumped = connection.use(*dump);
    std::vector<std::string> in_dump;
    for (int i = 0; i < dumped.columns(); ++i) {
      in_dump.emplace_back(dumped.column_name(i));
    }
    EXPECT_THAT(in_dump, testing::UnorderedElementsAreArray(in_table)) << table;
    EXPECT_FALSE(in_table.empty()) << table;
  }
}

TEST(Schema, EveryTableIsStrict) {
  TemporaryFolder const folder(folder_in_memory());
  auto const path = (folder.path() / "ledger.db").string();
  {
    auto const store = open({.path = path});
  }
  Connection connection({.path = path});
  auto statement = connection.use(all_tables);
  int count = 0;
  statement.bind();
  while (statement.step()) {
    EXPECT_EQ(statement.integer(1), 1) << statement.text(0);
    ++count;
  }
  EXPECT_GE(count, 20);
}

/// What a rebuild makes anew, and what it leaves alone: a table that is in neither list would keep what is wrong.
TEST(Schema, EveryTableIsAProjectionOrStandsBeside) {
  test::TemporaryDatabase const database;
  {
    auto const store = database.open();
  }
  Connection connection({.path = database.path()});
  std::vector<std::string> beside;
  auto statement = connection.use(all_tables);
  statement.bind();
  while (statement.step()) {
    if (std::ranges::find(tables::projection_tables, statement.text(0)) == tables::projection_tables.end()) {
      beside.emplace_back(statement.text(0));
    }
  }

  EXPECT_THAT(beside, testing::UnorderedElementsAre(
                          "head", "id_block", "counter", "idempotency", "token_secret", "event", "event_private", "job",
                          "job_part", "job_row", "job_event", "approval", "past_position", "past_group", "past_leaver",
                          "past_list", "past_late", "seal", "seal_node", "projection_state", "half_made", "lease"));
}

}  // namespace
}  // namespace nameplate::store::sqlite
