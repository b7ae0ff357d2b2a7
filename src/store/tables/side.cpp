#include "store/tables/side.hpp"

#include "base/check.hpp"
#include "store/failure.hpp"
#include "store/tables/sql_side.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace nameplate::store::tables::side {
namespace {

/// How a table is moved: `columns` has a letter for each, 'n' for a number, 't' for text, 'b' for bytes; the first
/// `key` of them are the key.
struct Layout {
  Sql const& read;
  Sql const& put;
  Sql const& clear;
  std::string_view columns;
  std::size_t key;
  std::size_t rows_max;  ///< at once: PostgreSQL gives all rows of an answer together
};

constexpr std::size_t many = 5000;

Layout layout_of(SideTable table) {
  using namespace sql;
  switch (table) {
    case SideTable::id_blocks: return {side_id_blocks, put_side_id_block, clear_id_blocks, "nn", 1, many};
    case SideTable::counters: return {side_counters, put_side_counter, clear_counters, "tn", 1, many};
    case SideTable::keys: return {side_keys, put_side_key, clear_keys, "bbbn", 1, 2000};
    case SideTable::secrets: return {side_secrets, put_side_secret, clear_secrets, "bnn", 1, many};
    case SideTable::jobs: return {side_jobs, put_side_job, clear_jobs, "ntnntbbbbnbttnnn", 1, 50};
    case SideTable::job_parts: return {side_job_parts, put_side_job_part, clear_job_parts, "nnbb", 2, 4};
    case SideTable::job_rows: return {side_job_rows, put_side_job_row, clear_job_rows, "nnnb", 2, 2000};
    case SideTable::job_events: return {side_job_events, put_side_job_event, clear_job_events, "nn", 2, many};
    case SideTable::approvals: return {side_approvals, put_side_approval, clear_approvals, "nnntnnnnntttn", 1, 500};
  }
  base::unreachable();
}

void bind_cell(Statement& statement, int index, SideCell const& cell, char letter) {
  auto const* const text = std::get_if<std::string>(&cell);
  if (letter == 'n') {
    auto const* const number = std::get_if<std::int64_t>(&cell);
    statement.bind_at(index, number == nullptr ? std::nullopt : std::optional(*number));
  } else if (letter == 't') {
    statement.bind_at(index, text == nullptr ? std::nullopt : std::optional(std::string_view(*text)));
  } else {
    statement.bind_at(index, text == nullptr ? std::nullopt : std::optional(Blob{*text}));
  }
}

SideCell read_cell(Statement const& row, int column, char letter) {
  if (row.is_null(column)) {
    return {};
  }
  return letter == 'n' ? SideCell(row.integer(column))
                       : SideCell(std::string(letter == 't' ? row.text(column) : row.blob(column)));
}

/// Before every row: no number is below zero, no key empty.
SideCell first_key(char letter) {
  return letter == 'n' ? SideCell(std::int64_t{-1}) : SideCell(std::string());
}

std::size_t size_of(SideRow const& row) {
  std::size_t bytes = 0;
  for (auto const& cell : row) {
    auto const* const text = std::get_if<std::string>(&cell);
    bytes += text == nullptr ? sizeof(std::int64_t) : text->size();
  }
  return bytes;
}

}  // namespace

std::vector<SideRow> rows(Connection& connection, SideTable table, SideRow const& after, SideLimit limit) {
  auto const layout = layout_of(table);
  SideRow key(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(std::min(after.size(), layout.key)));
  for (auto column = key.size(); column < layout.key; ++column) {
    key.push_back(first_key(layout.columns[column]));
  }
  auto statement = connection.use(layout.read);
  int index = 0;
  for (auto const& cell : key) {
    bind_cell(statement, index + 1, cell, layout.columns[static_cast<std::size_t>(index)]);
    ++index;
  }
  statement.bind_at(index + 1, std::min(limit.rows, layout.rows_max));
  std::vector<SideRow> found;
  for (std::size_t bytes = 0; bytes < limit.bytes && statement.step();) {
    SideRow row;
    for (std::size_t column = 0; column < layout.columns.size(); ++column) {
      row.push_back(read_cell(statement, static_cast<int>(column), layout.columns[column]));
    }
    bytes += size_of(row);
    found.push_back(std::move(row));
  }
  return found;
}

void put(Connection& connection, SideTable table, std::span<SideRow const> rows) {
  auto const layout = layout_of(table);
  auto statement = connection.use_for_each(layout.put);
  for (auto const& row : rows) {
    base::check(row.size() == layout.columns.size(), "a row as it was read");
    statement.reset();
    for (std::size_t column = 0; column < row.size(); ++column) {
      bind_cell(statement, static_cast<int>(column) + 1, row[column], layout.columns[column]);
    }
    statement.run();
  }
  statement.finish();
}

void clear(Connection& connection, SideTable table) {
  connection.use(layout_of(table).clear).run();
}

bool is_half_made(Connection& connection) {
  return connection.use(sql::is_half_made).step();
}

void mark_half_made(Connection& connection) {
  connection.use(sql::mark_half_made).change_one("there is a ledger in this database already");
}

void mark_whole(Connection& connection) {
  connection.use(sql::mark_whole).run();
}

void refuse_half_made(Connection& connection, std::string_view place) {
  if (is_half_made(connection)) {
    throw StorageFailure(FailureKind::half_made,
                         fmt::format("{} holds a ledger that is not whole yet: run the same `nameplate copy` or "
                                     "`nameplate load` again, which goes on where it was, or remove what is there",
                                     place));
  }
}

}  // namespace nameplate::store::tables::side
