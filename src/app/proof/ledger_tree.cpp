#include "app/proof/ledger_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>

namespace nameplate::app {
namespace {

using base::Digest;
using domain::Sequence;

constexpr auto any_bytes = std::numeric_limits<std::size_t>::max();

[[noreturn]] void missing(std::string const& what) {
  throw store::StorageFailure(store::FailureKind::damaged, what + " is missing; run `nameplate verify`");
}

Digest kept_node(store::ReadSnapshot& snapshot, domain::SealNodeKey key) {
  auto const found = snapshot.seal_nodes({&key, 1});
  if (found.empty()) {
    missing(fmt::format("the seal node {} of level {}", key.place, key.level));
  }
  return found.front().hash;
}

void add_leaves(store::ReadSnapshot& snapshot, domain::SealHasher& hasher, Sequence first, Sequence count,
                domain::SealTree& tree) {
  Sequence next = first;
  snapshot.for_each_stored_event(first - 1, {.events = static_cast<std::size_t>(count), .bytes = any_bytes},
                                 [&](domain::StoredEvent const& event) {
                                   if (event.sequence != next++) {
                                     missing(fmt::format("the event with sequence {}", next - 1));
                                   }
                                   tree.add(hasher, 0, hasher.leaf(event));
                                 });
  if (next != first + count) {
    missing(fmt::format("the event with sequence {}", next));
  }
}

/// Of the events from `first` on. A whole node that is kept is read, everything else is put together.
Digest hash_of(store::ReadSnapshot& snapshot, domain::SealHasher& hasher, Sequence first, Sequence count) {
  if (count < domain::events_of_kept_node) {
    domain::SealTree tree;
    add_leaves(snapshot, hasher, first, count, tree);
    return tree.root(hasher);
  }
  auto const bits = static_cast<std::uint64_t>(count);
  if (std::has_single_bit(bits)) {
    return kept_node(snapshot,
                     {.level = static_cast<std::uint8_t>(std::countr_zero(bits)), .place = (first - 1) / count});
  }
  auto const left = static_cast<Sequence>(std::bit_floor(bits));
  auto const left_hash = hash_of(snapshot, hasher, first, left);
  return hasher.node(left_hash, hash_of(snapshot, hasher, first + left, count - left));
}

}  // namespace

domain::SealTree load_tree(store::ReadSnapshot& nodes, store::ReadSnapshot& events, domain::SealHasher& hasher,
                           Sequence size) {
  domain::SealTree tree;
  auto const tail = size % domain::events_of_kept_node;
  for (auto rest = static_cast<std::uint64_t>(size - tail); rest != 0; rest &= ~std::bit_floor(rest)) {
    auto const level = static_cast<std::uint8_t>(std::bit_width(rest) - 1);
    tree.add(hasher, level, kept_node(nodes, {.level = level, .place = tree.size() >> level}));
  }
  add_leaves(events, hasher, size - tail + 1, tail, tree);
  return tree;
}

std::string ledger_name(store::ReadSnapshot& snapshot, domain::SealHasher& hasher) {
  std::string name;
  snapshot.for_each_stored_event(
      0, {.events = 1}, [&](domain::StoredEvent const& event) { name = domain::ledger_name(hasher.leaf(event)); });
  return name;
}

base::Result<domain::SealHead> seal_head(store::ReadSnapshot& snapshot, std::optional<Sequence> sequence) {
  auto const seal = snapshot.newest_seal();
  if (!seal) {
    return base::fail(base::ErrorKind::conflict, "seal.none",
                      "Nothing of this ledger is sealed yet. The server seals within a second or two; try again.");
  }
  auto const size = sequence.value_or(seal->last);
  if (size < 1 || size > seal->last) {
    return base::fail(base::ErrorKind::invalid, "seal.not_reached",
                      fmt::format("The ledger is sealed from sequence 1 to {}. Ask for one of these.", seal->last));
  }
  domain::SealHasher hasher;
  domain::SealHead head{.ledger = ledger_name(snapshot, hasher), .sequence = size};
  head.hash = hash_of(snapshot, hasher, 1, size);
  if (size == seal->last && head.hash != seal->hash) {
    throw store::StorageFailure(
        store::FailureKind::damaged,
        fmt::format("the ledger is not what was sealed up to sequence {}; run `nameplate verify`", size));
  }
  snapshot.for_each_stored_event(size - 1, {.events = 1},
                                 [&](domain::StoredEvent const& event) { head.recorded_at = {event.recorded_at}; });
  return head;
}

std::vector<Digest> path_to_root(store::ReadSnapshot& snapshot, domain::SealHasher& hasher, Sequence event,
                                 Sequence size) {
  std::vector<Digest> path;
  Sequence first = 1;
  Sequence count = size;
  while (count > 1) {
    auto const left = static_cast<Sequence>(std::bit_floor(static_cast<std::uint64_t>(count - 1)));
    if (event < first + left) {
      path.push_back(hash_of(snapshot, hasher, first + left, count - left));
      count = left;
    } else {
      path.push_back(hash_of(snapshot, hasher, first, left));
      first += left;
      count -= left;
    }
  }
  std::ranges::reverse(path);
  return path;
}

}  // namespace nameplate::app
