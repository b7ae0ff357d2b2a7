#pragma once

#include "base/result.hpp"
#include "domain/records/records.hpp"

#include <string>
#include <string_view>

namespace nameplate::domain {

/// A value as somebody wrote it, in the form in which it is kept: numbers and dates shortest, choices as they are
/// spelled in the attribute, `true` or `false`. Errors: attribute.type, attribute.out_of_range, attribute.pattern,
/// attribute.choice, each naming what was expected.
[[nodiscard]] base::Result<std::string> read_attribute_value(Attribute const& attribute, std::string_view text);

/// The first fault in the definition itself: bounds that are no values or the wrong way round, a pattern that cannot be
/// read, choices where none belong. Errors: attribute.definition, pattern.malformed.
[[nodiscard]] base::Result<void> check_definition(Attribute const& attribute, std::string_view pattern);

}  // namespace nameplate::domain
