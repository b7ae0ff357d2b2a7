#pragma once

#include "base/quantity.hpp"

#include <string>
#include <string_view>

namespace nameplate::tabular {

/// The mark before the decimals; the other one groups thousands.
enum class DecimalMark : char { point = '.', comma = ',' };

/// `1.234,50` with a decimal comma becomes `1234.50`. A mark that groups must stand before each three digits; what fits
/// no number comes back as it is, for the parser behind to refuse.
[[nodiscard]] std::string plain_decimal(std::string_view text, DecimalMark mark);

/// Errors: those of base::parse_quantity.
[[nodiscard]] base::Result<base::Quantity> read_quantity(std::string_view text, DecimalMark mark);

}  // namespace nameplate::tabular
