#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Many numbers written shortly. A mode of its own: elsewhere a hyphen is a part of a number.
namespace nameplate::identify {

inline constexpr std::size_t expanded_max = 100'000;

/// `A001-A050`, `A001+49` (the first and 49 more) and single numbers, with any blanks, line ends, commas or semicolons
/// between them. A hyphen makes a range only between two numbers that differ in their last digits alone; `A-001` is one
/// number. Widths are kept: `A08-A11` is A08, A09, A10, A11.
/// Errors: range.empty, range.backwards, range.too_long, range.malformed, range.twice (a number comes twice).
[[nodiscard]] base::Result<std::vector<std::string>> expand_ranges(std::string_view text);

}  // namespace nameplate::identify
