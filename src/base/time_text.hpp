#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nameplate::base {

/// A moment with the offset it was written with, in minutes; no offset for `Z`.
struct ZonedInstant {
  Instant instant;
  std::optional<std::int16_t> offset_minutes = {};
};

/// Reads RFC 3339 (`2026-11-23T09:30:00.25+01:00`), years 1970 to 2200, at most microseconds. Errors: time.malformed.
[[nodiscard]] Result<ZonedInstant> parse_time(std::string_view text);

/// RFC 3339 in UTC, fraction only where there is one (3 or 6 digits).
[[nodiscard]] std::string to_string(Instant instant);

/// Reads a calendar day (`2026-11-23`) as days since 1970-01-01. Errors: date.malformed.
[[nodiscard]] Result<std::int32_t> parse_date(std::string_view text);
[[nodiscard]] std::string date_to_string(std::int32_t days_since_1970);

}  // namespace nameplate::base
