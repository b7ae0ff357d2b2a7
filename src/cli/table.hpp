#pragma once

#include "cli/environment.hpp"

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::cli {

/// The columns that a terminal takes for it: wide characters count twice, combining ones not at all. Bytes that are no
/// UTF-8 count one each.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// On one line and without anything that could steer a terminal: what cannot be seen becomes a blank or `?`.
[[nodiscard]] std::string harmless(std::string_view text);

/// The beginning that fits into so many columns, with an ellipsis where something is left out.
[[nodiscard]] std::string cut_to(std::string_view text, std::size_t width);

/// Rows under heads, aligned; printed as a whole or piece by piece.
class Table {
 public:
  enum class Align { left, right };
  struct Head {
    std::string text;
    Align align = Align::left;
  };

  explicit Table(std::vector<Head> heads);

  /// One cell for each head.
  void add(std::vector<std::string> cells);
  [[nodiscard]] std::size_t size() const { return rows_.size(); }

  /// Prints what was added since the last time, with the heads above the first rows. Columns only grow. Columns that
  /// have been empty so far are left out unless they were printed before.
  void flush(std::ostream& out, Screen const& terminal);

 private:
  [[nodiscard]] std::string line_of(std::vector<std::string> const& cells, std::size_t width_max) const;

  std::vector<Head> heads_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;  ///< 0: the column is left out
  bool begun_ = false;
};

}  // namespace nameplate::cli
