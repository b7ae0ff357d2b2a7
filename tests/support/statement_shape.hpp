#pragma once

#include "store/postgres/catalogue.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// How tables are spread over a Citus cluster, and what that makes of a statement.
namespace nameplate::test {

/// What src/store/postgres/citus/distribute.sql says of one table.
struct Spread {
  std::string column = {};  ///< empty: a reference table, or whole on one node
  bool everywhere = false;  ///< a reference table
  int mentions = 0;
};

/// By table.
[[nodiscard]] std::map<std::string, Spread> read_spreads(std::string const& sql);

enum class Reach {
  reference,  ///< small tables that every node has
  one_node,   ///< tables that are whole on one node
  router,     ///< the value of the column by which its table is spread leads to one shard
  by_keys,    ///< a set: each member leads to its shard, all in one transaction
  fan_out,    ///< asked of every shard, and the answers are merged
  combines,   ///< of tables that are spread differently: Citus refuses it, or does it in several steps
};

[[nodiscard]] Reach reach_of(store::tables::Sql const& sql, std::map<std::string, Spread> const& spreads, bool set);

/// The tables that it names, each once.
[[nodiscard]] std::vector<std::string> tables_of(std::string_view sql, std::map<std::string, Spread> const& spreads);

/// The index that the statement was written for, if it names one.
[[nodiscard]] std::optional<std::string> named_index(std::string_view sql);

[[nodiscard]] bool matches(std::string_view text, std::string const& pattern);

}  // namespace nameplate::test
