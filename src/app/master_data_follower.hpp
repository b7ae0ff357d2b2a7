#pragma once

#include "app/ledger.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nameplate::app {

/// Keeps master data up with what other processes write into the same database: half a second behind at most. Writes do
/// not rely on it, they are guarded.
class MasterDataFollower {
 public:
  explicit MasterDataFollower(Ledger& ledger);
  ~MasterDataFollower() { stop(); }
  MasterDataFollower(MasterDataFollower const&) = delete;
  MasterDataFollower& operator=(MasterDataFollower const&) = delete;

  void stop();

 private:
  void run(std::stop_token const& stop);

  Ledger& ledger_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace nameplate::app
