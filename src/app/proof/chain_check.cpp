#include "app/proof/chain_check.hpp"

#include "base/time_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nameplate::app {
namespace {

using domain::Sequence;

constexpr std::size_t seals_at_once = 1000;
constexpr std::size_t unfit_kept_max = 100;

std::string sequences(Sequence first, Sequence last) {
  return first == last ? fmt::format("sequence {}", first) : fmt::format("one of the sequences {} to {}", first, last);
}

std::string place_of(domain::SealNodeKey const& key) {
  return fmt::format("level {}, place {}", key.level, key.place);
}

std::string hash_text(base::Digest const& digest) {
  return "the hash " + base::to_hex(digest);
}

}  // namespace

void ChainCheck::start_behind(store::Seal const& seal, domain::SealTree const& tree) {
  start_behind(tree);
  block_ = seal.block;
  last_sealed_ = seal.last;
}

void ChainCheck::watch(Sequence sequence,
                       std::function<void(domain::StoredEvent const&, base::Digest const& root)> reached) {
  watched_ = sequence;
  reached_ = std::move(reached);
}

bool ChainCheck::step(store::ReadSnapshot& snapshot, Sequence until) {
  auto const before = position();
  if (until <= before) {
    return false;
  }
  store::StoredEventLimit limit;
  limit.events = std::min(limit.events, static_cast<std::size_t>(until - before));
  auto const last = before + static_cast<Sequence>(limit.events);
  fetch_seals(snapshot, last);
  fetch_nodes(snapshot, last);
  snapshot.for_each_stored_event(before, limit, [this](domain::StoredEvent const& event) { add(event); });
  return position() != before;
}

void ChainCheck::check_order(domain::StoredEvent const& event) {
  if (event.sequence != position() + 1) {
    differences_.add("event", fmt::format("sequence {}", position() + 1), "an event",
                     fmt::format("none; the next one is {}", event.sequence));
    report_changed_events();
    throw BrokenLedger();
  }
  if (event.recorded_at < recorded_at_) {
    differences_.add("event", fmt::format("sequence {}", event.sequence), "a recorded time not before the one before",
                     "an earlier one");
  }
  recorded_at_ = event.recorded_at;
}

void ChainCheck::add(domain::StoredEvent const& event) {
  check_order(event);
  completed_.clear();
  auto const leaf = hasher_.leaf(event);
  tree_.add(hasher_, 0, leaf, [&](domain::SealNode const& node) {
    if (node.key.level >= domain::kept_level_min) {
      completed_.push_back(node);
    }
  });
  if (is_in_doubt()) {
    kept_.add(hasher_, 0, leaf);
  }
  if (event.sequence == watched_) {
    reached_(event, tree_.root(hasher_));
  }
  if (!completed_.empty()) {
    check_nodes();
  }
  while (!seals_.empty() && seals_.front().last <= position()) {
    check_seal(seals_.front());
    seals_.pop_front();
  }
}

/// All that end with an event up to `last`, at least.
void ChainCheck::fetch_seals(store::ReadSnapshot& snapshot, Sequence last) {
  for (bool more = true; more && (seals_.empty() || seals_.back().last < last);) {
    auto const read = snapshot.seals_after(block_, seals_at_once);
    std::ranges::for_each(read, [this](store::Seal const& seal) { take_seal(seal); });
    more = read.size() == seals_at_once;
  }
}

/// Those that are completed by an event behind the position, up to `last`.
void ChainCheck::fetch_nodes(store::ReadSnapshot& snapshot, Sequence last) {
  std::vector<domain::SealNodeKey> keys;
  for (auto level = domain::kept_level_min; last >> level > 0; ++level) {
    for (auto place = position() >> level; place < last >> level; ++place) {
      keys.push_back({.level = level, .place = place});
    }
  }
  nodes_ = snapshot.seal_nodes(keys);
}

/// Blocks follow each other without gaps.
void ChainCheck::take_seal(store::Seal const& seal) {
  if (seal.block != block_ + 1 || seal.first != last_sealed_ + 1 || seal.last < seal.first) {
    differences_.add("seal", fmt::format("block {}", block_ + 1),
                     fmt::format("a block {} that begins with sequence {}", block_ + 1, last_sealed_ + 1),
                     fmt::format("block {} over the sequences {} to {}", seal.block, seal.first, seal.last));
  }
  block_ = seal.block;
  last_sealed_ = seal.last;
  // What the server sealed behind our back is not compared: we are past it.
  if (seal.last > position()) {
    seals_.push_back(seal);
  }
}

void ChainCheck::check_seal(store::Seal const& seal) {
  if (seal.last != position()) {
    return;  // its bounds are wrong, which was told
  }
  auto const root = tree_.root(hasher_);
  if (root == seal.hash) {
    report_edited_nodes();
    report_unfit_seals();
  } else if (is_in_doubt() && kept_.root(hasher_) == seal.hash) {
    report_changed_events();
    tree_ = kept_;
    group_start_ = kept_group_start_;
    end_doubt();
  } else {
    if (unfit_.size() < unfit_kept_max) {
      unfit_.push_back({.seal = seal, .found = root});
    }
  }
}

void ChainCheck::check_nodes() {
  for (auto const& node : completed_) {
    auto const stored = std::ranges::find(nodes_, node.key, &domain::SealNode::key);
    if (stored == nodes_.end()) {
      if (position() <= last_sealed_) {
        differences_.add("seal_node", place_of(node.key), hash_text(node.hash), "");
      }
    } else if (stored->hash != node.hash && node.key.level == domain::kept_level_min) {
      if (!is_in_doubt()) {
        kept_group_start_ = group_start_;
      }
      doubtful_.push_back({.given = node, .kept = stored->hash});
      kept_ = kept_group_start_;
      kept_.add(hasher_, domain::kept_level_min, stored->hash);
    } else if (stored->hash != node.hash && !is_in_doubt()) {
      differences_.add("seal_node", place_of(node.key), hash_text(node.hash), hash_text(stored->hash));
    }
    if (keep_) {
      keep_(node);
    }
  }
  group_start_ = tree_;
  kept_group_start_ = kept_;
}

void ChainCheck::end_doubt() {
  doubtful_.clear();
  unfit_.clear();
}

/// The events give what a seal says: what is kept beside it was changed.
void ChainCheck::report_edited_nodes() {
  for (auto const& doubt : doubtful_) {
    differences_.add("seal_node", place_of(doubt.given.key), hash_text(doubt.given.hash), hash_text(doubt.kept));
  }
  doubtful_.clear();
}

void ChainCheck::report_unfit_seals() {
  for (auto const& unfit : unfit_) {
    differences_.add("seal", fmt::format("block {}", unfit.seal.block), hash_text(unfit.found),
                     hash_text(unfit.seal.hash));
  }
  unfit_.clear();
}

/// What is kept, or nothing, fits the seals: the events were changed. Told as closely as the seals among them allow.
void ChainCheck::report_changed_events() {
  auto const told = [&](Sequence first, Sequence last, base::Digest const& sealed, base::Digest const& found) {
    differences_.add("event", sequences(first, last), hash_text(sealed) + ", which was sealed", hash_text(found));
  };
  for (auto const& doubt : doubtful_) {
    auto const first = doubt.given.key.place * domain::events_of_kept_node + 1;
    auto const last = first + domain::events_of_kept_node - 1;
    // The first block within the group that does not fit any more holds the first change.
    auto const closer = std::ranges::find_if(
        unfit_, [&](Unfit const& unfit) { return unfit.seal.last >= first && unfit.seal.last <= last; });
    if (closer == unfit_.end()) {
      told(first, last, doubt.kept, doubt.given.hash);
    } else {
      told(std::max(first, closer->seal.first), closer->seal.last, closer->seal.hash, closer->found);
    }
  }
  if (doubtful_.empty() && !unfit_.empty()) {
    auto const& unfit = unfit_.front();
    told(unfit.seal.first, unfit.seal.last, unfit.seal.hash, unfit.found);
  }
  end_doubt();
}

void ChainCheck::finish(store::ReadSnapshot& snapshot) {
  // The newest seals alone cannot tell whether the event or the seal was changed. Events are what matters.
  report_changed_events();
  fetch_seals(snapshot, position());
  if (!seals_.empty() && snapshot.head().sequence <= position()) {
    differences_.add("event", fmt::format("sequence {}", position() + 1),
                     fmt::format("events up to sequence {}, as sealed in block {}", last_sealed_, block_),
                     fmt::format("the ledger ends with sequence {}", position()));
  }
}

}  // namespace nameplate::app
