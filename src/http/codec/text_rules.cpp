#include "http/codec/text_rules.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace nameplate::http {
namespace {

bool has_forbidden_character(std::string_view text, Lines lines) {
  if (lines != Lines::many) {
    return lines == Lines::one && base::has_invisible_characters(text);
  }
  while (!text.empty()) {
    auto const end = std::min(text.find_first_of("\n\r\t"), text.size());
    if (base::has_invisible_characters(text.substr(0, end))) {
      return true;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

}  // namespace

std::optional<TextFault> find_fault(std::string_view text, std::size_t length_max, Lines lines) {
  if (text.empty()) {
    return TextFault{.reason = "field.empty", .what = "is empty. Give a value or leave the field out."};
  }
  // Counting code points is left out for the many texts whose bytes are few enough.
  if (text.size() > length_max && base::count_code_points(text) > length_max) {
    return TextFault{.reason = "field.too_long",
                     .what = "is longer than " + std::to_string(length_max) + " characters."};
  }
  if (has_forbidden_character(text, lines)) {
    return TextFault{
        .reason = "field.invisible_character",
        .what = "holds a character that cannot be seen (a control character or one of no width). Take it out."};
  }
  return std::nullopt;
}

}  // namespace nameplate::http
