#pragma once

#include "base/clock.hpp"

#include <atomic>

namespace nameplate::app {

/// Watches the wall clock: when it jumps against the monotonic one, or stands behind the ledger at the start, nothing
/// is written until somebody has looked.
class ClockGuard {
 public:
  explicit ClockGuard(base::Clock const& clock) : clock_(clock) {}

  /// `recorded_at`: the newest time in the ledger.
  void start(base::Instant recorded_at);
  /// Before each group; true: do not write.
  [[nodiscard]] bool check();
  void note_head(base::Instant recorded_at) { head_us_ = recorded_at.microseconds; }

  [[nodiscard]] bool is_suspect() const { return suspect_; }
  void confirm();

 private:
  /// Wall minus monotonic: stands still unless somebody sets the clock.
  [[nodiscard]] std::int64_t difference_us() const {
    return clock_.now().microseconds - clock_.monotonic_microseconds();
  }

  base::Clock const& clock_;
  std::atomic<std::int64_t> known_difference_us_{0};
  std::atomic<std::int64_t> head_us_{0};
  std::atomic<bool> suspect_{false};
};

}  // namespace nameplate::app
