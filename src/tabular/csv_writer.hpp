#pragma once

#include <string>
#include <string_view>

namespace nameplate::tabular {

/// Appends rows to a text, RFC 4180: CRLF, quotes where they are needed. Valid UTF-8 in, UTF-8 out.
class CsvWriter {
 public:
  enum class Guard : bool { no, yes };

  /// With the guard against formulas (formula_guard.hpp) unless told otherwise.
  explicit CsvWriter(std::string& out, Guard guard = Guard::yes, char separator = ',')
      : out_(out), guard_(guard == Guard::yes), separator_(separator) {}

  CsvWriter& cell(std::string_view text);
  /// A row of one empty cell is written as "", so that it is no blank line.
  void end_row();

 private:
  std::string& out_;
  bool guard_;
  char separator_;
  std::size_t cells_ = 0;
  bool all_empty_ = true;
};

}  // namespace nameplate::tabular
