#include "tabular/separator.hpp"

#include "tabular/csv_parser.hpp"

#include <algorithm>
#include <string>

namespace nameplate::tabular {
namespace {

constexpr std::string_view candidates = "\t;,|";
constexpr std::size_t rows_looked_at = 50;

struct Fit {
  std::size_t rows_alike = 0;
  std::size_t columns = 0;
};

/// How many of the first rows have as many cells as the first one.
Fit fit_of(std::string_view text, char separator) {
  CsvParser parser(separator);
  parser.feed(std::string(text));
  Fit fit;
  Row row;
  for (std::size_t rows = 0; rows < rows_looked_at; ++rows) {
    auto const more = parser.next(row);
    if (!more || !*more) {
      break;
    }
    fit.columns = fit.columns == 0 ? row.cells.size() : fit.columns;
    fit.rows_alike += row.cells.size() == fit.columns ? 1 : 0;
  }
  if (fit.columns == 0) {
    // Not even the first row is complete: count what is there.
    parser.finish();
    auto const more = parser.next(row);
    fit = {.rows_alike = 1, .columns = more && *more ? row.cells.size() : 0};
  }
  return fit;
}

}  // namespace

char recognise_separator(std::string_view text) {
  char best = ',';
  Fit best_fit;
  for (char const candidate : candidates) {
    auto const fit = fit_of(text, candidate);
    bool const is_better = fit.rows_alike > best_fit.rows_alike ||
                           (fit.rows_alike == best_fit.rows_alike && fit.columns > best_fit.columns);
    if (fit.columns > 1 && is_better) {
      best = candidate;
      best_fit = fit;
    }
  }
  return best;
}

std::size_t read_separator_line(std::string_view text, char& separator) {
  constexpr std::string_view prefix = "sep=";
  auto const end = text.find_first_of("\r\n");
  if (!text.starts_with(prefix) || end != prefix.size() + 1 || !candidates.contains(text[prefix.size()])) {
    return 0;
  }
  separator = text[prefix.size()];
  return text.substr(end).starts_with("\r\n") ? end + 2 : end + 1;
}

}  // namespace nameplate::tabular
