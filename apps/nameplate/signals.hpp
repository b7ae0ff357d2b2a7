#pragma once

#include <csignal>

namespace nameplate {

/// SIGTERM, SIGINT and SIGHUP wait from here on, in this thread and in those that it starts: made before them.
class Signals {
 public:
  Signals();

  enum class Told { stop, hang_up };
  /// Until one of them arrives.
  [[nodiscard]] Told wait() const;
  /// From here on the next one ends the process at once, as usual: what was acknowledged is durable, so there is
  /// nothing to lose by it.
  void release() const;

 private:
  sigset_t signals_{};
};

}  // namespace nameplate
