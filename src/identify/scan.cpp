#include "identify/scan.hpp"

#include "base/ascii.hpp"
#include "base/check_digit.hpp"

#include <algorithm>

namespace nameplate::identify {
namespace {

constexpr std::string_view group_separator = "\x1D";
constexpr std::size_t aim_size = 3;
constexpr std::size_t sscc_size = 18;

bool is_letter(char c) {
  return base::upper(c) >= 'A' && base::upper(c) <= 'Z';
}

/// ISO/IEC 15424: `]`, a letter for the symbology, a digit or letter for its options.
bool starts_with_aim(std::string_view text) {
  return text.size() >= aim_size && text[0] == ']' && is_letter(text[1]) &&
         (is_letter(text[2]) || base::is_digits(text.substr(2, 1)));
}

/// Scanners end with a return or tab. Functions of GS1 barcodes (FNC1) arrive as group separators; those around the
/// whole say nothing.
std::string_view trim(std::string_view text) {
  text = base::trim_blanks(text);
  while (text.starts_with(group_separator)) {
    text.remove_prefix(1);
  }
  while (text.ends_with(group_separator)) {
    text.remove_suffix(1);
  }
  return text;
}

std::string sscc_in(std::string_view text) {
  if (text.size() == sscc_size + 4 && text.starts_with("(00)")) {
    text.remove_prefix(4);
  } else if (text.size() == sscc_size + 2 && text.starts_with("00")) {
    text.remove_prefix(2);
  }
  return text.size() == sscc_size && base::has_gs1_check_digit(text) ? std::string(text) : std::string();
}

}  // namespace

Scan parse_scan(std::string_view raw) {
  Scan scan{.raw = std::string(raw)};
  auto text = trim(raw);
  if (starts_with_aim(text)) {
    scan.aim = text.substr(0, aim_size);
    text = trim(text.substr(aim_size));
  }
  scan.text = text;
  scan.sscc = sscc_in(text);
  if (base::is_gtin(text)) {
    scan.gtin = base::pad_gtin(text);
  }
  return scan;
}

}  // namespace nameplate::identify
