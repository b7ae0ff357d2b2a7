#include "store/postgres/standby.hpp"

#include "base/logging.hpp"
#include "store/failure.hpp"
#include "store/postgres/snapshot.hpp"

#include <chrono>
#include <utility>

namespace nameplate::store::postgres {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds left_alone_for{5};

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now().time_since_epoch()).count();
}

Setup setup_of_standby(Setup setup) {
  setup.options.url = setup.options.standby_url;
  return setup;
}

}  // namespace

Standby::Standby(Setup setup, Figures& figures)
    : setup_(setup_of_standby(std::move(setup))),
      figures_(figures),
      readers_(setup_, figures_, Purpose::read, setup_.options.readers_max) {}

std::unique_ptr<Snapshot> Standby::begin() {
  if (now_us() < left_alone_until_us_) {
    return nullptr;
  }
  try {
    return std::make_unique<Snapshot>(readers_, figures_);
  } catch (StorageFailure const& failure) {
    left_alone_until_us_ = now_us() + std::chrono::microseconds(left_alone_for).count();
    base::log::warn("store", "the standby does not answer: questions go to the first server",
                    {{"what", failure.what()}});
    return nullptr;
  }
}

}  // namespace nameplate::store::postgres
