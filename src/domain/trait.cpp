#include "domain/trait.hpp"

#include "base/ascii.hpp"
#include "base/check.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

constexpr std::size_t whole_digits = 18;
constexpr std::size_t decimals = 6;
constexpr std::size_t tag_length_max = 50;

bool are_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string normalised(std::string_view text) {
  return base::to_upper(base::trim_blanks(text));
}

/// Sorts as text as the numbers do: a sign, then all digits; of negative ones, what is missing to nine.
std::string number_key(std::string_view value) {
  bool const negative = value.starts_with('-');
  value.remove_prefix(negative ? 1 : 0);
  auto const point = std::min(value.find('.'), value.size());
  std::string digits(whole_digits - std::min(whole_digits, point), '0');
  digits += value.substr(0, point);
  auto const fraction = value.substr(std::min(point + 1, value.size()));
  digits += fraction;
  digits.append(decimals - std::min(decimals, fraction.size()), '0');
  if (negative) {
    std::ranges::transform(digits, digits.begin(), [](char c) { return static_cast<char>('0' + ('9' - c)); });
  }
  return (negative ? "0" : "1") + digits;
}

}  // namespace

std::string trait_key(TraitType type, std::string_view value) {
  switch (type) {
    case TraitType::number: return number_key(value);
    case TraitType::date:
    case TraitType::boolean: return std::string(value);
    case TraitType::tag:
    case TraitType::text:
    case TraitType::choice: return normalised(value);
  }
  base::unreachable();
}

base::Result<std::string> canonical_number(std::string_view text) {
  auto rest = base::trim_blanks(text);
  auto const malformed = [&] {
    return base::fail(base::ErrorKind::invalid, "number.malformed",
                      "\"" + base::excerpt(text) +
                          "\" is no number with at most 18 digits before the point and six after it, such as -12.5.");
  };
  bool const negative = rest.starts_with('-');
  rest.remove_prefix(negative ? 1 : 0);
  auto const point = std::min(rest.find('.'), rest.size());
  auto whole = rest.substr(0, point);
  auto fraction = rest.substr(std::min(point + 1, rest.size()));
  if (whole.empty() || !are_digits(whole) || !are_digits(fraction) || (point < rest.size() && fraction.empty())) {
    return malformed();
  }
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  while (fraction.ends_with('0')) {
    fraction.remove_suffix(1);
  }
  if (whole.size() > whole_digits || fraction.size() > decimals) {
    return malformed();
  }
  std::string number(whole.empty() ? "0" : whole);
  if (!fraction.empty()) {
    number += "." + std::string(fraction);
  }
  return negative && number != "0" ? "-" + number : number;
}

base::Result<std::string> canonical_tag(std::string_view text) {
  auto const tag = base::trim_blanks(text);
  if (tag.empty() || !base::is_valid_utf8(tag) || base::count_code_points(tag) > tag_length_max ||
      base::has_invisible_characters(tag) || tag.contains(',')) {
    return base::fail(base::ErrorKind::invalid, "tag.malformed",
                      "\"" + base::excerpt(text) + "\" is no tag: 1 to 50 visible characters without a comma.");
  }
  return std::string(tag);
}

}  // namespace nameplate::domain
