#include "app/master_data_follower.hpp"

#include "base/logging.hpp"

#include <chrono>
#include <exception>

#include <pthread.h>

namespace nameplate::app {
namespace {

constexpr std::chrono::milliseconds between_looks{500};

}  // namespace

MasterDataFollower::MasterDataFollower(Ledger& ledger)
    : ledger_(ledger), thread_([this](std::stop_token const& stop) { run(stop); }) {}

void MasterDataFollower::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
}

void MasterDataFollower::run(std::stop_token const& stop) {
  ::pthread_setname_np(::pthread_self(), "masterdata");
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, between_looks, [] { return false; });
    try {
      ledger_.writer.note_sequence(ledger_.master_data.follow(ledger_.store).sequence);
    } catch (std::exception const& failure) {
      // Whoever asks the database is told the same.
      base::log::write(base::log::Level::debug, "masterdata", "could not look for changes", {{"what", failure.what()}});
    }
  }
}

}  // namespace nameplate::app
