#include "app/past_follower.hpp"

#include "base/logging.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

#include <pthread.h>

namespace nameplate::app {
namespace {

constexpr std::int64_t events_at_once = 500;
constexpr std::int64_t rest_factor = 10;
constexpr std::int64_t round_microseconds = 2 * base::microseconds_per_second;
constexpr std::int64_t lease_life = 10 * base::microseconds_per_second;

}  // namespace

PastFollower::PastFollower(Ledger& ledger)
    : ledger_(ledger),
      lease_(ledger.store, ledger.clock, store::Work::past, lease_life),
      thread_([this](std::stop_token const& stop) { run(stop); }) {}

void PastFollower::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
    lease_.give_up();
  }
}

void PastFollower::run(std::stop_token const& stop) {
  ::pthread_setname_np(::pthread_self(), "past");
  std::unique_lock lock(mutex_);
  auto rest = round_microseconds;
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, std::chrono::microseconds(rest), [] { return false; });
    if (!stop.stop_requested()) {
      rest = do_some();
    }
  }
}

std::int64_t PastFollower::do_some() {
  try {
    // A ledger at rest is not written to.
    if (ledger_.store.follow_past(0, {}) == 0) {
      return round_microseconds;
    }
    auto const lease = lease_.hold();
    if (!lease) {
      return round_microseconds;
    }
    auto const begun = ledger_.clock.monotonic_microseconds();
    auto const left = ledger_.store.follow_past(events_at_once, lease);
    auto const taken = ledger_.clock.monotonic_microseconds() - begun;
    return left == 0 ? round_microseconds : std::min(rest_factor * taken, round_microseconds);
  } catch (store::GuardLost const&) {
    lease_.doubt();  // somebody else does it: by the lease, or because a list was asked for
    return round_microseconds;
  } catch (std::exception const& failure) {
    // A full disk is told to whoever writes; lists of the past are slower meanwhile.
    base::log::warn("past", "lists of past times could not be brought up to date", {{"what", failure.what()}});
    return round_microseconds;
  }
}

}  // namespace nameplate::app
