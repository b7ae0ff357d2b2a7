#pragma once

#include "base/clock.hpp"
#include "base/strong_id.hpp"
#include "domain/ids.hpp"
#include "domain/verb.hpp"

#include <cstdint>
#include <string>

/// Corrections that a second person has to agree to, kept beside the projections. Never part of the ledger: what was
/// approved is an event, which names both.
namespace nameplate::store {

using ApprovalId = base::StrongId<struct ApprovalTag>;

/// The numbers stand in the database: never renumber.
enum class ApprovalState : std::uint8_t { open = 1, approved = 2, rejected = 3 };

struct Approval {
  ApprovalId id;
  ApprovalState state = ApprovalState::open;
  domain::Verb verb = domain::Verb::relabel;
  std::string request;        ///< the operation as it was asked for: JSON
  domain::RecordId asked_by;  ///< account
  base::Instant asked_at;
  domain::RecordId decided_by = {};  ///< account; none: still open
  base::Instant decided_at = {};
  domain::EventId event = {};  ///< what became of it
  std::string reason = {};     ///< why it was approved or rejected, in words
  std::string refusal = {};    ///< open: why it could not be done when somebody approved it, as a slug
  std::string detail = {};     ///< the same in words
  std::int64_t version = 0;    ///< guards every write of it; 0: new

  auto operator<=>(Approval const&) const = default;
};

}  // namespace nameplate::store
