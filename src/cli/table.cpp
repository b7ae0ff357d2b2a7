#include "cli/table.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <ostream>
#include <span>
#include <utility>

namespace nameplate::cli {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

/// Marks that stand on the letter before them, and what has no width by itself.
constexpr std::array combining = {Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD},
                                  Range{0x0610, 0x061A}, Range{0x064B, 0x065F}, Range{0x0E34, 0x0E3A},
                                  Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200F},
                                  Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}};
/// East Asian letters and pictures that fill two columns (Unicode TR 11).
constexpr std::array wide = {Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},  Range{0x3041, 0x33FF},
                             Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},  Range{0xA000, 0xA4CF},
                             Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},  Range{0xFE30, 0xFE6F},
                             Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},  Range{0x1F300, 0x1F64F},
                             Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

bool is_in(std::span<Range const> ranges, char32_t letter) {
  return std::ranges::any_of(ranges, [&](Range range) { return letter >= range.first && letter <= range.last; });
}

std::size_t width_of(char32_t letter) {
  return letter < 0x300 ? 1 : is_in(combining, letter) ? 0 : is_in(wide, letter) ? 2 : 1;
}

constexpr std::string_view gap = "  ";
constexpr std::string_view ellipsis = "…";
constexpr std::string_view bold = "\x1B[1m";
constexpr std::string_view plain = "\x1B[0m";

/// Calls with each letter and its bytes; what is no UTF-8 comes byte by byte, as `invalid_code_point`.
template <typename Visit>
void for_each_letter(std::string_view text, Visit visit) {
  while (!text.empty()) {
    auto const before = text;
    auto const letter = base::take_code_point(text);
    if (letter == base::invalid_code_point) {
      text.remove_prefix(1);
    }
    if (!visit(letter, before.substr(0, before.size() - text.size()))) {
      return;
    }
  }
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for_each_letter(text, [&](char32_t letter, std::string_view) {
    width += letter == base::invalid_code_point ? 1 : width_of(letter);
    return true;
  });
  return width;
}

std::string harmless(std::string_view text) {
  std::string out;
  for_each_letter(text, [&](char32_t letter, std::string_view bytes) {
    if (letter == U'\n' || letter == U'\r' || letter == U'\t') {
      out += ' ';
    } else if (letter == base::invalid_code_point || base::has_invisible_characters(bytes)) {
      out += '?';
    } else {
      out += bytes;
    }
    return true;
  });
  return out;
}

std::string cut_to(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) {
    return std::string(text);
  }
  std::string out;
  std::size_t used = 1;
  for_each_letter(text, [&](char32_t letter, std::string_view bytes) {
    used += width_of(letter);
    if (used > width) {
      return false;
    }
    out += bytes;
    return true;
  });
  return out += ellipsis;
}

Table::Table(std::vector<Head> heads) : heads_(std::move(heads)), widths_(heads_.size()) {}

void Table::add(std::vector<std::string> cells) {
  for (auto& cell : cells) {
    cell = harmless(cell);
  }
  rows_.push_back(std::move(cells));
}

void Table::flush(std::ostream& out, Screen const& terminal) {
  if (rows_.empty() && begun_) {
    return;
  }
  for (std::size_t column = 0; column < heads_.size(); ++column) {
    for (auto const& row : rows_) {
      widths_[column] = std::max(widths_[column], display_width(row[column]));
    }
    if (widths_[column] > 0 || rows_.empty()) {
      widths_[column] = std::max(widths_[column], display_width(heads_[column].text));
    }
  }
  if (!std::exchange(begun_, true)) {
    std::vector<std::string> cells;
    std::ranges::transform(heads_, std::back_inserter(cells), &Head::text);
    auto const line = line_of(cells, terminal.width);
    out << (terminal.shows_output ? bold : "") << line << (terminal.shows_output ? plain : "") << '\n';
  }
  for (auto const& row : rows_) {
    out << line_of(row, terminal.width) << '\n';
  }
  rows_.clear();
}

std::string Table::line_of(std::vector<std::string> const& cells, std::size_t width_max) const {
  std::string line;
  std::size_t blanks = 0;  // kept back, so that no line ends with them
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (widths_[column] == 0) {
      continue;
    }
    auto const rest = widths_[column] - std::min(widths_[column], display_width(cells[column]));
    bool const right = heads_[column].align == Align::right;
    blanks += right ? rest : 0;
    if (!cells[column].empty()) {
      line += std::string(blanks, ' ') + cells[column];
      blanks = 0;
    }
    blanks += (right ? 0 : rest) + gap.size();
  }
  return width_max == 0 ? line : cut_to(line, width_max);
}

}  // namespace nameplate::cli
