#include "tabular/formula_guard.hpp"

#include "base/check_digit.hpp"

namespace nameplate::tabular {
namespace {

constexpr std::string_view dangerous = "=+-@\t\r'";

/// -5, -5.2, -5,2: nothing that a formula could hide in.
bool is_negative_number(std::string_view cell) {
  if (!cell.starts_with('-')) {
    return false;
  }
  cell.remove_prefix(1);
  auto const point = cell.find_first_of(".,");
  return base::is_digits(cell.substr(0, point)) &&
         (point == std::string_view::npos || base::is_digits(cell.substr(point + 1)));
}

}  // namespace

bool needs_guard(std::string_view cell) {
  return !cell.empty() && dangerous.contains(cell.front()) && !is_negative_number(cell);
}

std::string_view without_guard(std::string_view cell) {
  bool const is_guarded = cell.starts_with('\'') && needs_guard(cell.substr(1));
  return is_guarded ? cell.substr(1) : cell;
}

}  // namespace nameplate::tabular
