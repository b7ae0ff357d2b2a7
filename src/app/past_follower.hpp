#pragma once

#include "app/lease_keeper.hpp"
#include "app/ledger.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nameplate::app {

/// Keeps what makes lists of past times quick up to date, on a thread of its own, and rests ten times as long as it
/// works: scans come first. One process does it for all. Whoever asks for such a list catches up with the rest
/// (catch_up_with_past).
class PastFollower {
 public:
  explicit PastFollower(Ledger& ledger);
  ~PastFollower() { stop(); }
  PastFollower(PastFollower const&) = delete;
  PastFollower& operator=(PastFollower const&) = delete;

  void stop();

 private:
  void run(std::stop_token const& stop);
  /// Gives how long to rest.
  std::int64_t do_some();

  Ledger& ledger_;
  LeaseKeeper lease_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace nameplate::app
