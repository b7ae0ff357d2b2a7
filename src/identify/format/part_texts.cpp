#include "identify/format/part_texts.hpp"

#include "base/ascii.hpp"
#include "base/check_digit.hpp"

#include <algorithm>

namespace nameplate::identify {
namespace {

struct Range {
  int least;
  int most;
};

Range range_of(DateUnit unit) {
  switch (unit) {
    case DateUnit::year: return {0, 9999};
    case DateUnit::year_of_century: return {0, 99};
    case DateUnit::month: return {1, 12};
    case DateUnit::day: return {1, 31};
    case DateUnit::week: return {1, 53};
    case DateUnit::weekday: return {1, 7};
    case DateUnit::day_of_year: return {1, 366};
    case DateUnit::hour: return {0, 23};
  }
  return {0, 0};
}

bool is_date(DateUnit unit, std::string_view text) {
  if (text.size() != size_of(unit) || !base::is_digits(text)) {
    return false;
  }
  int value = 0;
  for (char const c : text) {
    value = value * 10 + (c - '0');
  }
  auto const range = range_of(unit);
  return value >= range.least && value <= range.most;
}

bool is_count(CounterPart const& counter, std::string_view text) {
  if (counter.scrambled) {
    bool const all = text.find_first_not_of(counter.alphabet) == std::string_view::npos;
    return all && !(counter.no_leading_zero && text.starts_with(counter.alphabet.front()));
  }
  return count_of(counter, text).has_value();
}

struct MayStand {
  char c;
  std::size_t place;
  bool operator()(LiteralPart const& literal) const {
    return place < literal.text.size() && base::upper(literal.text[place]) == c;
  }
  bool operator()(CounterPart const& counter) const { return counter.alphabet.contains(c); }
  bool operator()(DatePart const& date) const {
    // The first digit of a range such as 01 to 53 says most.
    constexpr int radix = 10;
    auto const size = size_of(date.unit);
    auto first_most = range_of(date.unit).most;
    for (std::size_t i = 1; i < size; ++i) {
      first_most /= radix;
    }
    return c >= '0' && c <= '9' && (place > 0 || c - '0' <= first_most);
  }
  bool operator()(FieldPart const& /*field*/) const { return c >= ' ' && c <= '~' && base::upper(c) == c; }
  bool operator()(CheckPart const& check) const { return rule_of(check.method).makes.contains(c); }
};

struct Fits {
  std::string_view text;
  bool operator()(LiteralPart const& literal) const { return base::to_upper(literal.text) == text; }
  bool operator()(CounterPart const& counter) const { return is_count(counter, text); }
  bool operator()(DatePart const& date) const { return is_date(date.unit, text); }
  bool operator()(FieldPart const& field) const {
    auto const size = size_of(Part{.what = field});
    return text.size() >= size.least && text.size() <= size.most;
  }
  bool operator()(CheckPart const& check) const {
    auto const& rule = rule_of(check.method);
    return text.size() == rule.size && text.find_first_not_of(rule.makes) == std::string_view::npos;
  }
};

}  // namespace

bool may_stand(Part const& part, char c, std::size_t place) {
  return std::visit(MayStand{c, place}, part.what);
}

bool fits(Part const& part, std::string_view text) {
  return std::visit(Fits{text}, part.what);
}

std::optional<std::int64_t> count_of(CounterPart const& counter, std::string_view text) {
  bool const too_short = text.size() < counter.width;
  bool const too_wide = text.size() > counter.width && (!counter.grows || text.starts_with(counter.alphabet.front()));
  if (counter.scrambled || too_short || too_wide) {
    return std::nullopt;
  }
  auto const radix = static_cast<std::int64_t>(counter.alphabet.size());
  constexpr std::int64_t value_max = std::int64_t{1} << 62;
  std::int64_t value = 0;
  for (char const c : text) {
    auto const digit = counter.alphabet.find(c);
    if (digit == std::string::npos || value > value_max / radix - 1) {
      return std::nullopt;
    }
    value = value * radix + static_cast<std::int64_t>(digit);
  }
  auto const beyond = value - counter.start;
  bool const is_made = beyond >= 0 && beyond % counter.step == 0;
  auto const count = is_made ? std::optional(beyond / counter.step + 1) : std::nullopt;
  return count && *count <= capacity_of(counter) ? count : std::nullopt;
}

}  // namespace nameplate::identify
