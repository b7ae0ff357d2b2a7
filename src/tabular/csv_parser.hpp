#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::tabular {

inline constexpr std::size_t cell_bytes_max = 1024 * 1024;
inline constexpr std::size_t row_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t columns_max = 1000;

/// A file that cannot be read on from here. `reason` is public and stable; `row` is where it began.
struct CsvError {
  std::string_view reason;
  std::int64_t row = 0;
  std::string detail;
};

/// One row. The views are valid until the next call of the parser.
struct Row {
  std::int64_t number = 0;  ///< as a spreadsheet numbers it, from 1, blank rows counted
  std::vector<std::string_view> cells = {};
};

/// RFC 4180, fed with UTF-8 in pieces of any size: quotes with "" inside, line ends inside quotes, rows that end with
/// CRLF, LF or CR. Rows without anything in them are left out. Memory: the piece, and one row of at most row_bytes_max.
class CsvParser {
 public:
  /// Rows before this text are counted when `row_before` says how many.
  explicit CsvParser(char separator, std::int64_t row_before = 0) : separator_(separator), row_(row_before + 1) {}

  /// The next piece. Only after next() asked for more by answering false.
  void feed(std::string utf8);
  /// No more pieces will come.
  void finish() { finished_ = true; }

  /// Gives the next row; false: more must be fed, or the end. Errors: csv.quote_open, csv.cell_too_long,
  /// csv.row_too_long, csv.too_many_columns; after one of them there is nothing more to read.
  [[nodiscard]] std::expected<bool, CsvError> next(Row& row);

 private:
  enum class State : std::uint8_t { cell_start, plain, quoted, quote_in_quoted };

  /// Consumes input up to the end of a row.
  [[nodiscard]] std::expected<bool, CsvError> take_row();
  void take_plain();
  void take_quoted();
  [[nodiscard]] std::expected<void, CsvError> check_limits() const;
  void end_cell() {
    ends_.push_back(text_.size());
    state_ = State::cell_start;
  }
  void give(Row& row);

  char separator_;
  std::int64_t row_;
  std::int64_t quote_row_ = 0;  ///< where the quote that is open began
  State state_ = State::cell_start;
  bool finished_ = false;
  bool after_carriage_return_ = false;
  std::string input_;
  std::size_t at_ = 0;
  std::string text_;               ///< of all cells of the row
  std::vector<std::size_t> ends_;  ///< of each cell within it
  std::string given_;              ///< what the row that was given last points into
  std::vector<std::size_t> given_ends_;
};

}  // namespace nameplate::tabular
