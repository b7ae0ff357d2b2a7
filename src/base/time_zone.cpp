#include "base/time_zone.hpp"

#include <date/tz.h>

#include <exception>

namespace nameplate::base {
namespace {

using std::chrono::microseconds;

/// Null when the system does not know it.
date::time_zone const* find_zone(std::string const& name) {
  try {
    return date::locate_zone(name);
  } catch (std::exception const&) {
    return nullptr;
  }
}

LocalTime as_local(std::chrono::seconds offset, Instant instant) {
  auto const local = std::chrono::sys_time<microseconds>(microseconds(instant.microseconds) + offset);
  auto const day = std::chrono::floor<std::chrono::days>(local);
  std::chrono::hh_mm_ss const time(local - day);
  return {
      .day = day, .hour = static_cast<int>(time.hours().count()), .minute = static_cast<int>(time.minutes().count())};
}

}  // namespace

bool is_time_zone(std::string const& name) {
  return find_zone(name) != nullptr;
}

std::optional<LocalTime> local_time(std::string const& zone, Instant instant) {
  auto const* const found = find_zone(zone);
  if (found == nullptr) {
    return std::nullopt;
  }
  return as_local(found->get_info(date::sys_time<microseconds>(microseconds(instant.microseconds))).offset, instant);
}

LocalTime local_time(std::chrono::minutes east_of_utc, Instant instant) {
  return as_local(east_of_utc, instant);
}

}  // namespace nameplate::base
