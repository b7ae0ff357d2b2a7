#pragma once

#include "identify/check_character.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The parts of which a format makes a number. docs/reference/serial-formats.md is the language.
namespace nameplate::identify {

/// Text that stands for itself.
struct LiteralPart {
  std::string text;
};

/// What counts. The first number has index 1, whatever it shows.
struct CounterPart {
  bool scrambled = false;  ///< shows a keyed permutation of the count
  std::size_t width = 0;   ///< characters; the least of them when it grows
  std::string alphabet = "0123456789";
  std::int64_t start = 1;
  std::int64_t step = 1;
  std::int64_t end = 0;  ///< no number beyond it; 0: as far as the width goes
  bool no_leading_zero = false;
  bool grows = false;                    ///< gets wider instead of being full
  std::vector<std::string> resets = {};  ///< with what it begins again: `year`, `place`, or the name of a part
};

enum class DateUnit : std::uint8_t { year, year_of_century, month, day, week, weekday, day_of_year, hour };

/// A part of the local time of the operation. Beside a week or a weekday, years are those of ISO weeks.
struct DatePart {
  DateUnit unit = DateUnit::year;
};

enum class FieldKind : std::uint8_t { product, category, class_, location, party, lot, attribute, shift, gs1_prefix };

/// What the unit, its product or the operation says.
struct FieldPart {
  FieldKind kind = FieldKind::product;
  std::string of = {};   ///< the code of the attribute; the kind of place (`site`); empty: the place itself
  int cut = 0;           ///< that many characters from the front, or (negative) from the end; 0: all
  char pad = '\0';       ///< fills up in front what is shorter than the cut; none: that is refused
  bool upper = false;    ///< in capitals
  std::string map = {};  ///< the name of the table through which it goes
};

struct CheckPart {
  CheckMethod method = CheckMethod::mod37_36;
};

struct Part {
  std::variant<LiteralPart, CounterPart, DatePart, FieldPart, CheckPart> what;
  std::string name = {};  ///< as the template writes it, without options: `counter`, `attribute.colour`
};

/// A literal of no text: where a blank stands when people read the number. No part of the number itself.
inline constexpr std::string_view gap_name = "gap";
/// The texts of the parts one after the other, with a blank at each gap.
[[nodiscard]] std::string grouped(std::span<Part const> parts, std::span<std::string const> texts);

/// Digits of a date part.
[[nodiscard]] std::size_t size_of(DateUnit unit);

/// The characters that the format could make of a part, at least and at most. `field_size_max` for what has no cut.
struct PartSize {
  std::size_t least = 0;
  std::size_t most = 0;
};
inline constexpr std::size_t field_size_max = 40;
[[nodiscard]] PartSize size_of(Part const& part);

/// How many numbers a counter of this width can show.
[[nodiscard]] std::int64_t capacity_of(CounterPart const& counter);

}  // namespace nameplate::identify
