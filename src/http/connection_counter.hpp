#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace nameplate::http {

/// Counts connections in all and by client address, and says when there are too many.
class ConnectionCounter {
 public:
  ConnectionCounter(std::size_t total_max, std::size_t per_address_max);

  /// False: one too many; not counted then.
  [[nodiscard]] bool enter(std::string const& address);
  void leave(std::string const& address);

  /// True when all have left within that time.
  [[nodiscard]] bool wait_until_empty(std::chrono::milliseconds timeout);

 private:
  std::size_t total_max_;
  std::size_t per_address_max_;
  std::mutex mutex_;
  std::condition_variable empty_;
  std::size_t total_ = 0;
  std::unordered_map<std::string, std::size_t> by_address_;
};

}  // namespace nameplate::http
