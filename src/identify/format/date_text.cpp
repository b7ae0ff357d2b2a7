#include "base/check.hpp"
#include "identify/format/number_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nameplate::identify {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

/// ISO 8601: the year of a week is that of its Thursday.
sys_days thursday_of(sys_days day) {
  auto const from_monday = std::chrono::weekday(day).iso_encoding() - 1;
  return day + days(3 - static_cast<int>(from_monday));
}

int day_of_year(sys_days day) {
  auto const year = year_month_day(day).year();
  return static_cast<int>((day - sys_days(year / 1 / 1)).count()) + 1;
}

}  // namespace

bool counts_by_week(std::span<Part const> parts) {
  return std::ranges::any_of(parts, [](Part const& part) {
    auto const* const date = std::get_if<DatePart>(&part.what);
    return date != nullptr && (date->unit == DateUnit::week || date->unit == DateUnit::weekday);
  });
}

std::string date_text(DateUnit unit, LocalTime const& time, bool by_week) {
  auto const day = sys_days(time.day);
  auto const thursday = thursday_of(day);
  auto const year = static_cast<int>(by_week ? year_month_day(thursday).year() : time.day.year());
  switch (unit) {
    case DateUnit::year: return fmt::format("{:04}", year);
    case DateUnit::year_of_century: return fmt::format("{:02}", year % 100);
    case DateUnit::month: return fmt::format("{:02}", static_cast<unsigned>(time.day.month()));
    case DateUnit::day: return fmt::format("{:02}", static_cast<unsigned>(time.day.day()));
    case DateUnit::week: return fmt::format("{:02}", (day_of_year(thursday) - 1) / 7 + 1);
    case DateUnit::weekday: return fmt::format("{}", std::chrono::weekday(day).iso_encoding());
    case DateUnit::day_of_year: return fmt::format("{:03}", day_of_year(day));
    case DateUnit::hour: return fmt::format("{:02}", time.hour);
  }
  base::unreachable();
}

}  // namespace nameplate::identify
