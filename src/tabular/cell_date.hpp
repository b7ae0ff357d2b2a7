#pragma once

#include "base/time_text.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

/// Dates as people and spreadsheets write them.
namespace nameplate::tabular {

enum class DateFormat : std::uint8_t {
  automatic,       ///< any of these, refused where it could be two of them
  year_month_day,  ///< 2024-03-01, 2024/03/01, 2024.03.01
  day_month_year,  ///< 01.03.2024, 1/3/2024, 1-3-24
  month_day_year,  ///< 03/01/2024
  serial,          ///< days since 1899-12-30, as spreadsheets keep dates: 45352, 45352.5
};

[[nodiscard]] std::string_view name_of(DateFormat format);
/// `auto`, `yyyy-mm-dd`, `dd.mm.yyyy`, `mm/dd/yyyy`, `serial`.
[[nodiscard]] std::optional<DateFormat> parse_date_format(std::string_view name);

/// A day, as days since 1970-01-01; a time of day behind it is read and left out. Errors: date.malformed,
/// date.ambiguous.
[[nodiscard]] base::Result<std::int32_t> read_date(std::string_view text, DateFormat format);

/// A moment: RFC 3339, or a date and perhaps a time of day (`14:30`, `14:30:05`) at `offset_minutes` from UTC. A date
/// alone is its first moment. Errors: date.malformed, date.ambiguous, time.malformed.
[[nodiscard]] base::Result<base::ZonedInstant> read_moment(std::string_view text, DateFormat format,
                                                           std::int16_t offset_minutes);

}  // namespace nameplate::tabular
