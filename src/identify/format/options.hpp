#pragma once

#include "base/result.hpp"
#include "identify/format/part.hpp"

#include <string_view>
#include <vector>

/// What follows the name of a part after colons: `5`, `base=36`, `upper`. Private to the grammar.
/// Each gives format.malformed for a missing or wrong width and format.option for an option that is none.
namespace nameplate::identify {

using OptionTexts = std::vector<std::string_view>;

[[nodiscard]] base::Result<CounterPart> parse_counter(OptionTexts const& options, bool scrambled);
[[nodiscard]] base::Result<CheckPart> parse_check(OptionTexts const& options);
/// `field` says already what it is about.
[[nodiscard]] base::Result<FieldPart> parse_field(OptionTexts const& options, FieldPart field);

}  // namespace nameplate::identify
