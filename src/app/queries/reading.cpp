#include "app/queries/reading.hpp"

namespace nameplate::app {

Reading begin_reading(Ledger& ledger) {
  Reading reading;
  reading.sequence = ledger.writer.sequence();
  reading.snapshot = ledger.store.begin_read();
  // After the snapshot: a code that a row refers to may be newer than the rows, never missing.
  reading.catalog = ledger.master_data.now();
  reading.now = ledger.clock.now();
  return reading;
}

std::int32_t day_of(base::Instant instant) {
  return static_cast<std::int32_t>(instant.microseconds / (24 * base::microseconds_per_hour));
}

}  // namespace nameplate::app
