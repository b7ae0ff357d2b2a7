#include "tabular/cell_date.hpp"

#include "base/ascii.hpp"
#include "base/check_digit.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace nameplate::tabular {
namespace {

constexpr std::int64_t seconds_per_day = 24 * 3600;
/// 1970-01-01 as spreadsheets count days.
constexpr std::int64_t serial_of_1970 = 25569;
constexpr std::int64_t serial_max = 84006;  // 2129-12-31

struct Named {
  DateFormat format;
  std::string_view name;
};
constexpr std::array names = {Named{DateFormat::automatic, "auto"}, Named{DateFormat::year_month_day, "yyyy-mm-dd"},
                              Named{DateFormat::day_month_year, "dd.mm.yyyy"},
                              Named{DateFormat::month_day_year, "mm/dd/yyyy"}, Named{DateFormat::serial, "serial"}};

struct Moment {
  std::int32_t day = 0;
  std::int64_t second = 0;
};

std::unexpected<base::Error> malformed(std::string_view text) {
  return base::fail(base::ErrorKind::invalid, "date.malformed",
                    "\"" + base::excerpt(text) +
                        "\" is no date. Write it as 2024-03-01, or say with dateFormat how it "
                        "is written.");
}

std::int64_t number_of(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// 45352 or 45352.75
base::Result<Moment> read_serial(std::string_view text) {
  auto const point = text.find_first_of(".,");
  auto const days = text.substr(0, point);
  auto const fraction = point == std::string_view::npos ? std::string_view("0") : text.substr(point + 1, 9);
  if (!base::is_digits(days) || days.size() > 6 || !base::is_digits(fraction) || number_of(days) < serial_of_1970 ||
      number_of(days) > serial_max || (point != std::string_view::npos && !base::is_digits(text.substr(point + 1)))) {
    return malformed(text);
  }
  std::int64_t scale = 1;
  for (std::size_t i = 0; i < fraction.size(); ++i) {
    scale *= 10;
  }
  auto const second = (number_of(fraction) * seconds_per_day + scale / 2) / scale;
  return Moment{.day = static_cast<std::int32_t>(number_of(days) - serial_of_1970 + second / seconds_per_day),
                .second = second % seconds_per_day};
}

/// Three numbers with the same separator between them.
struct Parts {
  std::array<std::string_view, 3> numbers;
  char separator = '-';
};
std::optional<Parts> split(std::string_view text) {
  auto const first = text.find_first_of("-./");
  if (first == std::string_view::npos) {
    return std::nullopt;
  }
  auto const second = text.find(text[first], first + 1);
  if (second == std::string_view::npos) {
    return std::nullopt;
  }
  Parts const parts{
      .numbers = {text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)},
      .separator = text[first]};
  bool const are_numbers = std::ranges::all_of(
      parts.numbers, [](std::string_view number) { return base::is_digits(number) && number.size() <= 4; });
  return are_numbers ? std::optional(parts) : std::nullopt;
}

/// A year of two digits lies between 1970 and 2069.
std::int64_t full_year(std::string_view digits) {
  auto const year = number_of(digits);
  return digits.size() != 2 ? year : year + (year < 70 ? 2000 : 1900);
}

base::Result<std::int32_t> day_of(std::string_view text, std::string_view year, std::string_view month,
                                  std::string_view day) {
  if ((year.size() != 4 && year.size() != 2) || month.size() > 2 || day.size() > 2) {
    return malformed(text);
  }
  auto const padded = [](std::int64_t number, std::size_t size) {
    auto digits = std::to_string(number);
    return std::string(size - std::min(size, digits.size()), '0') + digits;
  };
  auto const parsed = base::parse_date(padded(full_year(year), 4) + "-" + padded(number_of(month), 2) + "-" +
                                       padded(number_of(day), 2));
  return parsed ? parsed : malformed(text);
}

base::Result<DateFormat> format_of(std::string_view text, Parts const& parts) {
  if (parts.numbers[0].size() == 4) {
    return DateFormat::year_month_day;
  }
  if (parts.separator == '.') {
    return DateFormat::day_month_year;
  }
  auto const first = number_of(parts.numbers[0]);
  auto const second = number_of(parts.numbers[1]);
  if (first > 12 || first == second) {
    return DateFormat::day_month_year;
  }
  if (second > 12) {
    return DateFormat::month_day_year;
  }
  return base::fail(base::ErrorKind::invalid, "date.ambiguous",
                    "\"" + base::excerpt(text) +
                        "\" may begin with the day or with the month. Say which with "
                        "dateFormat.");
}

base::Result<Moment> read_day(std::string_view text, DateFormat format) {
  auto const parts = split(text);
  if (!parts) {
    bool const may_be_serial = format == DateFormat::serial || format == DateFormat::automatic;
    return may_be_serial ? read_serial(text) : malformed(text);
  }
  auto const found = format == DateFormat::automatic ? format_of(text, *parts) : base::Result<DateFormat>(format);
  if (!found) {
    return std::unexpected(found.error());
  }
  auto const& [first, second, third] = parts->numbers;
  auto const day = [&]() -> base::Result<std::int32_t> {
    switch (*found) {
      case DateFormat::year_month_day: return day_of(text, first, second, third);
      case DateFormat::day_month_year: return day_of(text, third, second, first);
      case DateFormat::month_day_year: return day_of(text, third, first, second);
      case DateFormat::automatic:
      case DateFormat::serial: break;
    }
    return malformed(text);
  }();
  if (!day) {
    return std::unexpected(day.error());
  }
  return Moment{.day = *day};
}

/// `14:30`, `14:30:05`, `14:30:05.25`
base::Result<std::int64_t> read_time_of_day(std::string_view text) {
  auto const whole = text.substr(0, text.find('.'));
  bool const has_seconds = whole.size() == 8 && whole[5] == ':';
  bool const fits = (whole.size() == 5 || has_seconds) && whole[2] == ':' && base::is_digits(whole.substr(0, 2)) &&
                    base::is_digits(whole.substr(3, 2)) && (!has_seconds || base::is_digits(whole.substr(6, 2)));
  auto const hour = fits ? number_of(whole.substr(0, 2)) : 24;
  auto const minute = fits ? number_of(whole.substr(3, 2)) : 0;
  auto const second = has_seconds && fits ? number_of(whole.substr(6, 2)) : 0;
  if (hour > 23 || minute > 59 || second > 59) {
    return base::fail(base::ErrorKind::invalid, "time.malformed",
                      "\"" + base::excerpt(text) + "\" is no time of day. Write it as 14:30.");
  }
  return hour * 3600 + minute * 60 + second;
}

base::Result<Moment> read_day_and_time(std::string_view text, DateFormat format) {
  text = base::trim_blanks(text);
  auto const blank = text.find_first_of(" T");
  auto moment = read_day(text.substr(0, blank), format);
  if (!moment || blank == std::string_view::npos) {
    return moment;
  }
  auto const second = read_time_of_day(base::trim_blanks(text.substr(blank + 1)));
  if (!second) {
    return std::unexpected(second.error());
  }
  moment->second = *second;
  return moment;
}

}  // namespace

std::string_view name_of(DateFormat format) {
  return std::ranges::find(names, format, &Named::format)->name;
}

std::optional<DateFormat> parse_date_format(std::string_view name) {
  auto const* const found = std::ranges::find(names, name, &Named::name);
  return found == names.end() ? std::nullopt : std::optional(found->format);
}

base::Result<std::int32_t> read_date(std::string_view text, DateFormat format) {
  auto const moment = read_day_and_time(text, format);
  if (!moment) {
    return std::unexpected(moment.error());
  }
  return moment->day;
}

base::Result<base::ZonedInstant> read_moment(std::string_view text, DateFormat format, std::int16_t offset_minutes) {
  if (auto const exact = base::parse_time(base::trim_blanks(text))) {
    return exact;
  }
  auto const moment = read_day_and_time(text, format);
  if (!moment) {
    return std::unexpected(moment.error());
  }
  auto const second = moment->day * seconds_per_day + moment->second - offset_minutes * std::int64_t{60};
  return base::ZonedInstant{.instant = {second * base::microseconds_per_second}, .offset_minutes = offset_minutes};
}

}  // namespace nameplate::tabular
