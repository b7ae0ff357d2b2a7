#include "identify/gs1/values.hpp"

#include "base/check_digit.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>

namespace nameplate::identify::gs1 {
namespace {

/// The characters of set 82 in the order of their values.
constexpr std::string_view signs =
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

bool may_have(CharacterSet set, char c) {
  bool const is_digit = c >= '0' && c <= '9';
  bool const is_capital = c >= 'A' && c <= 'Z';
  switch (set) {
    case CharacterSet::digits: return is_digit;
    case CharacterSet::signs: return signs.contains(c);
    case CharacterSet::part_code: return is_digit || is_capital || c == '#' || c == '-' || c == '/';
    case CharacterSet::base64url:
      return is_digit || is_capital || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '=';
  }
  return false;
}

int number_of(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

bool is_date(std::string_view text, bool end_of_month_too) {
  // The century does not tell whether a day exists, but for 1900 and 2100, which labels do not mean.
  constexpr int century = 2000;
  std::chrono::year const year(century + number_of(text.substr(0, 2)));
  std::chrono::month const month(static_cast<unsigned>(number_of(text.substr(2, 2))));
  std::chrono::day const day(static_cast<unsigned>(number_of(text.substr(4, 2))));
  return end_of_month_too && day == std::chrono::day(0) ? month.ok() : (year / month / day).ok();
}

bool is_long_date(std::string_view text) {
  std::chrono::year const year(number_of(text.substr(0, 4)));
  std::chrono::month const month(static_cast<unsigned>(number_of(text.substr(4, 2))));
  return (year / month / std::chrono::day(static_cast<unsigned>(number_of(text.substr(6, 2))))).ok();
}

bool has_whole_escapes(std::string_view text) {
  constexpr std::string_view hexadecimal = "0123456789ABCDEFabcdef";
  for (std::size_t place = text.find('%'); place != std::string_view::npos; place = text.find('%', place + 1)) {
    if (place + 2 >= text.size() || !hexadecimal.contains(text[place + 1]) || !hexadecimal.contains(text[place + 2])) {
      return false;
    }
  }
  return true;
}

bool passes(ValueCheck check, std::string_view text) {
  constexpr int hours = 24;
  constexpr int minutes = 60;
  switch (check) {
    case ValueCheck::none: return true;
    case ValueCheck::check_digit: return base::has_gs1_check_digit(text);
    case ValueCheck::check_pair: return has_check_pair(text);
    case ValueCheck::date: return is_date(text, true);
    case ValueCheck::day: return is_date(text, false);
    case ValueCheck::long_day: return is_long_date(text);
    case ValueCheck::clock: return number_of(text.substr(0, 2)) < hours && number_of(text.substr(2)) < minutes;
    case ValueCheck::hour: return number_of(text) < hours;
    case ValueCheck::sixty: return number_of(text) < minutes;
    case ValueCheck::zero: return text.find_first_not_of('0') == std::string_view::npos;
    case ValueCheck::not_zero: return text.find_first_not_of('0') != std::string_view::npos;
    case ValueCheck::no_leading_zero: return text.front() != '0';
    case ValueCheck::piece_of_total: {
      int const piece = number_of(text.substr(0, 2));
      return piece > 0 && piece <= number_of(text.substr(2));
    }
    case ValueCheck::yes_no: return text == "0" || text == "1";
    case ValueCheck::winding: return text == "0" || text == "1" || text == "9";
    case ValueCheck::minus: return text == "-";
    case ValueCheck::percent_escaped: return has_whole_escapes(text);
  }
  return false;
}

std::string quoted(std::string_view identifier, std::string_view value) {
  return "(" + std::string(identifier) + ")" + std::string(value);
}

base::Result<void> refuse_check(ValueCheck check, std::string_view identifier, std::string_view title,
                                std::string_view value, std::string_view part) {
  auto const whole = quoted(identifier, value) + " (" + std::string(title) + ")";
  if (check == ValueCheck::check_digit || check == ValueCheck::check_pair) {
    return base::fail(base::ErrorKind::invalid, "label.check_digit",
                      "The check digit in " + whole + " does not fit. Scan the label again.");
  }
  if (check == ValueCheck::date || check == ValueCheck::day || check == ValueCheck::long_day) {
    return base::fail(base::ErrorKind::invalid, "label.date",
                      "\"" + std::string(part) + "\" in " + whole + " is no day of any calendar.");
  }
  return base::fail(base::ErrorKind::invalid, "label.malformed",
                    "\"" + std::string(part) + "\" in " + whole + " is nothing that may stand there.");
}

}  // namespace

bool has_check_pair(std::string_view text) {
  constexpr std::string_view pair_characters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  constexpr auto primes =
      std::to_array<int>({2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83});
  constexpr int modulus = 1021;
  constexpr int half = 32;
  if (text.size() < 2 || text.size() > primes.size() + 2) {
    return false;
  }
  auto const body = text.substr(0, text.size() - 2);
  int sum = 0;
  for (std::size_t from_right = 0; from_right < body.size(); ++from_right) {
    auto const value = signs.find(body[body.size() - 1 - from_right]);
    if (value == std::string_view::npos) {
      return false;
    }
    sum += static_cast<int>(value) * primes[from_right];
  }
  sum %= modulus;
  return text[text.size() - 2] == pair_characters[static_cast<std::size_t>(sum / half)] &&
         text.back() == pair_characters[static_cast<std::size_t>(sum % half)];
}

base::Result<void> check_value(std::string_view identifier, ElementRule const& rule, std::string_view value) {
  auto rest = value;
  for (std::size_t place = 0; place < rule.shape.count; ++place) {
    auto const& component = rule.shape.components[place];
    if (rest.empty() && component.optional) {
      break;
    }
    auto const part = rest.substr(0, component.most);
    if (part.size() < component.least) {
      return base::fail(base::ErrorKind::invalid, "label.malformed",
                        quoted(identifier, value) + " (" + std::string(rule.title) + ") is too short.");
    }
    if (!std::ranges::all_of(part, [&](char c) { return may_have(component.characters, c); })) {
      return base::fail(base::ErrorKind::invalid, "label.malformed",
                        quoted(identifier, value) + " (" + std::string(rule.title) +
                            ") has a character that may not stand there. Where one value ends and another begins, the "
                            "label or the scanner's settings may lack a separator.");
    }
    if (!passes(component.check, part)) {
      return refuse_check(component.check, identifier, rule.title, value, part);
    }
    rest.remove_prefix(part.size());
  }
  if (!rest.empty()) {
    return base::fail(base::ErrorKind::invalid, "label.malformed",
                      quoted(identifier, value) + " (" + std::string(rule.title) +
                          ") is too long. The label or the scanner's settings may lack a separator.");
  }
  return {};
}

}  // namespace nameplate::identify::gs1
