#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

/// Check digits of numbers that other systems give out.
namespace nameplate::base {

[[nodiscard]] constexpr bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

namespace detail {

/// The sum of the digits from the right, every second one (the last excepted) weighed by `weigh`.
template <typename Weigh>
[[nodiscard]] constexpr int weighed_sum(std::string_view digits, Weigh weigh) {
  int sum = 0;
  for (std::size_t from_right = 0; from_right < digits.size(); ++from_right) {
    int const digit = digits[digits.size() - 1 - from_right] - '0';
    sum += from_right % 2 == 1 ? weigh(digit) : digit;
  }
  return sum;
}

}  // namespace detail

/// GS1 General Specifications 7.9: GTIN, GLN, SSCC. False for anything but digits.
[[nodiscard]] constexpr bool has_gs1_check_digit(std::string_view digits) {
  return digits.size() > 1 && is_digits(digits) &&
         detail::weighed_sum(digits, [](int digit) { return digit * 3; }) % 10 == 0;
}

/// ISO/IEC 7812-1 annex B: IMEI, card numbers. False for anything but digits.
[[nodiscard]] constexpr bool has_luhn_check_digit(std::string_view digits) {
  return digits.size() > 1 && is_digits(digits) &&
         detail::weighed_sum(digits, [](int digit) { return digit * 2 > 9 ? digit * 2 - 9 : digit * 2; }) % 10 == 0;
}

inline constexpr std::size_t gtin_size = 14;

/// A GTIN-8, -12, -13 or -14 whose check digit fits.
[[nodiscard]] constexpr bool is_gtin(std::string_view digits) {
  return (digits.size() == 8 || (digits.size() >= 12 && digits.size() <= gtin_size)) && has_gs1_check_digit(digits);
}

/// All lengths of GTIN are one number with zeros in front: fourteen digits compare.
[[nodiscard]] inline std::string pad_gtin(std::string_view gtin) {
  return std::string(gtin.size() < gtin_size ? gtin_size - gtin.size() : 0, '0').append(gtin);
}

}  // namespace nameplate::base
