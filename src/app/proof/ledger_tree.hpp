#pragma once

#include "base/result.hpp"
#include "domain/seal.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

/// The tree of hashes over a ledger, as it follows from the events and the nodes that are kept.
namespace nameplate::app {

/// The tree over the first `size` events, whose nodes are kept: reads 255 events at most. Throws store::StorageFailure
/// damaged when an event or a node is missing.
[[nodiscard]] domain::SealTree load_tree(store::ReadSnapshot& nodes, store::ReadSnapshot& events,
                                         domain::SealHasher& hasher, domain::Sequence size);
[[nodiscard]] inline domain::SealTree load_tree(store::ReadSnapshot& snapshot, domain::SealHasher& hasher,
                                                domain::Sequence size) {
  return load_tree(snapshot, snapshot, hasher, size);
}

/// Empty for a ledger without events.
[[nodiscard]] std::string ledger_name(store::ReadSnapshot& snapshot, domain::SealHasher& hasher);

/// What the ledger is up to a sequence that is sealed; none: up to the newest seal. Errors: seal.none,
/// seal.not_reached.
[[nodiscard]] base::Result<domain::SealHead> seal_head(store::ReadSnapshot& snapshot,
                                                       std::optional<domain::Sequence> sequence = {});

/// The hashes that lead from the leaf of an event to the root of the tree over `size` events, from the bottom to the
/// top. Both are sealed. Cost: some hundred events read, whatever the size.
[[nodiscard]] std::vector<base::Digest> path_to_root(store::ReadSnapshot& snapshot, domain::SealHasher& hasher,
                                                     domain::Sequence event, domain::Sequence size);

}  // namespace nameplate::app
