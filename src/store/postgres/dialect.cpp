#include "store/postgres/dialect.hpp"

#include "base/check.hpp"
#include "store/postgres/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nameplate::store::postgres {
namespace {

constexpr std::string_view indexed_by = "INDEXED BY ";
constexpr char set_alias = 'k';  ///< of the rows of a set; their columns are c1, c2 ...

std::string_view without_blanks(std::string_view text) {
  auto const begin = text.find_first_not_of(" \n");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

/// Writes values with another sign before their number.
std::string translate(std::string_view text, std::string_view sign) {
  std::string out;
  out.reserve(text.size() + 64);
  while (!text.empty()) {
    if (text.starts_with(indexed_by)) {
      text.remove_prefix(indexed_by.size());
      text.remove_prefix(std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), text.size()));
      continue;
    }
    if (text.front() == '?') {
      out += sign;
    } else {
      out += text.front();
    }
    text.remove_prefix(1);
  }
  return out;
}

/// unnest($1::bigint[], $2::text[]) ... AS k(c1, c2 ...)
std::string rows_of_arrays(std::span<std::uint32_t const> types, bool numbered) {
  std::string arrays;
  std::string columns;
  for (std::size_t i = 0; i < types.size(); ++i) {
    auto const* const comma = i == 0 ? "" : ", ";
    arrays += fmt::format("{}${}::{}[]", comma, i + 1, name_of_type(types[i]));
    columns += fmt::format("{}c{}", comma, i + 1);
  }
  return numbered ? fmt::format("unnest({}) WITH ORDINALITY AS {}({}, place)", arrays, set_alias, columns)
                  : fmt::format("unnest({}) AS {}({})", arrays, set_alias, columns);
}

std::string insert_set(std::string const& text, std::string const& rows) {
  constexpr std::string_view values = "VALUES (";
  auto const begin = text.find(values);
  base::check(begin != std::string::npos, "an INSERT with VALUES");
  auto end = begin + values.size();
  for (int depth = 1; depth > 0; ++end) {
    depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
  }
  auto const list = text.substr(begin + values.size(), end - 1 - begin - values.size());
  return fmt::format("{}SELECT {} FROM {}{}", text.substr(0, begin), list, rows, text.substr(end));
}

std::string change_set(std::string const& text, std::string_view word, std::string const& rows) {
  auto const where = text.find("WHERE");
  base::check(where != std::string::npos, "an UPDATE or DELETE with WHERE");
  return fmt::format("{}{} {} {}", text.substr(0, where), word, rows, text.substr(where));
}

}  // namespace

std::string in_postgres_words(std::string_view text) {
  return translate(text, "$");
}

bool gives_numbers(std::string_view text) {
  return without_blanks(text).starts_with("SELECT");
}

std::string for_a_set(std::string_view text, std::span<std::uint32_t const> types) {
  auto const statement = translate(without_blanks(text), fmt::format("{}.c", set_alias));
  auto const rows = rows_of_arrays(types, gives_numbers(text));
  if (statement.starts_with("SELECT")) {
    return fmt::format("SELECT found.*, {}.place FROM {} CROSS JOIN LATERAL ({}) AS found", set_alias, rows, statement);
  }
  if (statement.starts_with("INSERT")) {
    return insert_set(statement, rows);
  }
  return statement.starts_with("UPDATE") ? change_set(statement, "FROM", rows) : change_set(statement, "USING", rows);
}

}  // namespace nameplate::store::postgres
