#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// Numbers in the one form in which they compare. What a label shows is kept beside it.
namespace nameplate::identify {

inline constexpr std::size_t number_size_max = 80;

/// What a kind of number looks like.
enum class NumberForm {
  free,  ///< whatever the one who gives it out likes: printable ASCII
  imei,  ///< 15 digits, the last a check digit
  mac,   ///< 12 hexadecimal digits
  sscc,  ///< 18 digits, the last a check digit; an application identifier (00) in front is taken off
};

/// Trims, folds to upper case and checks. Errors: number.empty, number.too_long, number.characters (control, invisible
/// or other than ASCII), number.malformed, number.check_digit.
[[nodiscard]] base::Result<std::string> normalise_number(NumberForm form, std::string_view text);

[[nodiscard]] inline base::Result<std::string> normalise_serial(std::string_view text) {
  return normalise_number(NumberForm::free, text);
}

}  // namespace nameplate::identify
