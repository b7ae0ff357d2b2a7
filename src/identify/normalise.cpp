#include "identify/normalise.hpp"

#include "base/ascii.hpp"
#include "base/check.hpp"
#include "base/check_digit.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nameplate::identify {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t imei_size = 15;
constexpr std::size_t mac_size = 12;
constexpr std::size_t sscc_size = 18;

bool is_printable(char32_t point) {
  return point >= 0x20 && point < 0x7F;
}

/// Look-alikes of other alphabets and characters that nobody sees are the usual reason why a number "is not found".
base::Result<std::string> check_characters(std::string_view text) {
  auto rest = text;
  for (std::size_t place = 1; !rest.empty(); ++place) {
    auto const point = base::take_code_point(rest);
    if (point == base::invalid_code_point) {
      return fail(ErrorKind::invalid, "number.characters",
                  fmt::format("The number is no valid UTF-8 at character {}. Scan or type it again.", place));
    }
    if (!is_printable(point)) {
      return fail(
          ErrorKind::invalid, "number.characters",
          fmt::format("Character {} of the number \"{}\" is U+{:04X}. Numbers are made of letters A to Z, digits "
                      "and ASCII signs: scan or type it again.",
                      place, base::excerpt(text), static_cast<std::uint32_t>(point)));
    }
  }
  return std::string(text);
}

std::string without(std::string_view text, std::string_view separators) {
  std::string out(text);
  std::erase_if(out, [separators](char c) { return separators.find(c) != std::string_view::npos; });
  return out;
}

std::unexpected<base::Error> malformed(std::string_view text, std::string_view expected) {
  return fail(ErrorKind::invalid, "number.malformed", fmt::format("\"{}\" is no {}.", text, expected));
}

std::unexpected<base::Error> wrong_check_digit(std::string_view text) {
  return fail(
      ErrorKind::invalid, "number.check_digit",
      fmt::format("The check digit of \"{}\" does not fit: a digit is wrong or two are swapped. Scan or type it "
                  "again.",
                  text));
}

base::Result<std::string> normalise_imei(std::string_view text) {
  auto digits = without(text, " -");
  if (digits.size() != imei_size || !base::is_digits(digits)) {
    return malformed(text, "IMEI: it has 15 digits");
  }
  if (!base::has_luhn_check_digit(digits)) {
    return wrong_check_digit(text);
  }
  return digits;
}

base::Result<std::string> normalise_mac(std::string_view text) {
  auto digits = base::to_upper(without(text, "-:. "));
  bool const hexadecimal = digits.find_first_not_of("0123456789ABCDEF") == std::string::npos;
  if (digits.size() != mac_size || !hexadecimal) {
    return malformed(text, "MAC address: it has 12 hexadecimal digits, such as 00:1A:2B:3C:4D:5E");
  }
  return digits;
}

base::Result<std::string> normalise_sscc(std::string_view text) {
  auto digits = without(text, " ");
  if (digits.starts_with("(00)")) {
    digits.erase(0, 4);
  } else if (digits.size() == sscc_size + 2 && digits.starts_with("00")) {
    digits.erase(0, 2);
  }
  if (digits.size() != sscc_size || !base::is_digits(digits)) {
    return malformed(text, "SSCC: it has 18 digits");
  }
  if (!base::has_gs1_check_digit(digits)) {
    return wrong_check_digit(text);
  }
  return digits;
}

}  // namespace

base::Result<std::string> normalise_number(NumberForm form, std::string_view text) {
  auto const trimmed = base::trim_blanks(text);
  if (trimmed.empty()) {
    return fail(ErrorKind::invalid, "number.empty", "The number is empty. Scan or type one.");
  }
  if (trimmed.size() > number_size_max) {
    return fail(ErrorKind::invalid, "number.too_long",
                fmt::format("The number has {} bytes; at most {} are allowed.", trimmed.size(), number_size_max));
  }
  if (auto checked = check_characters(trimmed); !checked) {
    return checked;
  }
  switch (form) {
    case NumberForm::free: return base::to_upper(trimmed);
    case NumberForm::imei: return normalise_imei(trimmed);
    case NumberForm::mac: return normalise_mac(trimmed);
    case NumberForm::sscc: return normalise_sscc(trimmed);
  }
  base::unreachable();
}

}  // namespace nameplate::identify
