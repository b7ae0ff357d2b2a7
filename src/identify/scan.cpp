#include "identify/scan.hpp"

#include "base/ascii.hpp"
#include "base/check_digit.hpp"
#include "identify/gs1/digital_link.hpp"

#include <algorithm>
#include <array>

namespace nameplate::identify {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t aim_size = 3;
constexpr std::size_t sscc_size = 18;

/// Symbologies whose first character was an FNC1: the message follows GS1 (General Specifications 5.1.3).
constexpr auto gs1_symbologies =
    std::to_array({"]C1"sv, "]e0"sv, "]e1"sv, "]e2"sv, "]e3"sv, "]d2"sv, "]Q3"sv, "]J1"sv});
constexpr std::string_view ean = "]E0";          ///< EAN-13, UPC-A, UPC-E: thirteen digits
constexpr std::string_view ean_short = "]E4";    ///< EAN-8
constexpr std::string_view beside_ean = "|]e0";  ///< between an EAN and the composite component above it

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
  while (text.starts_with(gs1::group_separator)) {
    text.remove_prefix(1);
  }
  while (text.ends_with(gs1::group_separator)) {
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

bool is_bracketed(std::string_view text) {
  constexpr std::size_t identifier_min = 2;
  constexpr std::size_t identifier_max = 4;
  auto const end = text.find(')');
  return text.starts_with('(') && end != std::string_view::npos && end > identifier_min && end <= identifier_max + 1 &&
         base::is_digits(text.substr(1, end - 1));
}

/// Without a word of the scanner: what begins with the key of goods or of a container, whole and with its check digit.
bool may_be_elements(std::string_view text) {
  constexpr std::size_t gtin_end = 2 + base::gtin_size;
  return text.contains(gs1::group_separator) ||
         (text.size() >= gtin_end && (text.starts_with("01") || text.starts_with("02")) &&
          base::has_gs1_check_digit(text.substr(2, base::gtin_size))) ||
         (text.size() >= sscc_size + 2 && text.starts_with("00") &&
          base::has_gs1_check_digit(text.substr(2, sscc_size)));
}

/// An EAN, perhaps with the component of a composite symbol beside it.
base::Result<gs1::Elements> elements_of_ean(std::string_view aim, std::string_view text) {
  constexpr std::size_t ean_size = 13;
  constexpr std::size_t ean_short_size = 8;
  auto const beside = text.find(beside_ean);
  auto const digits = text.substr(0, beside);
  if (digits.size() != (aim == ean ? ean_size : ean_short_size) || !base::is_digits(digits)) {
    return base::fail(base::ErrorKind::invalid, "label.malformed", "An EAN or UPC has digits only, and all of them.");
  }
  gs1::Elements elements;
  auto gtin = gs1::parse_element("01", base::pad_gtin(digits));
  if (!gtin) {
    return std::unexpected(std::move(gtin).error());
  }
  elements.push_back(*std::move(gtin));
  if (beside != std::string_view::npos) {
    auto more = gs1::parse_scanned(text.substr(beside + beside_ean.size()));
    if (!more) {
      return more;
    }
    std::ranges::move(*more, std::back_inserter(elements));
  }
  return elements;
}

void read_gs1(Scan& scan, bool begins_with_separator) {
  bool const says_so = std::ranges::find(gs1_symbologies, scan.aim) != gs1_symbologies.end() || begins_with_separator;
  base::Result<gs1::Elements> read = gs1::Elements();
  bool claims = true;  // that it follows GS1
  if (says_so) {
    read = gs1::parse_scanned(scan.text);
  } else if (scan.aim == ean || scan.aim == ean_short) {
    read = elements_of_ean(scan.aim, scan.text);
  } else if (gs1::is_web_address(scan.text)) {
    read = gs1::parse_digital_link(scan.text);
  } else if (is_bracketed(scan.text)) {
    read = gs1::parse_bracketed(scan.text);
  } else if (may_be_elements(scan.text)) {
    read = gs1::parse_scanned(scan.text);
    claims = false;
  }
  auto const fine = read ? gs1::check_pairs(*read) : base::Result<void>(std::unexpected(read.error()));
  if (fine) {
    scan.elements = *std::move(read);
  } else if (claims) {
    scan.gs1_problem = fine.error();
  }
}

}  // namespace

Scan parse_scan(std::string_view raw) {
  Scan scan{.raw = std::string(raw)};
  auto text = base::trim_blanks(raw);
  bool begins_with_separator = text.starts_with(gs1::group_separator);
  text = trim(text);
  if (starts_with_aim(text)) {
    scan.aim = text.substr(0, aim_size);
    text = text.substr(aim_size);
    begins_with_separator = text.starts_with(gs1::group_separator);
    text = trim(text);
  }
  scan.text = text;
  read_gs1(scan, begins_with_separator);
  scan.sscc = gs1::value_of(scan.elements, "00");
  if (scan.sscc.empty()) {
    scan.sscc = sscc_in(text);
  }
  if (auto const gtin = gs1::value_of(scan.elements, "01"); !gtin.empty()) {
    scan.gtin = gtin;
  } else if (base::is_gtin(text)) {
    scan.gtin = base::pad_gtin(text);
  }
  return scan;
}

}  // namespace nameplate::identify
