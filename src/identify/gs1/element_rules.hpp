#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// The application identifiers of the GS1 General Specifications (section 3): what each may hold and stand beside.
namespace nameplate::identify::gs1 {

/// Which characters a component may have.
enum class CharacterSet : std::uint8_t {
  digits,     ///< N
  signs,      ///< X: the 82 characters of GS1 General Specifications 7.11
  part_code,  ///< Y: the 39 of the same: digits, capitals, # - /
  base64url,  ///< Z
};

/// What is to be checked of a component beyond its characters.
enum class ValueCheck : std::uint8_t {
  none,
  check_digit,  ///< the last digit fits
  check_pair,   ///< the last two characters fit
  date,         ///< YYMMDD, 00 for the end of the month
  day,          ///< YYMMDD
  long_day,     ///< YYYYMMDD
  clock,        ///< HHMM
  hour,
  sixty,  ///< minutes or seconds
  zero,
  not_zero,
  no_leading_zero,
  piece_of_total,  ///< two digits of a piece, two of how many there are
  yes_no,          ///< 0 or 1
  winding,         ///< 0, 1 or 9
  minus,
  percent_escaped,
};

struct Component {
  CharacterSet characters = CharacterSet::digits;
  std::uint8_t least = 0;
  std::uint8_t most = 0;
  bool optional = false;
  ValueCheck check = ValueCheck::none;
};

inline constexpr std::size_t components_max = 5;

struct Shape {
  std::array<Component, components_max> components{};
  std::size_t count = 0;

  [[nodiscard]] constexpr std::size_t most() const {
    std::size_t size = 0;
    for (auto const& component : components) {
      size += component.most;
    }
    return size;
  }
};

/// What else a label says where an identifier stands.
struct Company {
  /// What must stand beside it: one of these by comma, several together by plus; `n` stands for any digit.
  std::string_view needs = {};
  std::string_view excludes = {};  ///< what must not
  bool is_key = false;             ///< may name the thing in a Digital Link
  /// What may follow the key in the path, in this order; a bar between alternatives.
  std::string_view qualifiers = {};
};

/// One identifier, or a row of them that differ in their last digit.
struct ElementRule {
  std::string_view first;
  std::string_view last;
  Shape shape;
  bool ends_itself;  ///< its length is known beforehand, no separator follows
  bool in_query;     ///< may stand in the query of a Digital Link
  std::string_view title;
  Company company = {};
};

[[nodiscard]] std::span<ElementRule const> element_rules();

/// The rule of the identifier with which the text begins; null: there is none. Cost: a look into a small table.
[[nodiscard]] ElementRule const* rule_at(std::string_view text);

/// Whether an identifier is one that a pattern like `31nn` means.
[[nodiscard]] bool is_meant(std::string_view identifier, std::string_view pattern);

}  // namespace nameplate::identify::gs1
