#pragma once

#include <csignal>

namespace nameplate {

/// SIGTERM, SIGINT and SIGHUP wait from here on, in this thread and in those that it starts: made before them.
class StopSignals {
 public:
  StopSignals();

  /// Until one of them arrives. After that the next one ends the process at once, as usual: what was acknowledged is
  /// durable, so there is nothing to lose by it.
  void wait();

 private:
  sigset_t signals_{};
};

}  // namespace nameplate
