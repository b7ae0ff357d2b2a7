#include "base/time_text.hpp"

#include "base/utf8.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace nameplate::base {
namespace {

constexpr int year_min = 1970;
constexpr int year_max = 2200;
constexpr std::int64_t seconds_per_day = 86'400;

std::unexpected<Error> malformed(std::string_view slug, std::string_view text, std::string_view example) {
  return fail(ErrorKind::invalid, slug,
              "\"" + excerpt(text) + "\" cannot be read. Write it as " + std::string(example) + ".");
}

/// Takes exactly `digits` digits off the front; -1 when they are not there.
int take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) {
    return -1;
  }
  int value = 0;
  for (char const c : text.substr(0, digits)) {
    if (c < '0' || c > '9') {
      return -1;
    }
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (!text.starts_with(expected)) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

std::optional<std::int32_t> take_date(std::string_view& text) {
  int const year = take_number(text, 4);
  bool const first = take(text, '-');
  int const month = take_number(text, 2);
  bool const second = take(text, '-');
  int const day = take_number(text, 2);
  if (!first || !second || year < year_min || year > year_max || month < 1 || day < 1) {
    return std::nullopt;
  }
  std::chrono::year_month_day const date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) {
    return std::nullopt;
  }
  return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

/// The fraction after the dot in microseconds; -1 when malformed.
std::int64_t take_fraction(std::string_view& text) {
  std::int64_t value = 0;
  std::size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 6) {
      value = value * 10 + (text.front() - '0');
    } else if (text.front() != '0') {
      return -1;
    }
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0 || digits > 9) {
    return -1;
  }
  for (; digits < 6; ++digits) {
    value *= 10;
  }
  return value;
}

/// Minutes east of UTC, or no value when there is nothing that can be an offset.
std::optional<int> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) {
    return 0;
  }
  bool const west = text.starts_with('-');
  if (!west && !text.starts_with('+')) {
    return std::nullopt;
  }
  text.remove_prefix(1);
  int const hours = take_number(text, 2);
  bool const colon = take(text, ':');
  int const minutes = take_number(text, 2);
  if (!colon || hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
    return std::nullopt;
  }
  int const total = hours * 60 + minutes;
  return west ? -total : total;
}

}  // namespace

Result<ZonedInstant> parse_time(std::string_view text) {
  auto const bad = [original = text] { return malformed("time.malformed", original, "2026-11-23T09:30:00Z"); };
  auto const days = take_date(text);
  if (!days || !(take(text, 'T') || take(text, 't') || take(text, ' '))) {
    return bad();
  }
  int const hour = take_number(text, 2);
  bool const first = take(text, ':');
  int const minute = take_number(text, 2);
  bool const second_colon = take(text, ':');
  int const second = take_number(text, 2);
  if (!first || !second_colon || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return bad();
  }
  std::int64_t const fraction = take(text, '.') ? take_fraction(text) : 0;
  bool const zulu = text == "Z" || text == "z";
  auto const offset = take_offset(text);
  if (fraction < 0 || !offset || !text.empty()) {
    return bad();
  }
  std::int64_t const seconds = *days * seconds_per_day + std::int64_t{hour} * 3600 + std::int64_t{minute} * 60 +
                               second - std::int64_t{*offset} * 60;
  if (seconds < 0) {
    return bad();
  }
  ZonedInstant result{.instant = {seconds * microseconds_per_second + fraction}};
  if (!zulu) {
    result.offset_minutes = static_cast<std::int16_t>(*offset);
  }
  return result;
}

std::string date_to_string(std::int32_t days_since_1970) {
  std::chrono::year_month_day const date{std::chrono::sys_days(std::chrono::days(days_since_1970))};
  std::array<char, 16> buffer{};
  int const length = std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return {buffer.data(), static_cast<std::size_t>(length)};
}

std::string to_string(Instant instant) {
  std::int64_t seconds = instant.microseconds / microseconds_per_second;
  std::int64_t fraction = instant.microseconds % microseconds_per_second;
  if (fraction < 0) {
    fraction += microseconds_per_second;
    --seconds;
  }
  std::int64_t days = seconds / seconds_per_day;
  std::int64_t rest = seconds % seconds_per_day;
  if (rest < 0) {
    rest += seconds_per_day;
    --days;
  }
  std::array<char, 32> buffer{};
  int length = std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d:%02d", static_cast<int>(rest / 3600),
                             static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
  auto text = date_to_string(static_cast<std::int32_t>(days)).append(buffer.data(), static_cast<std::size_t>(length));
  if (fraction != 0) {
    bool const whole_milliseconds = fraction % 1000 == 0;
    length = whole_milliseconds
                 ? std::snprintf(buffer.data(), buffer.size(), ".%03d", static_cast<int>(fraction / 1000))
                 : std::snprintf(buffer.data(), buffer.size(), ".%06d", static_cast<int>(fraction));
    text.append(buffer.data(), static_cast<std::size_t>(length));
  }
  return text + "Z";
}

Result<std::int32_t> parse_date(std::string_view text) {
  auto const original = text;
  auto const days = take_date(text);
  if (!days || !text.empty()) {
    return malformed("date.malformed", original, "2026-11-23");
  }
  return *days;
}

}  // namespace nameplate::base
