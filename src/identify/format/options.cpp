#include "identify/format/options.hpp"

#include "base/ascii.hpp"
#include "base/check_digit.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace nameplate::identify {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t counter_width_max = 18;
constexpr int cut_max = 40;
constexpr std::int64_t start_max = 1'000'000'000'000'000;
constexpr std::int64_t step_max = 1'000'000;
constexpr std::string_view all_characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Without those that people take for one another: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
constexpr std::string_view plain_characters = "34679ACDEFGHJKMNPQRTVWXY";

std::unexpected<base::Error> bad_option(std::string_view option, std::string_view why) {
  return fail(ErrorKind::invalid, "format.option", fmt::format("the option \"{}\" {}", base::excerpt(option), why));
}

/// A whole number without zeros in front.
std::optional<std::int64_t> parse_whole(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool const is_whole = error == std::errc() && end == text.data() + text.size();
  return is_whole && !text.starts_with('0') && !text.starts_with("-0") ? std::optional(value) : std::nullopt;
}

struct NamedOption {
  std::string_view name;
  std::string_view value;
};

NamedOption take_apart(std::string_view option) {
  auto const sign = option.find('=');
  return sign == std::string_view::npos ? NamedOption{option, {}}
                                        : NamedOption{option.substr(0, sign), option.substr(sign + 1)};
}

base::Result<std::string> parse_alphabet(std::string_view option, std::string_view text) {
  auto alphabet = base::to_upper(text);
  auto sorted = alphabet;
  std::ranges::sort(sorted);
  bool const is_distinct = std::ranges::adjacent_find(sorted) == sorted.end();
  bool const is_known = sorted.find_first_not_of(all_characters) == std::string::npos;
  if (alphabet.size() < 2 || !is_distinct || !is_known) {
    return bad_option(option,
                      "is no alphabet: at least two letters and digits, each once, capitals and small letters "
                      "being the same.");
  }
  return alphabet;
}

base::Result<std::string> parse_base(std::string_view option, std::string_view text) {
  if (text == "plain") {
    return std::string(plain_characters);
  }
  auto const base = parse_whole(text);
  if (!base || *base < 2 || *base > static_cast<std::int64_t>(all_characters.size())) {
    return bad_option(option, "is no base: 2 to 36, or `plain` for characters that nobody mistakes for others.");
  }
  return std::string(all_characters.substr(0, static_cast<std::size_t>(*base)));
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    auto const end = std::min(text.find(separator, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

base::Result<void> take_counter_option(CounterPart& counter, std::string_view option) {
  auto const [name, value] = take_apart(option);
  if (name == "base" || name == "alphabet") {
    auto alphabet = name == "base" ? parse_base(option, value) : parse_alphabet(option, value);
    if (!alphabet) {
      return std::unexpected(alphabet.error());
    }
    counter.alphabet = *std::move(alphabet);
  } else if (option == "nozero") {
    counter.no_leading_zero = true;
  } else if (name == "reset") {
    counter.resets = split(value, '+');
  } else if (!counter.scrambled && option == "full=grow") {
    counter.grows = true;
  } else if (!counter.scrambled && (name == "start" || name == "step")) {
    auto const number = value == "0" ? std::optional<std::int64_t>(0) : parse_whole(value);
    bool const is_start = name == "start";
    if (!number || *number < (is_start ? 0 : 1) || *number > (is_start ? start_max : step_max)) {
      return bad_option(option, is_start ? "is no start: 0 to 10^15." : "is no step: 1 to 1000000.");
    }
    (is_start ? counter.start : counter.step) = *number;
  } else if (!counter.scrambled && name == "end") {
    auto const number = parse_whole(value);
    if (!number || *number < 1 || *number > start_max) {
      return bad_option(option, "is no end: 1 to 10^15.");
    }
    counter.end = *number;
  } else if (option != "full=refuse") {
    return bad_option(option, counter.scrambled ? "is unknown here. Known are base, alphabet, nozero and reset."
                                                : "is unknown here. Known are base, alphabet, start, step, end, "
                                                  "nozero, reset and full.");
  }
  return {};
}

}  // namespace

base::Result<CounterPart> parse_counter(OptionTexts const& options, bool scrambled) {
  CounterPart counter{.scrambled = scrambled};
  auto const width = options.empty() ? std::nullopt : parse_whole(options.front());
  if (!width || *width < 1 || *width > static_cast<std::int64_t>(counter_width_max)) {
    return fail(ErrorKind::invalid, "format.malformed",
                fmt::format("a counter has a width from 1 to {}: write {{{}:8}}.", counter_width_max,
                            scrambled ? "random" : "counter"));
  }
  counter.width = static_cast<std::size_t>(*width);
  bool starts_by_itself = true;
  for (auto const option : std::span(options).subspan(1)) {
    starts_by_itself = starts_by_itself && !option.starts_with("start=");
    if (auto const taken = take_counter_option(counter, option); !taken) {
      return std::unexpected(taken.error());
    }
  }
  if (counter.no_leading_zero && !scrambled) {
    // The first that does not begin with the zero of its alphabet.
    auto first = CounterPart{.scrambled = true, .width = counter.width, .alphabet = counter.alphabet};
    auto rest = first;
    rest.no_leading_zero = true;
    auto const begin = capacity_of(first) - capacity_of(rest);
    if (!starts_by_itself && counter.start < begin) {
      return fail(
          ErrorKind::invalid, "format.option",
          fmt::format("a counter of width {} that begins with {} begins with a zero: leave out nozero or start.",
                      counter.width, counter.start));
    }
    counter.start = std::max(counter.start, begin);
  }
  if (capacity_of(counter) == 0) {
    return fail(ErrorKind::invalid, "format.option", "a counter of that width ends before its start.");
  }
  return counter;
}

base::Result<CheckPart> parse_check(OptionTexts const& options) {
  if (options.empty()) {
    return CheckPart();
  }
  auto const method = options.size() == 1 ? parse_check_method(options.front()) : std::nullopt;
  if (!method) {
    std::string known;
    for (auto const& rule : check_rules()) {
      known.append(known.empty() ? "" : ", ").append(rule.name);
    }
    return bad_option(options.back(), fmt::format("is no check character. Known are {}.", known));
  }
  return CheckPart{*method};
}

base::Result<FieldPart> parse_field(OptionTexts const& options, FieldPart field) {
  for (auto const option : options) {
    auto const [name, value] = take_apart(option);
    if (auto const cut = parse_whole(option)) {
      if (*cut < -cut_max || *cut > cut_max) {
        return bad_option(option, fmt::format("cuts more than {} characters.", cut_max));
      }
      field.cut = static_cast<int>(*cut);
    } else if (option == "upper") {
      field.upper = true;
    } else if (name == "pad" && value.size() == 1) {
      field.pad = value.front();
    } else if (name == "map" && !value.empty()) {
      field.map = value;
    } else {
      return bad_option(option,
                        "is unknown here. Known are a count of characters (3 from the front, -3 from the end), "
                        "pad=0, upper and map=NAME.");
    }
  }
  if (field.pad != '\0' && field.cut == 0) {
    return fail(ErrorKind::invalid, "format.option", "pad= fills up to a count of characters: say how many.");
  }
  return field;
}

}  // namespace nameplate::identify
