#include "identify/number_ranges.hpp"

#include "base/ascii.hpp"
#include "base/check_digit.hpp"

#include <charconv>
#include <optional>
#include <unordered_set>

namespace nameplate::identify {
namespace {

constexpr std::string_view separators = " \t\r\n\v\f,;";
constexpr std::size_t digits_max = 18;

std::unexpected<base::Error> refuse(std::string reason, std::string detail) {
  return base::fail(base::ErrorKind::invalid, std::move(reason), std::move(detail));
}

std::string quoted(std::string_view text) {
  constexpr std::size_t shown = 80;
  return "\"" + std::string(text.substr(0, shown)) + "\"";
}

/// A number whose last digits count: `A0` and `08`.
struct Counted {
  std::string_view before;
  std::string_view digits;
  std::int64_t value = 0;
};

std::optional<Counted> counted(std::string_view number) {
  std::size_t count = 0;
  while (count < number.size() && count < digits_max && base::is_digits(number.substr(number.size() - count - 1, 1))) {
    ++count;
  }
  if (count == 0) {
    return std::nullopt;
  }
  Counted parts{.before = number.substr(0, number.size() - count), .digits = number.substr(number.size() - count)};
  std::from_chars(parts.digits.data(), parts.digits.data() + parts.digits.size(), parts.value);
  return parts;
}

struct Range {
  Counted first;
  std::int64_t count = 0;
};

/// Nothing: it is one number.
base::Result<std::optional<Range>> range_in(std::string_view word) {
  if (auto const plus = word.find('+'); plus != std::string_view::npos) {
    auto const first = counted(word.substr(0, plus));
    auto const more = counted(word.substr(plus + 1));
    if (!first || !more || !more->before.empty()) {
      return refuse("range.malformed", quoted(word) +
                                           " is no range: write the first number, + and how many follow it, "
                                           "like A001+49.");
    }
    return std::optional(Range{.first = *first, .count = more->value + 1});
  }
  // The hyphen that stands between two numbers alike: in A-001-A-050 the second of three.
  for (auto hyphen = word.find('-'); hyphen != std::string_view::npos; hyphen = word.find('-', hyphen + 1)) {
    auto const first = counted(word.substr(0, hyphen));
    auto const last = counted(word.substr(hyphen + 1));
    if (first && last && base::to_upper(first->before) == base::to_upper(last->before)) {
      if (last->value < first->value) {
        return refuse("range.backwards", quoted(word) + " runs backwards. Write the lower number first.");
      }
      return std::optional(Range{.first = *first, .count = last->value - first->value + 1});
    }
  }
  return std::optional<Range>();
}

}  // namespace

base::Result<std::vector<std::string>> expand_ranges(std::string_view text) {
  std::vector<std::string> numbers;
  std::unordered_set<std::string> seen;
  std::optional<std::string> twice;
  auto const add = [&](std::string number) {
    if (!seen.insert(base::to_upper(number)).second && !twice) {
      twice = number;
    }
    numbers.push_back(std::move(number));
  };
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(separators), text.size()));
    if (text.empty()) {
      break;
    }
    auto const word = text.substr(0, text.find_first_of(separators));
    text.remove_prefix(word.size());
    auto const range = range_in(word);
    if (!range) {
      return std::unexpected(range.error());
    }
    auto const count = *range ? (*range)->count : 1;
    if (count > static_cast<std::int64_t>(expanded_max - numbers.size())) {
      return refuse("range.too_long", quoted(word) + " makes more than " + std::to_string(expanded_max) +
                                          " numbers of the whole. Send them in several parts.");
    }
    if (!*range) {
      add(std::string(word));
      continue;
    }
    auto const& first = (*range)->first;
    for (std::int64_t i = 0; i < count; ++i) {
      auto digits = std::to_string(first.value + i);
      digits.insert(0, first.digits.size() > digits.size() ? first.digits.size() - digits.size() : 0, '0');
      add(std::string(first.before) + digits);
    }
  }
  if (numbers.empty()) {
    return refuse("range.empty", "There is no number in it.");
  }
  if (twice) {
    return refuse("range.twice", quoted(*twice) + " comes twice. Name each number once.");
  }
  return numbers;
}

}  // namespace nameplate::identify
