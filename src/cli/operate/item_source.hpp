#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace nameplate::cli {

/// One item as it was given.
struct GivenItem {
  std::size_t line = 0;  ///< where it stood, from 1: the line of the file, or which of the arguments
  std::string text;      ///< a number as it was scanned, or the JSON object of an item
  bool is_json = false;
};

/// Where the items of an operation come from: the arguments, or lines of a file. Never holds more than one.
class ItemSource {
 public:
  explicit ItemSource(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}
  /// One number a line, as a scanner types it, or a JSON object. Blank lines and those that begin with `#` are skipped.
  explicit ItemSource(std::istream& lines) : lines_(&lines) {}

  /// Nothing at the end. Errors: line.malformed, with its number.
  [[nodiscard]] base::Result<std::optional<GivenItem>> next();

  /// `line 17` or `item 3`, for messages.
  [[nodiscard]] std::string place_of(GivenItem const& item) const;

 private:
  [[nodiscard]] base::Result<std::optional<GivenItem>> next_line();

  std::vector<std::string> arguments_;
  std::istream* lines_ = nullptr;
  std::size_t at_ = 0;
};

}  // namespace nameplate::cli
