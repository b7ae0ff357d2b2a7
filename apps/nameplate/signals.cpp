#include "signals.hpp"

#include <initializer_list>

namespace nameplate {

Signals::Signals() {
  sigemptyset(&signals_);
  for (int const signal : {SIGTERM, SIGINT, SIGHUP}) {
    sigaddset(&signals_, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

Signals::Told Signals::wait() const {
  int arrived = 0;
  sigwait(&signals_, &arrived);
  return arrived == SIGHUP ? Told::hang_up : Told::stop;
}

void Signals::release() const {
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

}  // namespace nameplate
