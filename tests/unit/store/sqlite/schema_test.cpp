// The schema keeps its promises to the other parts: dumps hold every column, every table is strict.

#include "store/sqlite/database.hpp"
#include "store/sqlite/sql_dump.hpp"
#include "support/temporary_database.hpp"

#include <gmock/gmock.h>

namespace nameplate::store::sqlite {
namespace {

inline constexpr Sql columns_of{"columns_of", "SELECT name FROM pragma_table_info(?1) ORDER BY name"};
inline constexpr Sql tables{
    "tables", "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"};

TEST(Schema, DumpsHoldEveryColumn) {
  TemporaryFolder const folder(folder_in_memory());
  auto const path = (folder.path() / "ledger.db").string();
  {
    auto const store = open({.path = path});
  }
  Connection connection({.path = path});
  for (auto const* const dump :
       {&sql::dump_unit, &sql::dump_container, &sql::dump_lot, &sql::dump_lot_balance, &sql::dump_unit_count,
        &sql::dump_unit_total, &sql::dump_identifier, &sql::dump_identifier_of_subject, &sql::dump_containment,
        &sql::dump_contents, &sql::dump_hold, &sql::dump_hold_member, &sql::dump_record, &sql::dump_event_subject,
        &sql::dump_document}) {
    std::string const table = dump == &sql::dump_document ? "event_document" : std::string(dump->name.substr(5));
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
  auto statement = connection.use(tables);
  int count = 0;
  statement.bind();
  while (statement.step()) {
    EXPECT_EQ(statement.integer(1), 1) << statement.text(0);
    ++count;
  }
  EXPECT_GE(count, 20);
}

}  // namespace
}  // namespace nameplate::store::sqlite
