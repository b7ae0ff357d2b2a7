#pragma once

#include "app/queries/subject_history.hpp"
#include "base/result.hpp"
#include "domain/seal.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace nameplate::app {

/// An event, and the hashes that lead from it to a head.
struct ProvenEvent {
  domain::Event event;
  std::vector<base::Digest> path;  ///< from the bottom to the top
};

/// What a ledger says of one subject, so that whoever has the head can check it without the ledger.
struct SubjectProof {
  domain::SealHead head;
  std::vector<ProvenEvent> events;  ///< by sequence
};

/// The events that name a subject, up to a sequence that is sealed; none: up to the newest seal. Without what can
/// identify a person. Errors: seal.none, seal.not_reached, proof.empty, proof.too_large.
[[nodiscard]] base::Result<SubjectProof> prove_subject(store::ReadSnapshot& snapshot, Subject const& subject,
                                                       std::optional<domain::Sequence> sequence);

}  // namespace nameplate::app
