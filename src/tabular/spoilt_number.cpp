#include "tabular/spoilt_number.hpp"

#include "base/ascii.hpp"
#include "base/check_digit.hpp"

#include <algorithm>
#include <array>

namespace nameplate::tabular {
namespace {

/// Spreadsheets keep fifteen digits of a number.
constexpr std::size_t digits_kept = 15;
constexpr std::size_t imei_size = 15;
constexpr std::size_t sscc_size = 18;

constexpr std::string_view as_text = "Format the column as text in the spreadsheet and enter the number again.";

Spoilt spoilt(std::string_view reason, std::string_view what, std::string_view remedy = as_text) {
  return {.reason = reason, .detail = std::string(what) + " " + std::string(remedy)};
}

std::string_view take_digits(std::string_view& text) {
  auto const end = std::ranges::find_if(text, [](char c) { return c < '0' || c > '9'; });
  auto const size = static_cast<std::size_t>(end - text.begin());
  auto const digits = text.substr(0, size);
  text.remove_prefix(size);
  return digits;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || !any_of.contains(text.front())) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

/// 3.55E+14, 3,55E+14, 4E+11: as a spreadsheet writes it, always with the sign. 5E3 may well be a number of somebody.
bool is_exponent_form(std::string_view text) {
  if (take_digits(text).size() != 1) {
    return false;
  }
  if (take(text, ".,") && take_digits(text).empty()) {
    return false;
  }
  return take(text, "Ee") && take(text, "+") && take_digits(text).size() >= 2 && text.empty();
}

/// 123.0
bool has_decimals_of_zero(std::string_view text) {
  if (take_digits(text).empty() || !take(text, ".,")) {
    return false;
  }
  auto const decimals = take_digits(text);
  return !decimals.empty() && text.empty() && decimals.find_first_not_of('0') == std::string_view::npos;
}

/// `Mar`, in English or German, written as spreadsheets do: MAR-24 may well be a number of somebody.
bool take_month(std::string_view& text) {
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
                                 "Sep", "Oct", "Nov", "Dec", "Mrz", "Mai", "Okt", "Dez"};
  auto const* const month = std::ranges::find_if(months, [&](std::string_view name) { return text.starts_with(name); });
  if (month == months.end()) {
    return false;
  }
  text.remove_prefix(3);
  return true;
}

/// 1-Mar, 01. Mrz, 1-Mar-24
bool is_day_and_month(std::string_view text) {
  auto const day = take_digits(text).size();
  if (day < 1 || day > 2 || !take(text, "-.")) {
    return false;
  }
  static_cast<void>(take(text, " "));
  if (!take_month(text)) {
    return false;
  }
  if (text.empty()) {
    return true;
  }
  auto const year = take(text, "- ") ? take_digits(text).size() : 0;
  return (year == 2 || year == 4) && text.empty();
}

/// Mar-24, Mrz 24
bool is_month_and_year(std::string_view text) {
  if (!take_month(text) || !take(text, "- ")) {
    return false;
  }
  auto const year = take_digits(text).size();
  return (year == 2 || year == 4) && text.empty();
}

/// 2024-03-01 00:00:00
bool is_midnight(std::string_view text) {
  constexpr std::string_view pattern = "0000-00-00 00:00:00";
  bool const fits = text.size() == pattern.size() && std::ranges::equal(text, pattern, [](char c, char wanted) {
                      return wanted == '0' ? c >= '0' && c <= '9' : c == wanted || (wanted == ' ' && c == 'T');
                    });
  return fits && text.ends_with("00:00:00");
}

bool lost_digits(std::string_view text, NumberRule const& rule) {
  return rule.shape == NumberShape::sscc && text.size() == sscc_size && !base::has_gs1_check_digit(text) &&
         text.substr(digits_kept).find_first_not_of('0') == std::string_view::npos;
}

/// A check digit is counted from the right, so it still fits when zeros in front are gone.
bool lost_zeros(std::string_view text, NumberRule const& rule) {
  switch (rule.shape) {
    case NumberShape::imei: return text.size() + 1 == imei_size && base::has_luhn_check_digit(text);
    case NumberShape::sscc:
      return text.size() < sscc_size && text.size() + 3 >= sscc_size && base::has_gs1_check_digit(text);
    case NumberShape::gtin: {
      bool const has_wrong_size = text.size() == 7 || (text.size() > 8 && text.size() < 12);
      return has_wrong_size && base::has_gs1_check_digit(text);
    }
    case NumberShape::free: break;
  }
  return rule.digits && text.size() < *rule.digits;
}

}  // namespace

std::optional<Spoilt> find_spoilt(std::string_view text, NumberRule const& rule) {
  text = base::trim_blanks(text);
  if (is_exponent_form(text)) {
    return spoilt("spoilt.rounded", "A spreadsheet rounded this number, and its last digits are gone.");
  }
  if (has_decimals_of_zero(text)) {
    return spoilt("spoilt.decimals", "A spreadsheet gave this number decimals.");
  }
  if (is_day_and_month(text) || is_month_and_year(text) || is_midnight(text)) {
    return spoilt("spoilt.date", "A spreadsheet took this number for a date.");
  }
  if (!base::is_digits(text)) {
    return std::nullopt;
  }
  if (lost_digits(text, rule)) {
    return spoilt("spoilt.digits_lost", "A spreadsheet kept fifteen digits of this number and made the others zeros.");
  }
  if (lost_zeros(text, rule)) {
    return spoilt("spoilt.zeros_lost", "A spreadsheet took the zeros in front off this number.");
  }
  return std::nullopt;
}

}  // namespace nameplate::tabular
