#pragma once

#include "base/result.hpp"
#include "identify/gs1/element_rules.hpp"

#include <string_view>

/// Whether a value is one that its identifier may have. Private to gs1.
namespace nameplate::identify::gs1 {

/// Errors: label.malformed, label.check_digit, label.date.
[[nodiscard]] base::Result<void> check_value(std::string_view identifier, ElementRule const& rule,
                                             std::string_view value);

/// The check pair of General Specifications 7.9.5 fits.
[[nodiscard]] bool has_check_pair(std::string_view text);

}  // namespace nameplate::identify::gs1
