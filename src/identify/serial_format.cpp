#include "identify/serial_format.hpp"

#include "base/ascii.hpp"
#include "base/check.hpp"
#include "base/check_digit.hpp"
#include "base/utf8.hpp"
#include "identify/normalise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nameplate::identify {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t width_max = 18;
/// Far more than any format that makes numbers of legal length needs.
constexpr std::size_t template_size_max = 400;

std::unexpected<base::Error> malformed(std::size_t place, std::string_view what) {
  return fail(ErrorKind::invalid, "format.malformed",
              fmt::format("The template is wrong at character {}: {}", place + 1, what));
}

/// The width in `counter:8`; 0 when it is none.
std::size_t parse_width(std::string_view text) {
  std::size_t width = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), width);
  bool const whole = error == std::errc() && end == text.data() + text.size() && !text.starts_with('0');
  return whole && width <= width_max ? width : 0;
}

}  // namespace

base::Result<SerialFormat> SerialFormat::parse(std::string_view template_text) {
  if (template_text.size() > template_size_max) {
    return fail(ErrorKind::invalid, "format.too_long", "The template is far longer than a serial number can be.");
  }
  if (!std::ranges::all_of(template_text, [](char c) { return c >= ' ' && c <= '~'; })) {
    return fail(ErrorKind::invalid, "format.characters",
                "The template holds a character that is not printable ASCII; serial numbers are made of these alone.");
  }
  SerialFormat format;
  for (std::size_t at = 0; at < template_text.size(); ++at) {
    auto& literal = format.width_ == 0 ? format.before_ : format.after_;
    auto const rest = template_text.substr(at);
    if (rest.starts_with("{{") || rest.starts_with("}}")) {
      literal.push_back(rest.front());
      ++at;
    } else if (rest.starts_with('}')) {
      return malformed(at, "a brace closes that was not opened. Write }} for the sign itself.");
    } else if (rest.starts_with('{')) {
      auto const end = rest.find('}');
      if (end == std::string_view::npos) {
        return malformed(at, "the brace is not closed. Write {{ for the sign itself.");
      }
      auto const token = rest.substr(1, end - 1);
      auto const width = token.starts_with("counter:") ? parse_width(token.substr(8)) : 0;
      if (width == 0) {
        return malformed(at, fmt::format("\"{{{}}}\" is unknown. Write {{counter:8}}, with a width from 1 to {}.",
                                         base::excerpt(token), width_max));
      }
      if (format.width_ != 0) {
        return fail(ErrorKind::invalid, "format.several_counters", "The template has more than one counter. Keep one.");
      }
      format.width_ = width;
      at += end;
    } else {
      literal.push_back(rest.front());
    }
  }
  if (format.width_ == 0) {
    return fail(ErrorKind::invalid, "format.no_counter",
                "The template has no counter, so every number would be the same. Add {counter:8}.");
  }
  if (format.before_.size() + format.width_ + format.after_.size() > number_size_max) {
    return fail(ErrorKind::invalid, "format.too_long",
                fmt::format("The serial numbers would be longer than {} characters.", number_size_max));
  }
  if (format.before_.starts_with(' ') || format.after_.ends_with(' ')) {
    return malformed(0, "blanks at the ends of a number are not kept. Take them out.");
  }
  format.capacity_ = 0;
  for (std::size_t digit = 0; digit < format.width_; ++digit) {
    format.capacity_ = format.capacity_ * 10 + 9;
  }
  return format;
}

std::string SerialFormat::make(std::int64_t counter) const {
  base::check(counter >= 1 && counter <= capacity_, "a counter fits its serial format");
  auto const digits = std::to_string(counter);
  std::string serial;
  serial.reserve(before_.size() + width_ + after_.size());
  return serial.append(before_).append(width_ - digits.size(), '0').append(digits).append(after_);
}

std::optional<std::int64_t> SerialFormat::read(std::string_view serial) const {
  auto const same = [](std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, base::upper, base::upper);
  };
  if (serial.size() != before_.size() + width_ + after_.size() || !same(serial.substr(0, before_.size()), before_) ||
      !same(serial.substr(before_.size() + width_), after_)) {
    return std::nullopt;
  }
  auto const digits = serial.substr(before_.size(), width_);
  std::int64_t counter = 0;
  if (!base::is_digits(digits)) {
    return std::nullopt;
  }
  std::from_chars(digits.data(), digits.data() + digits.size(), counter);
  return counter == 0 ? std::nullopt : std::optional(counter);
}

std::string SerialFormat::counter_scope() const {
  // The place of the counter is told by a sign that no serial number holds.
  return fmt::format("{}\n{}\n{}", base::to_upper(before_), width_, base::to_upper(after_));
}

}  // namespace nameplate::identify
