#include "domain/records/check_text.hpp"

#include "base/ascii.hpp"
#include "base/check.hpp"
#include "base/check_digit.hpp"
#include "base/time_zone.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t gln_size = 13;

/// The lines of a block are judged one by one; line ends and tabs between them are fine.
bool has_invisible(std::string_view text, TextForm form) {
  if (form != TextForm::block) {
    return base::has_invisible_characters(text);
  }
  std::string visible(text);
  std::ranges::replace_if(visible, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return base::has_invisible_characters(visible);
}

bool is_letter(char c) {
  return base::upper(c) >= 'A' && base::upper(c) <= 'Z';
}

/// RFC 5646, as far as its shape goes: two or three letters, then parts of two to eight letters or digits.
bool is_language(std::string_view text) {
  auto const first = text.substr(0, text.find('-'));
  if (first.size() < 2 || first.size() > 3 || !std::ranges::all_of(first, is_letter)) {
    return false;
  }
  text.remove_prefix(first.size());
  while (!text.empty()) {
    text.remove_prefix(1);
    auto const part = text.substr(0, text.find('-'));
    bool const plain = std::ranges::all_of(part, [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
    if (part.size() < 2 || part.size() > 8 || !plain) {
      return false;
    }
    text.remove_prefix(part.size());
  }
  return true;
}

std::unexpected<base::Error> malformed(std::string const& path, std::string_view text, std::string_view expected) {
  return fail(ErrorKind::invalid, "field.malformed",
              "`" + path + "`: \"" + base::excerpt(text) + "\" is no " + std::string(expected) + ".");
}

base::Result<std::string> check_code(std::string_view text, std::string const& path) {
  if (looks_like_id(text)) {
    return fail(ErrorKind::invalid, "code.looks_like_id",
                "`" + path + "`: \"" + base::excerpt(text) +
                    "\" could be taken for an id (a small letter and a number). Choose a code that cannot, such as \"" +
                    base::to_upper(base::excerpt(text)) + "\".");
  }
  if (text == "." || text == "..") {
    return malformed(path, text, "code: browsers and proxies would drop it from an address");
  }
  return std::string(text);
}

base::Result<std::string> check_digits(FieldRule const& field, std::string_view text, std::string const& path) {
  bool const gtin = field.form == TextForm::gtin;
  auto const size = text.size();
  bool const size_fits = gtin ? size == 8 || (size >= 12 && size <= base::gtin_size) : size == gln_size;
  if (!size_fits || !base::is_digits(text)) {
    return malformed(path, text, gtin ? "GTIN: it has 8, 12, 13 or 14 digits" : "GLN: it has 13 digits");
  }
  if (!base::has_gs1_check_digit(text)) {
    return fail(ErrorKind::invalid, "field.check_digit",
                "`" + path + "`: the check digit of \"" + std::string(text) +
                    "\" does not fit: a digit is wrong or two are swapped. Compare it with the label.");
  }
  return std::string(text);
}

}  // namespace

std::optional<int> minute_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':' || !base::is_digits(text.substr(0, 2)) || !base::is_digits(text.substr(3))) {
    return std::nullopt;
  }
  auto const two_digits = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  auto const hour = two_digits(0);
  auto const minute = two_digits(3);
  return hour < 24 && minute < 60 ? std::optional(hour * 60 + minute) : std::nullopt;
}

bool looks_like_id(std::string_view code) {
  return code.size() > 1 && code[0] >= 'a' && code[0] <= 'z' && code[1] != '0' && base::is_digits(code.substr(1));
}

base::Result<std::string> check_text(FieldRule const& field, std::string_view text, std::string const& path) {
  text = base::trim_blanks(text);
  if (!base::is_valid_utf8(text) || has_invisible(text, field.form)) {
    return fail(
        ErrorKind::invalid, "field.invisible_character",
        "`" + path + "` holds a character that cannot be seen (a control character or one of no width). Take it out.");
  }
  if (base::count_code_points(text) > field.length_max) {
    return fail(ErrorKind::invalid, "field.too_long",
                "`" + path + "` is longer than " + std::to_string(field.length_max) + " characters.");
  }
  switch (field.form) {
    case TextForm::line:
    case TextForm::block: return std::string(text);
    case TextForm::code: return check_code(text, path);
    case TextForm::gtin:
    case TextForm::gln: return check_digits(field, text, path);
    case TextForm::language:
      if (!is_language(text)) {
        return malformed(path, text, "language tag. Write it as \"de\" or \"pt-BR\"");
      }
      return std::string(text);
    case TextForm::time_zone:
      if (!base::is_time_zone(std::string(text))) {
        return malformed(path, text, "time zone that the system knows. Write it as \"Europe/Berlin\"");
      }
      return std::string(text);
    case TextForm::time_of_day:
      if (!minute_of_day(text)) {
        return malformed(path, text, "time of day. Write it as \"06:00\"");
      }
      return std::string(text);
  }
  base::unreachable();
}

}  // namespace nameplate::domain
