#pragma once

#include "base/result.hpp"
#include "identify/format/part.hpp"

#include <string_view>
#include <vector>

namespace nameplate::identify {

/// Takes a template apart. Says where it is wrong. What the parts mean together is for NumberFormat to judge.
/// Errors: format.malformed, format.characters, format.option, format.too_long.
[[nodiscard]] base::Result<std::vector<Part>> parse_template(std::string_view text);

}  // namespace nameplate::identify
