#pragma once

#include "base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace nameplate::base {

/// An exact amount in millionths of the product's base unit. Never a float.
struct Quantity {
  std::int64_t millionths = 0;

  constexpr auto operator<=>(Quantity const&) const = default;
};

inline constexpr std::int64_t millionths_per_one = 1'000'000;
/// The largest amount that one item or balance may reach: sums of two stay far inside 64 bits.
inline constexpr std::int64_t quantity_millionths_max = 1'000'000'000'000'000'000;

/// Reads a decimal such as `12`, `0.5`, `-3.000001`. Errors: quantity.malformed, quantity.too_fine (more than six
/// decimals that are not zero), quantity.too_large.
[[nodiscard]] Result<Quantity> parse_quantity(std::string_view text);

/// The shortest decimal: no trailing zeros, no exponent.
[[nodiscard]] std::string to_string(Quantity quantity);

/// `entered` × `factor`, both in millionths, rounded once, half to even. Errors: quantity.too_large.
[[nodiscard]] Result<Quantity> convert(Quantity entered, Quantity factor);

}  // namespace nameplate::base
