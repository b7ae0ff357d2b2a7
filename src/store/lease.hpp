#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>

/// Work in the background that one server at a time does for all that share a ledger.
namespace nameplate::store {

enum class Work : std::uint8_t {
  seals = 1,
  past = 2,      ///< what makes lists of past times quick
  clean_up = 3,  ///< keys and contents that ran out, rules of retention
  jobs = 4
};

/// The right to do some work until a time. The time alone proves nothing, since clocks differ and threads sleep: the
/// epoch is checked in each write of the work, and moves on when the lease goes to another.
struct Lease {
  Work work{};
  std::int64_t epoch = 0;
  base::Instant until;
};

/// The lease under which something is written; none: whoever asks needs none, because what he writes is guarded by
/// itself.
using Under = std::optional<Lease>;

}  // namespace nameplate::store
