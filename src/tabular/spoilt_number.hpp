#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nameplate::tabular {

/// What is known of the numbers of a column, beside their text.
enum class NumberShape : std::uint8_t {
  free,  ///< whatever somebody gives out
  imei,  ///< 15 digits with a Luhn check digit
  gtin,  ///< 8, 12, 13 or 14 digits with a GS1 check digit
  sscc,  ///< 18 digits with a GS1 check digit
};

struct NumberRule {
  NumberShape shape = NumberShape::free;
  std::optional<std::size_t> digits = {};  ///< each number has exactly so many
};

/// What a spreadsheet did to a number.
struct Spoilt {
  std::string_view reason;  ///< public and stable: `spoilt.rounded`, ...
  std::string detail;
};

/// Whether this is no number any more but what a spreadsheet made of one: rounded to 3.55E+14 (spoilt.rounded), digits
/// behind the fifteenth turned into zeros (spoilt.digits_lost), zeros in front lost (spoilt.zeros_lost), turned into a
/// date (spoilt.date), given decimals (spoilt.decimals).
[[nodiscard]] std::optional<Spoilt> find_spoilt(std::string_view text, NumberRule const& rule);

}  // namespace nameplate::tabular
