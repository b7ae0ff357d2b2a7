#include "http/connection_counter.hpp"

namespace nameplate::http {

ConnectionCounter::ConnectionCounter(std::size_t total_max, std::size_t per_address_max)
    : total_max_(total_max), per_address_max_(per_address_max) {}

bool ConnectionCounter::enter(std::string const& address) {
  std::lock_guard const lock(mutex_);
  if (total_ >= total_max_) {
    return false;
  }
  auto& of_address = by_address_[address];
  if (of_address >= per_address_max_) {
    return false;
  }
  ++of_address;
  ++total_;
  return true;
}

void ConnectionCounter::leave(std::string const& address) {
  std::lock_guard const lock(mutex_);
  auto const found = by_address_.find(address);
  if (--found->second == 0) {
    by_address_.erase(found);
  }
  if (--total_ == 0) {
    empty_.notify_all();
  }
}

bool ConnectionCounter::wait_until_empty(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  return empty_.wait_for(lock, timeout, [this] { return total_ == 0; });
}

}  // namespace nameplate::http
