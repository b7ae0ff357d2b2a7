#include "base/quantity.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace nameplate::base {
namespace {

constexpr std::size_t decimals_max = 6;

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::unexpected<Error> malformed(std::string_view text) {
  return fail(ErrorKind::invalid, "quantity.malformed",
              "\"" + excerpt(text) + "\" is not a decimal number. Write it as \"12\" or \"0.25\".");
}

std::unexpected<Error> too_large() {
  return fail(ErrorKind::invalid, "quantity.too_large",
              "The amount is above 1000000000000. Split it, or use a larger base unit.");
}

}  // namespace

Result<Quantity> parse_quantity(std::string_view text) {
  auto const original = text;
  bool const negative = text.starts_with('-');
  if (negative) {
    text.remove_prefix(1);
  }
  auto const dot = text.find('.');
  auto whole = text.substr(0, dot);
  auto fraction = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  if (whole.empty() || !all_digits(whole) || !all_digits(fraction) ||
      (dot != std::string_view::npos && fraction.empty())) {
    return malformed(original);
  }
  while (fraction.ends_with('0')) {
    fraction.remove_suffix(1);
  }
  while (whole.size() > 1 && whole.starts_with('0')) {
    whole.remove_prefix(1);
  }
  if (fraction.size() > decimals_max) {
    return fail(ErrorKind::invalid, "quantity.too_fine",
                "\"" + excerpt(original) + "\" is finer than a millionth. Round it to six decimals.");
  }
  if (whole.size() > 13) {
    return too_large();
  }
  std::int64_t value = 0;
  for (char const digit : whole) {
    value = value * 10 + (digit - '0');
  }
  for (std::size_t place = 0; place < decimals_max; ++place) {
    value = value * 10 + (place < fraction.size() ? fraction[place] - '0' : 0);
  }
  if (value > quantity_millionths_max) {
    return too_large();
  }
  return Quantity{negative ? -value : value};
}

std::string to_string(Quantity quantity) {
  bool const negative = quantity.millionths < 0;
  auto const magnitude =
      negative ? 0 - static_cast<std::uint64_t>(quantity.millionths) : static_cast<std::uint64_t>(quantity.millionths);
  auto text = std::to_string(magnitude / millionths_per_one);
  if (auto rest = magnitude % millionths_per_one; rest != 0) {
    auto decimals = std::to_string(millionths_per_one + static_cast<std::int64_t>(rest)).substr(1);
    while (decimals.ends_with('0')) {
      decimals.pop_back();
    }
    text += "." + decimals;
  }
  return negative ? "-" + text : text;
}

Result<Quantity> convert(Quantity entered, Quantity factor) {
  __extension__ using Wide = __int128;
  bool const negative = (entered.millionths < 0) != (factor.millionths < 0);
  auto const magnitude = [](std::int64_t value) {
    return value < 0 ? -static_cast<Wide>(value) : static_cast<Wide>(value);
  };
  Wide const product = magnitude(entered.millionths) * magnitude(factor.millionths);
  Wide whole = product / millionths_per_one;
  Wide const rest = product % millionths_per_one;
  Wide const half = millionths_per_one / 2;
  if (rest > half || (rest == half && whole % 2 != 0)) {
    ++whole;
  }
  if (whole > quantity_millionths_max) {
    return too_large();
  }
  auto const value = static_cast<std::int64_t>(whole);
  return Quantity{negative ? -value : value};
}

}  // namespace nameplate::base
