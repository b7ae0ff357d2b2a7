#include "identify/format/part.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace nameplate::identify {

namespace {

/// Far beyond any real count, and small enough that nothing computed from it overflows.
constexpr std::int64_t count_max = std::int64_t{1} << 62;

struct SizeOf {
  PartSize operator()(LiteralPart const& literal) const { return {literal.text.size(), literal.text.size()}; }
  PartSize operator()(CounterPart const& counter) const {
    constexpr std::size_t grown_max = 18;
    return {counter.width, counter.grows ? std::max(counter.width, grown_max) : counter.width};
  }
  PartSize operator()(DatePart const& date) const { return {size_of(date.unit), size_of(date.unit)}; }
  PartSize operator()(FieldPart const& field) const {
    auto const cut = static_cast<std::size_t>(std::abs(field.cut));
    return cut == 0 ? PartSize{1, field_size_max} : PartSize{cut, cut};
  }
  PartSize operator()(CheckPart const& check) const {
    auto const size = rule_of(check.method).size;
    return {size, size};
  }
};

std::int64_t power(std::int64_t base, std::size_t exponent) {
  std::int64_t result = 1;
  for (std::size_t i = 0; i < exponent; ++i) {
    if (result > count_max / base) {
      return count_max;
    }
    result *= base;
  }
  return result;
}

}  // namespace

std::string grouped(std::span<Part const> parts, std::span<std::string const> texts) {
  std::string shown;
  for (std::size_t i = 0; i < parts.size() && i < texts.size(); ++i) {
    shown += parts[i].name == gap_name ? " " : texts[i];
  }
  return shown;
}

std::size_t size_of(DateUnit unit) {
  switch (unit) {
    case DateUnit::year: return 4;
    case DateUnit::day_of_year: return 3;
    case DateUnit::weekday: return 1;
    case DateUnit::year_of_century:
    case DateUnit::month:
    case DateUnit::day:
    case DateUnit::week:
    case DateUnit::hour: break;
  }
  return 2;
}

PartSize size_of(Part const& part) {
  return std::visit(SizeOf(), part.what);
}

std::int64_t capacity_of(CounterPart const& counter) {
  auto const radix = static_cast<std::int64_t>(counter.alphabet.size());
  auto const width = counter.grows ? SizeOf()(counter).most : counter.width;
  auto const end = power(radix, width);  // the first that does not fit
  if (counter.scrambled) {
    return counter.no_leading_zero ? end - power(radix, counter.width - 1) : end;
  }
  auto const last = counter.end > 0 ? std::min(counter.end, end - 1) : end - 1;
  return counter.start > last ? 0 : (last - counter.start) / counter.step + 1;
}

}  // namespace nameplate::identify
