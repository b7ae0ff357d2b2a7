#pragma once

#include "support/intercepting_store.hpp"

#include <map>
#include <mutex>

namespace nameplate::test {

/// Counts the calls of a store by name: so a test can say that an operation on 100,000 subjects makes as many as one
/// on a single subject.
class CountingStore final : public InterceptingStore {
 public:
  explicit CountingStore(store::Store& inner)
      : InterceptingStore(inner, [this](std::string_view call) { count(call); }) {}

  [[nodiscard]] std::map<std::string, std::int64_t> counts() const {
    std::scoped_lock const lock(mutex_);
    return counts_;
  }
  [[nodiscard]] std::int64_t count_of(std::string const& call) const {
    auto const all = counts();
    auto const found = all.find(call);
    return found == all.end() ? 0 : found->second;
  }
  void reset() {
    std::scoped_lock const lock(mutex_);
    counts_.clear();
  }

 private:
  void count(std::string_view call) {
    std::scoped_lock const lock(mutex_);
    ++counts_[std::string(call)];
  }

  mutable std::mutex mutex_;
  std::map<std::string, std::int64_t> counts_;
};

}  // namespace nameplate::test
