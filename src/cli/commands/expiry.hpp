#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <string_view>

namespace nameplate::cli {

/// When a token is to end: `90d` or `12h` from now, a day (`2027-01-31`, its beginning in UTC) or a time as in RFC
/// 3339. Errors: expires.malformed.
[[nodiscard]] base::Result<base::Instant> parse_expiry(std::string_view text, base::Instant now);

}  // namespace nameplate::cli
