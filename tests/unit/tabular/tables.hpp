#pragma once

#include "tabular/csv_reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nameplate::test {

using Table = std::vector<std::vector<std::string>>;

/// What was read up to the end or to the first error.
struct ReadTable {
  Table rows = {};
  std::vector<std::int64_t> numbers = {};
  std::string reason = {};
  std::int64_t error_row = 0;
  char separator = ',';
  tabular::Encoding encoding = tabular::Encoding::utf8;
};

/// Feeds the bytes in pieces of this size.
[[nodiscard]] inline ReadTable read_table(std::string_view bytes, tabular::CsvOptions const& options = {},
                                          std::size_t piece = 1024 * 1024) {
  tabular::CsvReader reader(options);
  ReadTable table;
  tabular::Row row;
  bool finished = false;
  while (true) {
    auto const more = reader.next(row);
    if (!more) {
      table.reason = more.error().reason;
      table.error_row = more.error().row;
      break;
    }
    if (*more) {
      table.rows.emplace_back(row.cells.begin(), row.cells.end());
      table.numbers.push_back(row.number);
    } else if (!bytes.empty()) {
      reader.feed(bytes.substr(0, piece));
      bytes.remove_prefix(std::min(piece, bytes.size()));
    } else if (!finished) {
      reader.finish();
      finished = true;
    } else {
      break;
    }
  }
  table.separator = reader.separator();
  table.encoding = reader.encoding();
  return table;
}

}  // namespace nameplate::test
