#pragma once

#include "store/tables/connection.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Every statement of the store, as PostgreSQL gets it. What is not in here cannot be run: so all of them can be
/// checked against the tables before a server begins, and by tests against the rules of docs/operating/scaling.md.
namespace nameplate::store::postgres {

/// How a statement is run: for one at a time, for a set in one round trip, or either.
enum class Use : std::uint8_t { one, set, both };

struct Cataloged {
  tables::Sql const* sql;
  std::string_view values;  ///< the types of ?1, ?2 ...: i (bigint), t (text), b (bytea)
  Use use;

  [[nodiscard]] bool is_for_one() const { return use != Use::set; }
  [[nodiscard]] bool is_for_a_set() const { return use != Use::one; }
};

/// In the order of sql_*.hpp.
[[nodiscard]] std::span<Cataloged const> catalogue();

/// A statement under the name by which the server knows it.
struct Prepare {
  std::string name;
  std::string text;
  std::vector<std::uint32_t> types;
};

[[nodiscard]] Prepare prepare_for_one(Cataloged const& statement);
[[nodiscard]] Prepare prepare_for_a_set(Cataloged const& statement);

/// That of a statement that is in the catalogue; ends the program for another.
[[nodiscard]] Cataloged const& cataloged(tables::Sql const& sql);

/// All of them, for one and for a set.
[[nodiscard]] std::vector<Prepare> whole_catalogue();

}  // namespace nameplate::store::postgres
