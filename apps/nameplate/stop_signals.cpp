#include "stop_signals.hpp"

#include <initializer_list>

namespace nameplate {

StopSignals::StopSignals() {
  sigemptyset(&signals_);
  for (int const signal : {SIGTERM, SIGINT, SIGHUP}) {
    sigaddset(&signals_, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

void StopSignals::wait() {
  int arrived = 0;
  sigwait(&signals_, &arrived);
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

}  // namespace nameplate
