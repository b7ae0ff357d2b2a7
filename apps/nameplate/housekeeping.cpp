#include "housekeeping.hpp"

#include "app/erasing/retention.hpp"
#include "base/logging.hpp"

#include <chrono>
#include <exception>

namespace nameplate {
namespace {

constexpr auto round = std::chrono::minutes(1);
constexpr std::int64_t key_life = 30 * 24 * base::microseconds_per_hour;
constexpr std::int64_t job_content_life = 30 * 24 * base::microseconds_per_hour;
constexpr std::int64_t lease_life = 10 * 60 * base::microseconds_per_second;

}  // namespace

app::LeaseKeeper clean_up_lease(app::Ledger& ledger) {
  return {ledger.store, ledger.clock, store::Work::clean_up, lease_life};
}

void do_round(app::Ledger& ledger, app::LeaseKeeper& lease_keeper) {
  try {
    ledger.access.flush_last_use();
    if (auto const lease = lease_keeper.hold()) {
      ledger.store.forget_keys_before(ledger.clock.now().plus(-key_life), lease);
      ledger.store.forget_job_content_before(ledger.clock.now().plus(-job_content_life), lease);
      app::follow_retention_rules(ledger);
    }
  } catch (store::GuardLost const&) {
    lease_keeper.doubt();
  } catch (std::exception const& failure) {
    // A full disk is told to whoever writes; this is done again in the next round.
    base::log::warn("housekeeping", "skipped a round", {{"what", failure.what()}});
  }
}

Housekeeping::Housekeeping(app::Ledger& ledger, http::TlsCertificate* certificate)
    : ledger_(ledger),
      certificate_(certificate),
      lease_(clean_up_lease(ledger)),
      thread_([this](std::stop_token const& stop) { run(stop); }) {}

Housekeeping::~Housekeeping() {
  thread_.request_stop();
  thread_.join();
  do_round(ledger_, lease_);
}

void Housekeeping::run(std::stop_token const& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (wake_.wait_for(lock, stop, round, [] { return false; }) || stop.stop_requested()) {
      return;
    }
    if (certificate_ != nullptr) {
      certificate_->renew_if_changed();
      certificate_->warn_before_expiry();
    }
    do_round(ledger_, lease_);
  }
}

}  // namespace nameplate
