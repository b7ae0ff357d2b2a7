#include "app/queries/reading.hpp"

#include "base/logging.hpp"

namespace nameplate::app {

Reading begin_reading(Ledger& ledger) {
  Reading reading;
  reading.sequence = ledger.writer.sequence();
  reading.snapshot = ledger.store.begin_question();
  if (ledger.store.may_lag()) {
    reading.sequence = reading.snapshot->head().sequence;
  }
  // After the snapshot: a code that a row refers to may be newer than the rows, never missing.
  reading.catalog = ledger.master_data.now();
  reading.now = ledger.clock.now();
  return reading;
}

void catch_up_with_past(Ledger& ledger) {
  constexpr std::int64_t events_at_once = 2000;
  constexpr std::int64_t fine_behind = 100;
  auto const end = ledger.clock.monotonic_microseconds() + 2 * base::microseconds_per_second;
  try {
    while (ledger.store.follow_past(events_at_once, {}) > fine_behind && ledger.clock.monotonic_microseconds() < end) {
    }
  } catch (store::StorageFailure const& failure) {
    // The list is slower then, not wrong.
    base::log::warn("past", "lists of past times could not be brought up to date", {{"what", failure.what()}});
  }
}

std::int32_t day_of(base::Instant instant) {
  return static_cast<std::int32_t>(instant.microseconds / (24 * base::microseconds_per_hour));
}

}  // namespace nameplate::app
