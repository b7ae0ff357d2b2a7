#include "app/proof/seal_maker.hpp"

#include "app/proof/ledger_tree.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace nameplate::app {

void SealMaker::start(store::ReadSnapshot& snapshot) {
  auto const newest = snapshot.newest_seal();
  if (!newest) {
    block_ = 0;
    tree_.emplace();
    return;
  }
  auto tree = load_tree(snapshot, hasher_, newest->last);
  if (tree.root(hasher_) != newest->hash) {
    throw store::StorageFailure(
        store::FailureKind::damaged,
        fmt::format("the ledger is not what was sealed up to sequence {}; run `nameplate verify`", newest->last));
  }
  block_ = newest->block;
  tree_ = tree;
}

SealMaker::Step SealMaker::seal_some(store::Under const& under) {
  auto snapshot = store_.begin_read();
  if (!tree_) {
    start(*snapshot);
  }
  auto tree = *tree_;
  std::vector<domain::SealNode> nodes;
  auto const keep = [&](domain::SealNode const& node) {
    if (node.key.level >= domain::kept_level_min) {
      nodes.push_back(node);
    }
  };
  bool has_gap = false;
  snapshot->for_each_stored_event(tree.size(), {}, [&](domain::StoredEvent const& event) {
    has_gap = has_gap || event.sequence != tree.size() + 1;
    if (!has_gap) {
      tree.add(hasher_, 0, hasher_.leaf(event), keep);
    }
  });
  snapshot.reset();
  if (has_gap) {
    throw store::StorageFailure(
        store::FailureKind::damaged,
        fmt::format("the event with sequence {} is missing; run `nameplate verify`", tree.size() + 1));
  }
  if (tree.size() == tree_->size()) {
    return Step::nothing_left;
  }
  store::Seal const seal{.block = block_ + 1,
                         .first = tree_->size() + 1,
                         .last = tree.size(),
                         .hash = tree.root(hasher_),
                         .sealed_at = clock_.now()};
  try {
    store_.write_seals({&seal, 1}, nodes, under);
  } catch (store::GuardLost const&) {
    tree_.reset();  // go on behind what the other sealed
    return Step::overtaken;
  } catch (store::StorageFailure const&) {
    tree_.reset();  // whether it was written is not known
    throw;
  }
  block_ = seal.block;
  tree_ = tree;
  return Step::sealed;
}

void SealMaker::look() {
  auto const snapshot = store_.begin_read();
  auto const newest = snapshot->newest_seal();
  if (!tree_ || (newest && newest->block != block_)) {
    start(*snapshot);
  }
}

void seal_all(store::Store& store, base::Clock const& clock) {
  SealMaker maker(store, clock);
  while (maker.seal_some({}) != SealMaker::Step::nothing_left) {
  }
}

}  // namespace nameplate::app
