#include "app/lease_keeper.hpp"

#include "base/logging.hpp"

#include <exception>

namespace nameplate::app {

store::Under LeaseKeeper::hold() {
  auto const now = clock_.now();
  if (!lease_ || lease_->until < now.plus(life_microseconds_ / 2)) {
    lease_ = store_.take_lease(work_, now, now.plus(life_microseconds_));
  }
  return lease_;
}

void LeaseKeeper::give_up() noexcept {
  if (!lease_) {
    return;
  }
  try {
    store_.give_up_lease(*lease_);
  } catch (std::exception const& failure) {
    // It runs out by itself.
    base::log::write(base::log::Level::debug, "leases", "one was not given up", {{"what", failure.what()}});
  }
  lease_.reset();
}

}  // namespace nameplate::app
