#include "cli/commands/expiry.hpp"

#include "base/time_text.hpp"

#include <charconv>
#include <optional>

namespace nameplate::cli {
namespace {

constexpr std::int64_t amount_max = 100'000;

/// `90d`, `12h` in microseconds.
std::optional<std::int64_t> parse_span(std::string_view text) {
  std::int64_t amount = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  auto const unit = std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (error != std::errc() || amount <= 0 || amount > amount_max || (unit != "h" && unit != "d")) {
    return std::nullopt;
  }
  return amount * (unit == "d" ? 24 : 1) * base::microseconds_per_hour;
}

}  // namespace

base::Result<base::Instant> parse_expiry(std::string_view text, base::Instant now) {
  if (auto const span = parse_span(text)) {
    return now.plus(*span);
  }
  if (auto const day = base::parse_date(text)) {
    return base::Instant{std::int64_t{*day} * 24 * base::microseconds_per_hour};
  }
  if (auto const time = base::parse_time(text)) {
    return time->instant;
  }
  return base::fail(
      base::ErrorKind::bad_request, "expires.malformed",
      "--expires takes a span such as 90d or 12h, a day such as 2027-01-31, or a time such as 2027-01-31T12:00:00Z.");
}

}  // namespace nameplate::cli
