#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/json_text.hpp"
#include "store/failure.hpp"
#include "store/tables/questions.hpp"
#include "store/tables/sql_dump.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <variant>

namespace nameplate::store::tables::question {
namespace {

/// How a projection is read: `key` has a letter for each column of the key, 'n' for a number, 't' for text.
struct Layout {
  Sql const& sql;
  std::string_view key;
};

Layout layout_of(Projection projection) {
  switch (projection) {
    case Projection::unit: return {sql::dump_unit, "n"};
    case Projection::container: return {sql::dump_container, "n"};
    case Projection::lot: return {sql::dump_lot, "n"};
    case Projection::lot_balance: return {sql::dump_lot_balance, "nnnn"};
    case Projection::unit_count: return {sql::dump_unit_count, "nnnnnn"};
    case Projection::identifier: return {sql::dump_identifier, "tnnnn"};
    case Projection::identifier_of_subject: return {sql::dump_identifier_of_subject, "nntnn"};
    case Projection::containment: return {sql::dump_containment, "nnn"};
    case Projection::contents: return {sql::dump_contents, "nnnn"};
    case Projection::hold: return {sql::dump_hold, "n"};
    case Projection::hold_member: return {sql::dump_hold_member, "nnn"};
    case Projection::record: return {sql::dump_record, "n"};
    case Projection::event_subject: return {sql::dump_event_subject, "nnnn"};
    case Projection::document: return {sql::dump_document, "ttn"};
    case Projection::trait: return {sql::dump_trait, "nnt"};
    case Projection::reversal: return {sql::dump_reversal, "nn"};
    case Projection::amendment: return {sql::dump_amendment, "nn"};
    case Projection::exception: return {sql::dump_exception, "n"};
  }
  base::unreachable();
}

Layout const unit_total{sql::dump_unit_total, "nnn"};

/// Below every printable character, and in no number or code: so keys sort as text as the columns do.
constexpr char separator = '\t';

using KeyPart = std::variant<std::int64_t, std::string>;

std::int64_t read_number(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  base::check(error == std::errc() && end == text.data() + text.size(), "a key that a dump gave");
  return value;
}

/// Numbers are taken off both ends first, so a text may even hold the separator.
std::vector<KeyPart> parse_key(std::string_view key, std::string_view letters) {
  std::vector<KeyPart> front;
  std::vector<KeyPart> back;
  auto const take_front = [&] {
    auto const end = std::min(key.find(separator), key.size());
    auto const part = key.substr(0, end);
    key.remove_prefix(std::min(end + 1, key.size()));
    return part;
  };
  while (letters.starts_with('n')) {
    front.emplace_back(read_number(take_front()));
    letters.remove_prefix(1);
  }
  while (letters.ends_with('n')) {
    auto const begin = key.rfind(separator);
    base::check(begin != std::string_view::npos, "a key that a dump gave");
    back.emplace_back(read_number(key.substr(begin + 1)));
    key = key.substr(0, begin);
    letters.remove_suffix(1);
  }
  while (letters.size() > 1) {
    front.emplace_back(std::string(take_front()));
    letters.remove_prefix(1);
  }
  if (!letters.empty()) {
    front.emplace_back(std::string(key));
  }
  front.insert(front.end(), back.rbegin(), back.rend());
  return front;
}

/// Before every row: no text is empty where the numbers after it are below zero.
std::vector<KeyPart> first_key(std::string_view letters) {
  std::vector<KeyPart> key;
  for (char const letter : letters) {
    key.push_back(letter == 'n' ? KeyPart(std::int64_t{-1}) : KeyPart(std::string()));
  }
  return key;
}

std::string key_text(Statement const& row, std::string_view letters) {
  std::string text;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    auto const column = static_cast<int>(i);
    text += i == 0 ? "" : std::string(1, separator);
    // Nineteen digits hold every 64-bit number that is not negative.
    text += letters[i] == 'n' ? fmt::format("{:019}", row.integer(column)) : std::string(row.text(column));
  }
  return text;
}

std::string value_text(Statement const& row, std::size_t first) {
  std::string text;
  for (auto column = static_cast<int>(first); column < row.columns(); ++column) {
    text += text.empty() ? "" : " ";
    text += row.column_name(column);
    text += '=';
    switch (row.type(column)) {
      case ColumnType::null: text += '-'; break;
      case ColumnType::integer: text += std::to_string(row.integer(column)); break;
      case ColumnType::text: base::append_json_string(text, row.text(column)); break;
      case ColumnType::blob: text += "x" + base::to_hex(row.blob(column)); break;
    }
  }
  return text;
}

std::vector<ProjectionRow> dump_table(Connection& connection, Layout const& layout,
                                      std::optional<std::string_view> after, std::size_t limit) {
  auto const key = after ? parse_key(*after, layout.key) : first_key(layout.key);
  auto statement = connection.use(layout.sql);
  int index = 0;
  for (auto const& part : key) {
    std::visit([&](auto const& value) { statement.bind_at(++index, value); }, part);
  }
  statement.bind_at(++index, limit);
  std::vector<ProjectionRow> rows;
  while (statement.step()) {
    rows.push_back({.key = key_text(statement, layout.key), .values = value_text(statement, layout.key.size())});
  }
  return rows;
}

/// The counts by place, then the totals that are kept beside them.
std::vector<ProjectionRow> dump_counts(Connection& connection, std::optional<std::string> const& after,
                                       std::size_t limit) {
  std::vector<ProjectionRow> rows;
  auto const add = [&](std::string const& prefix, Layout const& layout) {
    std::optional<std::string_view> from;
    if (after && after->starts_with(prefix)) {
      from = std::string_view(*after).substr(prefix.size());
    }
    for (auto& row : dump_table(connection, layout, from, limit - rows.size())) {
      rows.push_back({.key = prefix + row.key, .values = std::move(row.values)});
    }
  };
  if (!after || after->starts_with("count")) {
    add(std::string("count") + separator, layout_of(Projection::unit_count));
  }
  if (rows.size() < limit) {
    add(std::string("total") + separator, unit_total);
  }
  return rows;
}

}  // namespace

std::vector<ProjectionRow> dump(Connection& connection, Projection projection, std::optional<std::string> const& after,
                                std::size_t limit) {
  return projection == Projection::unit_count ? dump_counts(connection, after, limit)
                                              : dump_table(connection, layout_of(projection), after, limit);
}

}  // namespace nameplate::store::tables::question
