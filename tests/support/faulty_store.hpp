#pragma once

#include "support/intercepting_store.hpp"

#include <atomic>
#include <limits>

namespace nameplate::test {

/// Throws at the n-th call of its interface, once. For n = 1, 2, 3 ... until nothing is thrown any more: so every place
/// where a store can fail is tried.
class FaultyStore final : public InterceptingStore {
 public:
  explicit FaultyStore(store::Store& inner, store::FailureKind kind = store::FailureKind::unavailable)
      : InterceptingStore(inner, [this](std::string_view call) { count(call); }), kind_(kind) {}

  /// The `calls`-th call from now on fails. Zero: none.
  void fail_at(std::int64_t calls) {
    failed_ = false;
    left_ = calls == 0 ? std::numeric_limits<std::int64_t>::max() : calls;
  }
  /// Throws a lost guard instead of a failure of the machinery.
  void lose_guards(bool lose) { lose_guards_ = lose; }
  [[nodiscard]] bool has_failed() const { return failed_; }

 private:
  void count(std::string_view call) {
    if (--left_ != 0) {
      return;
    }
    failed_ = true;
    if (lose_guards_) {
      throw store::GuardLost("made up, at " + std::string(call));
    }
    throw store::StorageFailure(kind_, "made up, at " + std::string(call));
  }

  store::FailureKind kind_;
  std::atomic<std::int64_t> left_ = std::numeric_limits<std::int64_t>::max();
  std::atomic<bool> failed_ = false;
  std::atomic<bool> lose_guards_ = false;
};

}  // namespace nameplate::test
