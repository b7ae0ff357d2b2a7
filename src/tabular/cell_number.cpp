#include "tabular/cell_number.hpp"

#include "base/ascii.hpp"
#include "base/check_digit.hpp"

namespace nameplate::tabular {
namespace {

constexpr std::size_t group_size = 3;

/// `1.234.567`: the digits alone; nothing when they are not grouped by threes.
std::string without_groups(std::string_view whole, char group) {
  std::string digits;
  for (bool is_first = true; !whole.empty(); is_first = false) {
    auto const end = whole.find(group);
    auto const part = whole.substr(0, end);
    bool const fits = base::is_digits(part) && (is_first ? part.size() <= group_size : part.size() == group_size);
    if (!fits || end + 1 == whole.size()) {
      return {};
    }
    digits += part;
    whole.remove_prefix(end == std::string_view::npos ? whole.size() : end + 1);
  }
  return digits;
}

}  // namespace

std::string plain_decimal(std::string_view text, DecimalMark mark) {
  auto const trimmed = base::trim_blanks(text);
  auto rest = trimmed;
  std::string const sign = rest.starts_with('-') ? "-" : "";
  rest.remove_prefix(sign.size());
  auto const decimal = static_cast<char>(mark);
  char const group = mark == DecimalMark::point ? ',' : '.';
  auto const at = rest.find(decimal);
  auto const whole = rest.substr(0, at);
  auto const digits = whole.contains(group) ? without_groups(whole, group) : std::string(whole);
  if (!base::is_digits(digits)) {
    return std::string(trimmed);
  }
  return sign + digits + (at == std::string_view::npos ? "" : "." + std::string(rest.substr(at + 1)));
}

base::Result<base::Quantity> read_quantity(std::string_view text, DecimalMark mark) {
  return base::parse_quantity(plain_decimal(text, mark));
}

}  // namespace nameplate::tabular
