#pragma once

#include "store/postgres/pool.hpp"

#include <atomic>
#include <cstdint>
#include <memory>

namespace nameplate::store::postgres {

class Snapshot;

/// A standby of the database, which answers questions in its place as long as it can be reached. Thread-safe.
class Standby {
 public:
  Standby(Setup setup, Figures& figures);

  /// Nothing when it cannot be reached, or is another database: then it is left alone for some seconds.
  [[nodiscard]] std::unique_ptr<Snapshot> begin();

 private:
  Setup setup_;
  Figures& figures_;
  Pool readers_;
  std::atomic<std::int64_t> left_alone_until_us_ = 0;
};

}  // namespace nameplate::store::postgres
