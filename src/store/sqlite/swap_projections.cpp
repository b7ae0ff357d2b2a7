#include "store/sqlite/swap_projections.hpp"

#include "store/failure.hpp"
#include "store/sqlite/sql_transaction.hpp"
#include "store/tables/projections.hpp"
#include "store/tables/sql_seals.hpp"

#include <fmt/format.h>

#include <vector>

namespace nameplate::store::sqlite {
namespace {

inline constexpr Sql attach{"attach", "ATTACH ?1 AS other"};
inline constexpr Sql heads{"heads", R"(
SELECT (SELECT sequence FROM main.head), (SELECT sequence FROM other.head))"};
/// The table itself first, then its indexes.
inline constexpr Sql shape_of{"shape_of", R"(
SELECT sql FROM other.sqlite_schema WHERE tbl_name = ?1 AND sql IS NOT NULL ORDER BY type = 'index', name)"};
inline constexpr Sql projections_are_fresh{"projections_are_fresh", "UPDATE projection_state SET stale = 0"};

/// What follows the projections in the background, and may be wrong where they were: it begins anew.
constexpr std::string_view forget_followers =
    "DELETE FROM past_group; DELETE FROM past_leaver; DELETE FROM past_list; DELETE FROM past_late;"
    "UPDATE past_position SET sequence = 0;";

void replace_table(Connection& connection, std::string_view table) {
  std::vector<std::string> shape;
  {
    auto statement = connection.use(shape_of);
    statement.bind(table);
    while (statement.step()) {
      shape.emplace_back(statement.text(0));
    }
  }
  connection.execute(fmt::format("DROP TABLE IF EXISTS main.{}", table));
  // A CREATE without the name of a database makes it in the main one.
  for (auto const& statement : shape) {
    connection.execute(statement);
  }
  // Into an empty table of the same shape SQLite copies the entries of table and indexes in their order.
  connection.execute(fmt::format("INSERT INTO main.{0} SELECT * FROM other.{0}", table));
}

}  // namespace

bool are_projections_stale(Connection& connection) {
  auto statement = connection.use(tables::sql::stale_projections);
  statement.bind();
  return statement.step() && statement.integer(0) != 0;
}

void swap_projections(Connection& connection, std::string const& other_path) {
  {
    auto statement = connection.use(attach);
    statement.bind(std::string_view(other_path));
    statement.run();
  }
  connection.use(sql::begin_write).run();
  try {
    {
      auto statement = connection.use(heads);
      statement.bind();
      if (!statement.step() || statement.integer(0) != statement.integer(1)) {
        throw GuardLost("the ledger went on while its projections were made");
      }
    }
    for (auto const table : tables::projection_tables) {
      replace_table(connection, table);
    }
    connection.execute(forget_followers);
    connection.use(projections_are_fresh).run();
    connection.use(sql::commit).run();
  } catch (...) {
    connection.roll_back();
    throw;
  }
}

}  // namespace nameplate::store::sqlite
