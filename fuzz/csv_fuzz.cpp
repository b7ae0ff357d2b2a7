// The reader of tables: the first byte cuts the rest into pieces, and any cut must read the same.

#include "tabular/csv_reader.hpp"
#include "tabular/csv_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Table = std::vector<std::vector<std::string>>;

Table read(std::string_view bytes, std::size_t piece, nameplate::tabular::CsvOptions const& options) {
  nameplate::tabular::CsvReader reader(options);
  nameplate::tabular::Row row;
  Table table;
  bool finished = false;
  while (true) {
    auto const more = reader.next(row);
    if (!more) {
      table.push_back({std::string(more.error().reason)});
      return table;
    }
    if (*more) {
      table.emplace_back(row.cells.begin(), row.cells.end());
    } else if (!bytes.empty()) {
      reader.feed(bytes.substr(0, piece));
      bytes.remove_prefix(std::min(piece, bytes.size()));
    } else if (finished) {
      return table;
    } else {
      reader.finish();
      finished = true;
    }
  }
}

/// What was read can be written, and reads as the same again.
void check_round_trip(Table const& table) {
  std::string text;
  nameplate::tabular::CsvWriter csv(text);
  for (auto const& row : table) {
    for (auto const& cell : row) {
      csv.cell(cell);
    }
    csv.end_row();
  }
  if (read(text, text.size() + 1,
           {.separator = ',', .encoding = nameplate::tabular::Encoding::utf8, .takes_guard_off = true}) != table) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<char const*>(data), size);
  if (bytes.empty() || bytes.size() > 32 * 1024) {
    return 0;
  }
  auto const piece = static_cast<std::size_t>(static_cast<unsigned char>(bytes.front())) + 1;
  bytes.remove_prefix(1);
  auto const whole = read(bytes, bytes.size() + 1, {});
  if (read(bytes, piece, {}) != whole) {
    std::abort();
  }
  bool const ended_early = !whole.empty() && whole.back().size() == 1 && whole.back().front().starts_with("csv.");
  bool const begins_with_mark = !whole.empty() && whole.front().front().starts_with("sep=");
  bool const begins_with_bom = !whole.empty() && whole.front().front().starts_with("\xEF\xBB\xBF");
  if (!ended_early && !begins_with_mark && !begins_with_bom) {
    check_round_trip(whole);
  }
  return 0;
}
