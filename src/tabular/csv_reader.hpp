#pragma once

#include "tabular/csv_parser.hpp"
#include "tabular/encoding.hpp"

#include <optional>

namespace nameplate::tabular {

/// What is known of a table before it is read; the rest is recognised from its first 64 KiB.
struct CsvOptions {
  std::optional<char> separator = {};
  std::optional<Encoding> encoding = {};
  bool takes_guard_off = false;  ///< see formula_guard.hpp
};

/// Rows from the bytes of a file or of a table pasted from a spreadsheet, in pieces of any size. Memory: 64 KiB at the
/// start, later one piece and one row.
class CsvReader {
 public:
  explicit CsvReader(CsvOptions const& options) : options_(options) {}

  /// The next bytes. Only after next() answered false.
  void feed(std::string_view bytes);
  /// No more bytes will come. Only after next() answered false.
  void finish();
  /// As CsvParser::next.
  [[nodiscard]] std::expected<bool, CsvError> next(Row& row);

  // What was recognised; after the first row.
  [[nodiscard]] char separator() const { return separator_; }
  [[nodiscard]] Encoding encoding() const { return decoder_ ? decoder_->encoding() : Encoding::utf8; }

 private:
  void start();

  CsvOptions options_;
  std::string head_;
  bool finished_ = false;
  char separator_ = ',';
  std::optional<Decoder> decoder_;
  std::optional<CsvParser> parser_;
};

}  // namespace nameplate::tabular
