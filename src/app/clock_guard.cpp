#include "app/clock_guard.hpp"

#include "base/logging.hpp"
#include "base/time_text.hpp"

#include <cstdlib>

namespace nameplate::app {
namespace {

constexpr std::int64_t jump_max_us = 60 * base::microseconds_per_second;
constexpr std::int64_t behind_max_us = 5 * 60 * base::microseconds_per_second;
constexpr std::int64_t far_ahead_us = 30 * 24 * base::microseconds_per_hour;

}  // namespace

void ClockGuard::start(base::Instant recorded_at) {
  head_us_ = recorded_at.microseconds;
  known_difference_us_ = difference_us();
  auto const now = clock_.now();
  if (now.microseconds < recorded_at.microseconds - behind_max_us) {
    suspect_ = true;
    base::log::error("clock", "the clock stands behind the ledger; nothing is written until it is confirmed",
                     {{"clock", base::to_string(now)}, {"ledger", base::to_string(recorded_at)}});
  } else if (recorded_at.microseconds != 0 && now.microseconds > recorded_at.microseconds + far_ahead_us) {
    base::log::warn("clock", "the clock stands far ahead of the ledger; right if the ledger has rested",
                    {{"clock", base::to_string(now)}, {"ledger", base::to_string(recorded_at)}});
  }
}

bool ClockGuard::check() {
  if (suspect_) {
    return true;
  }
  auto const difference = difference_us();
  auto const jump = difference - known_difference_us_;
  if (std::llabs(jump) > jump_max_us) {
    suspect_ = true;
    base::log::error("clock", "the clock jumped; nothing is written until it is confirmed",
                     {{"seconds", std::to_string(jump / base::microseconds_per_second)}});
    return true;
  }
  // Slow corrections by a time service are no jump.
  known_difference_us_ = difference;
  return false;
}

void ClockGuard::confirm() {
  known_difference_us_ = difference_us();
  suspect_ = false;
  base::log::info("clock", "the clock was confirmed");
}

}  // namespace nameplate::app
