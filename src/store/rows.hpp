#pragma once

#include "base/clock.hpp"
#include "domain/changes.hpp"
#include "domain/event.hpp"
#include "domain/ids.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What stands beside the projections: the head, keys, counters, secrets. Never rebuilt from the ledger.
namespace nameplate::store {

/// The newest state of the ledger. Locked last in a write transaction, so ledger order is commit order.
struct Head {
  domain::Sequence sequence = 0;
  base::Instant recorded_at;
  std::int64_t rules_version = 0;    ///< raised by each change of master data, hold rules and rights
  bool needs_newer_program = false;  ///< to be written
};

/// The first half of a SHA-256.
using ShortHash = std::array<std::uint8_t, 16>;

/// `key` hashes account and Idempotency-Key; `body` hashes the parsed request.
struct KeyClaim {
  ShortHash key;
  ShortHash body;
};

/// What became of the request that used a key first.
struct StoredOutcome {
  ShortHash key;
  ShortHash body;
  std::string outcome;  ///< encoded by app/outcome_codec
  base::Instant at;
};

/// `count` numbers of a counter are wanted. The counter begins at `start` when it is new.
struct CounterDraw {
  std::string counter;
  std::int64_t start = 1;
  std::int64_t count = 0;
};

/// The first of the numbers drawn.
struct CounterRange {
  std::string counter;
  std::int64_t first = 0;
  std::int64_t count = 0;
};

struct TokenSecret {
  domain::RecordId account;
  std::array<std::uint8_t, 32> hash{};  ///< SHA-256 of the token
  std::optional<base::Instant> last_used = {};
};

/// A value that can identify a person, as it stands beside its event.
struct PrivateRow {
  domain::ErasedValue key;
  std::string value;
};

/// The series of ids.
enum class IdSeries : std::uint8_t { subject = 1, event = 2, job = 3, approval = 4 };

}  // namespace nameplate::store
