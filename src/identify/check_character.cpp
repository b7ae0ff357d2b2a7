#include "identify/check_character.hpp"

#include "base/ascii.hpp"
#include "base/check.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace nameplate::identify {
namespace {

constexpr std::string_view characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
constexpr std::string_view digits = characters.substr(0, 10);
constexpr std::string_view alphanumeric = characters.substr(0, 36);

constexpr std::array rules = {
    CheckRule{CheckMethod::luhn, "luhn", 1, false, digits, true, false},
    CheckRule{CheckMethod::luhn36, "luhn36", 1, true, alphanumeric, true, false},
    CheckRule{CheckMethod::gs1, "gs1", 1, false, digits, true, false},
    CheckRule{CheckMethod::gs1, "mod10", 1, false, digits, true, false},
    CheckRule{CheckMethod::mod11, "mod11", 1, false, "0123456789X", true, true},
    CheckRule{CheckMethod::mod11_2, "mod11,2", 1, false, "0123456789X", true, true},
    CheckRule{CheckMethod::mod37_2, "mod37,2", 1, true, characters, true, true},
    CheckRule{CheckMethod::mod97_10, "mod97,10", 2, true, digits, true, true},
    CheckRule{CheckMethod::mod11_10, "mod11,10", 1, false, digits, true, false},
    CheckRule{CheckMethod::mod37_36, "mod37,36", 1, true, alphanumeric, true, false},
    CheckRule{CheckMethod::damm, "damm", 1, false, digits, true, true},
    CheckRule{CheckMethod::verhoeff, "verhoeff", 1, false, digits, true, true},
};

using Values = std::vector<int>;

Values values_of(CheckRule const& rule, std::string_view text) {
  Values values;
  values.reserve(text.size());
  auto const counted = rule.letters ? alphanumeric : digits;
  for (char const c : text) {
    auto const place = counted.find(base::upper(c));
    if (place != std::string_view::npos) {
      values.push_back(static_cast<int>(place));
    }
  }
  return values;
}

/// Doubled from the right, the digits of a product added up.
int luhn(Values const& values, int base) {
  int sum = 0;
  bool doubled = true;
  for (std::size_t i = values.size(); i-- > 0; doubled = !doubled) {
    int const weighed = doubled ? values[i] * 2 : values[i];
    sum += weighed / base + weighed % base;
  }
  return (base - sum % base) % base;
}

/// Weighed from the right by 3, 1, 3, ...
int gs1(Values const& values) {
  int sum = 0;
  bool tripled = true;
  for (std::size_t i = values.size(); i-- > 0; tripled = !tripled) {
    sum += tripled ? values[i] * 3 : values[i];
  }
  return (10 - sum % 10) % 10;
}

/// Weighed from the right by 2 to 7, again and again; eleven is zero.
int mod11(Values const& values) {
  int sum = 0;
  int weight = 2;
  for (std::size_t i = values.size(); i-- > 0; weight = weight == 7 ? 2 : weight + 1) {
    sum += values[i] * weight;
  }
  return (11 - sum % 11) % 11;
}

/// ISO/IEC 7064, pure systems: the number and its check value together leave 1.
int pure_system(Values const& values, int modulus, int radix) {
  int sum = 0;
  for (int const value : values) {
    sum = (sum + value) * radix % modulus;
  }
  return (modulus + 1 - sum) % modulus;
}

/// ISO/IEC 7064, hybrid systems: modulus M and M + 1 in turn.
int hybrid_system(Values const& values, int modulus) {
  int sum = modulus;
  for (int const value : values) {
    sum = (sum + value) % modulus;
    sum = (sum == 0 ? modulus : sum) * 2 % (modulus + 1);
  }
  return (modulus + 1 - sum) % modulus;
}

/// ISO/IEC 7064 mod 97,10 with two check digits; a letter counts as the two digits of 10 to 35, as in an IBAN.
int mod97_10(Values const& values) {
  int rest = 0;
  for (int const value : values) {
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
  }
  return 98 - rest * 100 % 97;
}

using Row = std::array<std::uint8_t, 10>;

/// A totally anti-symmetric quasigroup with zeros in the diagonal.
constexpr std::array<Row, 10> damm_table = {{{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
                                             {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
                                             {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
                                             {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
                                             {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
                                             {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
                                             {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
                                             {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
                                             {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
                                             {2, 5, 8, 1, 4, 3, 6, 7, 9, 0}}};

int damm(Values const& values) {
  int interim = 0;
  for (int const value : values) {
    interim = damm_table[static_cast<std::size_t>(interim)][static_cast<std::size_t>(value)];
  }
  return interim;
}

/// The product in the dihedral group of order ten: 0 to 4 turn a pentagon, 5 to 9 turn it over as well.
constexpr int dihedral(int left, int right) {
  if (left < 5) {
    return right < 5 ? (left + right) % 5 : 5 + (left + right - 5) % 5;
  }
  return right < 5 ? 5 + (left - 5 - right + 5) % 5 : (left - right + 5) % 5;
}

int verhoeff(Values const& values) {
  constexpr Row permutation = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  int product = 0;
  for (std::size_t from_right = 1; from_right <= values.size(); ++from_right) {
    int value = values[values.size() - from_right];
    for (std::size_t times = from_right % 8; times > 0; --times) {
      value = permutation[static_cast<std::size_t>(value)];
    }
    product = dihedral(product, value);
  }
  return product > 0 && product < 5 ? 5 - product : product;  // the inverse
}

int check_value(CheckMethod method, Values const& values) {
  switch (method) {
    case CheckMethod::luhn: return luhn(values, 10);
    case CheckMethod::luhn36: return luhn(values, 36);
    case CheckMethod::gs1: return gs1(values);
    case CheckMethod::mod11: return mod11(values);
    case CheckMethod::mod11_2: return pure_system(values, 11, 2);
    case CheckMethod::mod37_2: return pure_system(values, 37, 2);
    case CheckMethod::mod97_10: return mod97_10(values);
    case CheckMethod::mod11_10: return hybrid_system(values, 10);
    case CheckMethod::mod37_36: return hybrid_system(values, 36);
    case CheckMethod::damm: return damm(values);
    case CheckMethod::verhoeff: return verhoeff(values);
  }
  base::unreachable();
}

}  // namespace

std::span<CheckRule const> check_rules() {
  return rules;
}

CheckRule const& rule_of(CheckMethod method) {
  return *std::ranges::find(rules, method, &CheckRule::method);
}

std::optional<CheckMethod> parse_check_method(std::string_view name) {
  auto const found = std::ranges::find(rules, name, &CheckRule::name);
  return found == rules.end() ? std::nullopt : std::optional(found->method);
}

std::string check_characters(CheckMethod method, std::string_view text) {
  auto const& rule = rule_of(method);
  auto const value = static_cast<std::size_t>(check_value(method, values_of(rule, text)));
  if (rule.size == 2) {
    return {digits[value / 10], digits[value % 10]};
  }
  return {rule.makes[value]};
}

}  // namespace nameplate::identify
