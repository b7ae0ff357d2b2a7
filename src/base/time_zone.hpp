#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <optional>
#include <string>

/// Time as clocks on the wall show it, by the time zones of the system (the tz database).
namespace nameplate::base {

struct LocalTime {
  std::chrono::year_month_day day;
  int hour = 0;
  int minute = 0;
};

/// `Europe/Berlin`; false for what the system does not know.
[[nodiscard]] bool is_time_zone(std::string const& name);

/// Nothing when the system does not know the zone.
[[nodiscard]] std::optional<LocalTime> local_time(std::string const& zone, Instant instant);
[[nodiscard]] LocalTime local_time(std::chrono::minutes east_of_utc, Instant instant);

}  // namespace nameplate::base
