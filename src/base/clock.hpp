#pragma once

#include <atomic>
#include <compare>
#include <cstdint>

namespace nameplate::base {

/// Microseconds since 1970-01-01 UTC.
struct Instant {
  std::int64_t microseconds = 0;

  constexpr auto operator<=>(Instant const&) const = default;
  [[nodiscard]] constexpr Instant plus(std::int64_t more_microseconds) const {
    return {microseconds + more_microseconds};
  }
};

inline constexpr std::int64_t microseconds_per_second = 1'000'000;
inline constexpr std::int64_t microseconds_per_hour = 3600 * microseconds_per_second;

/// The only source of "now". Everything that needs the time gets it as a value.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall clock, UTC. May jump.
  [[nodiscard]] virtual Instant now() const = 0;
  /// Never jumps; for differences only.
  [[nodiscard]] virtual std::int64_t monotonic_microseconds() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] std::int64_t monotonic_microseconds() const override;
};

/// For tests: stands still until it is moved. Wall and monotonic time move apart only when told to.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant start) : wall_(start.microseconds) {}
  [[nodiscard]] Instant now() const override { return {wall_.load()}; }
  [[nodiscard]] std::int64_t monotonic_microseconds() const override { return monotonic_.load(); }
  void advance(std::int64_t microseconds) {
    wall_ += microseconds;
    monotonic_ += microseconds;
  }
  void jump_wall(std::int64_t microseconds) { wall_ += microseconds; }

 private:
  std::atomic<std::int64_t> wall_;
  std::atomic<std::int64_t> monotonic_{0};
};

}  // namespace nameplate::base
