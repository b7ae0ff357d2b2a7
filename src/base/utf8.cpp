#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace nameplate::base {
namespace {

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

struct Range {
  char32_t first;
  char32_t last;
};

// Controls; soft hyphen; grapheme joiner; Arabic letter mark; Hangul fillers; Mongolian separators; zero width, marks
// of direction, line and paragraph; invisible operators; byte order mark; annotations; tags.
constexpr std::array invisible = {
    Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0xAD, 0xAD},     Range{0x034F, 0x034F}, Range{0x061C, 0x061C},
    Range{0x115F, 0x1160}, Range{0x180B, 0x180F}, Range{0x200B, 0x200F}, Range{0x2028, 0x202E}, Range{0x2060, 0x206F},
    Range{0x3164, 0x3164}, Range{0xFEFF, 0xFEFF}, Range{0xFFA0, 0xFFA0}, Range{0xFFF9, 0xFFFB}, Range{0xE0000, 0xE007F},
};

bool is_invisible(char32_t point) {
  return std::ranges::any_of(invisible, [point](Range range) { return point >= range.first && point <= range.last; });
}

}  // namespace

char32_t take_code_point(std::string_view& text) {
  auto const first = static_cast<unsigned char>(text.front());
  std::size_t const length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || text.size() < length) {
    return invalid_code_point;
  }
  char32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) {
      return invalid_code_point;
    }
    point = (point << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  static constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (point < smallest[length] || (point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF) {
    return invalid_code_point;
  }
  text.remove_prefix(length);
  return point;
}

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    if (take_code_point(text) == invalid_code_point) {
      return false;
    }
  }
  return true;
}

bool has_invisible_characters(std::string_view text) {
  while (!text.empty()) {
    auto const point = take_code_point(text);
    if (point == invalid_code_point || is_invisible(point)) {
      return true;
    }
  }
  return false;
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !is_continuation(c); }));
}

std::string excerpt(std::string_view text) {
  constexpr int length_max = 40;
  std::string out;
  for (int length = 0; length < length_max && !text.empty(); ++length) {
    auto const before = text;
    auto const point = take_code_point(text);
    if (point == invalid_code_point) {
      text.remove_prefix(1);
    }
    if (point == invalid_code_point || is_invisible(point)) {
      out.push_back('?');
    } else {
      out.append(before.substr(0, before.size() - text.size()));
    }
  }
  return out;
}

}  // namespace nameplate::base
