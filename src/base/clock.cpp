#include "base/clock.hpp"

#include <chrono>

namespace nameplate::base {
namespace {

template <typename TimePoint>
std::int64_t microseconds_of(TimePoint point) {
  return std::chrono::duration_cast<std::chrono::microseconds>(point.time_since_epoch()).count();
}

}  // namespace

Instant SystemClock::now() const {
  return {microseconds_of(std::chrono::system_clock::now())};
}

std::int64_t SystemClock::monotonic_microseconds() const {
  return microseconds_of(std::chrono::steady_clock::now());
}

}  // namespace nameplate::base
