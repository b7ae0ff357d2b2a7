#pragma once

#include "base/clock.hpp"
#include "store/store.hpp"

#include <cstdint>

namespace nameplate::app {

/// Hands out ids of one series from blocks that the store reserved. A block lapses after ten minutes, so that the
/// order of ids is nearly the order of time. For one thread.
class IdBlock {
 public:
  IdBlock(store::Store& store, base::Clock const& clock, store::IdSeries series)
      : store_(store), clock_(clock), series_(series) {}

  /// Makes sure that `count` ids can be taken without asking the store: not inside a write transaction.
  void ensure(std::int64_t count);
  [[nodiscard]] std::int64_t take();
  /// The next ids are above all that anybody was given until now.
  void give_up() { end_ = next_; }
  /// For what is decided again from the beginning: ids taken since `mark` are given once more.
  [[nodiscard]] std::int64_t mark() const { return next_; }
  void return_to(std::int64_t mark) { next_ = mark; }

 private:
  store::Store& store_;
  base::Clock const& clock_;
  store::IdSeries series_;
  std::int64_t next_ = 0;
  std::int64_t end_ = 0;
  std::int64_t reserved_at_us_ = 0;
};

}  // namespace nameplate::app
