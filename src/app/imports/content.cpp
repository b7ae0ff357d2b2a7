#include "app/imports/content.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

constexpr std::size_t piece_size = 256 * 1024;
constexpr std::string_view unreadable = "\xEF\xBF\xBD";

base::Error csv_error(tabular::CsvError const& error) {
  return {.kind = base::ErrorKind::invalid, .reason = std::string(error.reason), .detail = error.detail};
}

}  // namespace

ImportContent::ImportContent(store::Store& store, domain::JobId job, Mapping const& mapping)
    : store_(store), job_(job), mapping_(mapping), reader_(mapping.csv) {
  for (auto const& part : store.begin_read()->job_parts(job)) {
    parts_ = part.part;
    bytes_total_ += part.size;
  }
}

bool ImportContent::feed() {
  if (fed_ == part_.size()) {
    if (next_part_ > parts_) {
      return false;
    }
    part_ = store_.begin_read()->load_job_part(job_, next_part_++).value_or("");
    fed_ = 0;
  }
  auto const piece = std::string_view(part_).substr(fed_, piece_size);
  reader_.feed(piece);
  fed_ += piece.size();
  bytes_read_ += static_cast<std::int64_t>(piece.size());
  return true;
}

base::Result<bool> ImportContent::next_row(tabular::Row& row) {
  bool finished = false;
  while (true) {
    auto const more = reader_.next(row);
    if (!more) {
      return std::unexpected(csv_error(more.error()));
    }
    if (*more || finished) {
      return *more;
    }
    if (!feed()) {
      reader_.finish();
      finished = true;
    }
  }
}

base::Result<void> ImportContent::open() {
  tabular::Row row;
  auto const found = next_row(row);
  if (!found) {
    return std::unexpected(found.error());
  }
  if (!*found) {
    return base::fail(base::ErrorKind::invalid, "csv.empty",
                      "There is nothing in the file. Its first row names the columns.");
  }
  return plan_columns(row);
}

base::Result<void> ImportContent::plan_columns(tabular::Row const& row) {
  std::vector<std::string> folded;
  std::vector<bool> used(row.cells.size(), false);
  for (auto const cell : row.cells) {
    columns_.columns.push_back(shown_cell(base::trim_blanks(cell)));
    folded.push_back(fold_name(cell));
  }
  auto const find = [&](std::string const& column) -> base::Result<std::size_t> {
    auto const wanted = fold_name(column);
    auto const at = std::ranges::find(folded, wanted);
    if (at == folded.end()) {
      std::string all;
      for (auto const& name : columns_.columns) {
        all += (all.empty() ? "" : ", ") + base::excerpt(name);
      }
      return base::fail(
          base::ErrorKind::invalid, "mapping.column_missing",
          "The file has no column \"" + base::excerpt(column) + "\". It has: " + all.substr(0, 2000) + ".");
    }
    if (std::find(at + 1, folded.end(), wanted) != folded.end()) {
      return base::fail(base::ErrorKind::invalid, "mapping.column_twice",
                        "The file has the column \"" + base::excerpt(column) + "\" twice. Rename one of them.");
    }
    return static_cast<std::size_t>(at - folded.begin());
  };
  for (auto const& target : mapping_.targets) {
    if (target.column.empty()) {
      columns_.sources.emplace_back();
      continue;
    }
    auto const source = find(target.column);
    if (!source) {
      return std::unexpected(source.error());
    }
    used[*source] = true;
    columns_.sources.emplace_back(*source);
  }
  for (auto const& column : mapping_.ignored) {
    if (auto const at = std::ranges::find(folded, fold_name(column)); at != folded.end()) {
      used[static_cast<std::size_t>(at - folded.begin())] = true;
    }
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i] && !columns_.columns[i].empty()) {
      columns_.unmapped.push_back(columns_.columns[i]);
    }
  }
  return {};
}

MappedRow ImportContent::map(tabular::Row const& row) const {
  MappedRow mapped{.number = row.number};
  auto const is_filled = [](std::string_view cell) { return !base::trim_blanks(cell).empty(); };
  auto const width = columns_.columns.size();
  if (row.cells.size() > width &&
      std::any_of(row.cells.begin() + static_cast<std::ptrdiff_t>(width), row.cells.end(), is_filled)) {
    mapped.problem = RowError{.row = row.number,
                              .found = std::to_string(row.cells.size()) + " cells",
                              .expected = std::to_string(width) + " cells",
                              .reason = "row.ragged",
                              .detail =
                                  "The row has more cells than the first row has columns. Put cells that "
                                  "contain the separator into quotation marks."};
    return mapped;
  }
  mapped.cells.reserve(mapping_.targets.size());
  for (std::size_t i = 0; i < mapping_.targets.size(); ++i) {
    auto const& target = mapping_.targets[i];
    auto const source = columns_.sources[i];
    auto cell = !source                      ? std::string_view(target.constant)
                : *source < row.cells.size() ? base::trim_blanks(row.cells[*source])
                                             : std::string_view();
    if (cell.contains(unreadable) && !mapped.problem) {
      mapped.problem = RowError{.row = row.number,
                                .column = target.column,
                                .found = shown_cell(cell),
                                .reason = "row.encoding",
                                .detail =
                                    "The cell holds bytes that are no text in this encoding. Say with "
                                    "`encoding` how the file was saved."};
    }
    if (!target.values.empty()) {
      if (auto const meaning = target.values.find(fold_name(cell)); meaning != target.values.end()) {
        cell = meaning->second;
      }
    }
    mapped.cells.emplace_back(cell);
  }
  return mapped;
}

base::Result<std::vector<MappedRow>> ImportContent::next_chunk() {
  std::vector<MappedRow> rows;
  std::size_t bytes = 0;
  tabular::Row row;
  while (rows.size() < rows_per_chunk && bytes < bytes_per_chunk) {
    auto const found = next_row(row);
    if (!found) {
      return std::unexpected(found.error());
    }
    if (!*found) {
      break;
    }
    rows.push_back(map(row));
    for (auto const& cell : rows.back().cells) {
      bytes += cell.size();
    }
  }
  return rows;
}

}  // namespace nameplate::app
