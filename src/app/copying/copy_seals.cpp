#include "app/copying/copy_seals.hpp"

#include "app/proof/ledger_tree.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace nameplate::app {
namespace {

constexpr std::size_t seals_at_once = 500;
/// Nodes and seals that are written together: some hundred kilobytes.
constexpr std::size_t written_at_once = 2000;

/// Computes seals over the events of the copy, and writes them in parts.
class SealCopier {
 public:
  SealCopier(store::Store& target, domain::SealTree tree) : target_(target), tree_(tree) {}

  [[nodiscard]] bool add(store::Seal const& seal) {
    while (tree_.size() < seal.last) {
      auto const left = static_cast<std::size_t>(seal.last - tree_.size());
      auto const before = tree_.size();
      bool has_gap = false;
      target_.begin_read()->for_each_stored_event(
          before, {.events = std::min<std::size_t>(left, store::StoredEventLimit().events)},
          [&](domain::StoredEvent const& event) {
            has_gap = has_gap || event.sequence != tree_.size() + 1;
            if (!has_gap) {
              tree_.add(hasher_, 0, hasher_.leaf(event), [&](domain::SealNode const& node) {
                if (node.key.level >= domain::kept_level_min) {
                  nodes_.push_back(node);
                }
              });
            }
          });
      if (has_gap || tree_.size() == before) {
        return false;
      }
    }
    if (tree_.root(hasher_) != seal.hash) {
      return false;
    }
    seals_.push_back(seal);
    if (seals_.size() + nodes_.size() >= written_at_once) {
      write();
    }
    return true;
  }

  void write() {
    if (!seals_.empty()) {
      target_.write_seals(seals_, nodes_, {});
      seals_.clear();
      nodes_.clear();
    }
  }

 private:
  store::Store& target_;
  domain::SealHasher hasher_;
  domain::SealTree tree_;
  std::vector<store::Seal> seals_;
  std::vector<domain::SealNode> nodes_;
};

}  // namespace

bool copy_seals(store::Store& source, store::Store& target, std::atomic<bool> const* cancel) {
  auto snapshot = target.begin_read();
  auto const newest = snapshot->newest_seal();
  domain::SealHasher hasher;
  SealCopier copier(target, newest ? load_tree(*snapshot, hasher, newest->last) : domain::SealTree());
  snapshot.reset();
  // What was recorded in the source since is sealed in the next round.
  auto const copied = target.begin_read()->head().sequence;
  auto block = newest ? newest->block : 0;
  while (cancel == nullptr || !*cancel) {
    auto const seals = source.begin_read()->seals_after(block, seals_at_once);
    for (auto const& seal : seals) {
      if (seal.last > copied) {
        copier.write();
        return true;
      }
      if (!copier.add(seal)) {
        return false;
      }
      block = seal.block;
    }
    if (seals.empty()) {
      break;
    }
  }
  copier.write();
  return true;
}

}  // namespace nameplate::app
