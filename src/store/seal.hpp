#pragma once

#include "base/clock.hpp"
#include "domain/seal.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What stands beside the projections to prove that the ledger was not changed.
namespace nameplate::store {

/// One block of the ledger, sealed. `hash` covers all events up to `last`, and with them every block before it.
struct Seal {
  std::int64_t block = 0;  ///< 1, 2, 3 ... without gaps
  domain::Sequence first = 0;
  domain::Sequence last = 0;
  base::Digest hash{};
  base::Instant sealed_at;  ///< for people; not part of what is proven

  bool operator==(Seal const&) const = default;
};

/// How many stored events are read at once.
struct StoredEventLimit {
  std::size_t events = 2000;
  std::size_t bytes = 4 * 1024 * 1024;  ///< of bodies; the event that reaches it is the last one
};

/// What can be counted in seconds.
struct LedgerCounts {
  std::int64_t events = 0;
  domain::Sequence first = 0;  ///< 0: there is none
  domain::Sequence last = 0;
  base::Instant recorded_at;  ///< of the last one
  std::int64_t seals = 0;
  std::int64_t seal_nodes = 0;
};

/// A number that is kept in two ways, which do not agree.
struct CountDifference {
  std::string what;
  std::int64_t expected = 0;
  std::int64_t found = 0;
};

}  // namespace nameplate::store
