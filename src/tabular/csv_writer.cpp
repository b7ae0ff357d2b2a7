#include "tabular/csv_writer.hpp"

#include "tabular/formula_guard.hpp"

namespace nameplate::tabular {

CsvWriter& CsvWriter::cell(std::string_view text) {
  if (cells_++ > 0) {
    out_.push_back(separator_);
  }
  all_empty_ = all_empty_ && text.empty();
  bool const guarded = guard_ && needs_guard(text);
  bool const quoted = text.find_first_of("\"\r\n\t") != std::string_view::npos || text.contains(separator_) ||
                      text.starts_with(' ') || text.ends_with(' ');
  if (!quoted) {
    out_.append(guarded ? "'" : "").append(text);
    return *this;
  }
  out_.append(guarded ? "\"'" : "\"");
  for (char const c : text) {
    out_.append(c == '"' ? 2 : 1, c);
  }
  out_.push_back('"');
  return *this;
}

void CsvWriter::end_row() {
  if (cells_ == 1 && all_empty_) {
    out_.append("\"\"");
  }
  out_.append("\r\n");
  cells_ = 0;
  all_empty_ = true;
}

}  // namespace nameplate::tabular
