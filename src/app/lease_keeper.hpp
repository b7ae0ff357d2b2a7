#pragma once

#include "base/clock.hpp"
#include "store/store.hpp"

namespace nameplate::app {

/// Keeps the lease of some background work for this process as long as it goes on working. Not thread-safe.
class LeaseKeeper {
 public:
  /// `life` is how long the others wait when this process dies: longer than the work takes between two calls of hold().
  LeaseKeeper(store::Store& store, base::Clock const& clock, store::Work work, std::int64_t life_microseconds)
      : store_(store), clock_(clock), work_(work), life_microseconds_(life_microseconds) {}
  ~LeaseKeeper() { give_up(); }
  LeaseKeeper(LeaseKeeper const&) = delete;
  LeaseKeeper& operator=(LeaseKeeper const&) = delete;

  /// The lease, prolonged when half of it is over; none: another process does the work. Mostly without a statement.
  /// Throws store::StorageFailure.
  [[nodiscard]] store::Under hold();
  /// After a write was refused: the store is asked again.
  void doubt() { lease_.reset(); }
  /// So that another goes on at once. Throws nothing.
  void give_up() noexcept;

 private:
  store::Store& store_;
  base::Clock const& clock_;
  store::Work work_;
  std::int64_t life_microseconds_;
  store::Under lease_;
};

}  // namespace nameplate::app
