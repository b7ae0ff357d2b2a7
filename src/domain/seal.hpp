#pragma once

#include "base/clock.hpp"
#include "base/hash.hpp"
#include "domain/event.hpp"
#include "domain/ids.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What proves that nobody changed the ledger: a Merkle tree over all events by sequence, as that of RFC 6962.
/// docs/internals/seals.md describes it byte by byte.
namespace nameplate::domain {

/// An event as a store keeps it: its own columns and the bytes of its body. The texts point into somebody else's
/// memory. Zero and empty stand for "none", but for zone and device time.
struct StoredEvent {
  Sequence sequence = 0;
  std::int64_t id = 0;
  std::int64_t verb = 0;
  std::int64_t event_time = 0;
  std::int64_t recorded_at = 0;
  std::optional<std::int64_t> zone_offset_minutes = {};
  std::optional<std::int64_t> device_time = {};
  std::int64_t actor = 0;
  std::string_view device = {};
  std::string_view equipment = {};
  std::int64_t location = 0;
  std::int64_t destination = 0;
  std::string_view reason = {};
  std::string_view body = {};
};

/// `body` holds the bytes for as long as the answer is used.
[[nodiscard]] StoredEvent as_stored(Event const& event, std::string& body);

/// Makes the hashes of the tree.
class SealHasher {
 public:
  [[nodiscard]] base::Digest leaf(StoredEvent const& event);
  [[nodiscard]] base::Digest node(base::Digest const& left, base::Digest const& right);

 private:
  base::Sha256 hash_;
  std::string bytes_;
};

/// A node over 2^level events: those from place * 2^level + 1 on.
struct SealNodeKey {
  std::uint8_t level = 0;
  std::int64_t place = 0;

  auto operator<=>(SealNodeKey const&) const = default;
};
struct SealNode {
  SealNodeKey key;
  base::Digest hash{};

  bool operator==(SealNode const&) const = default;
};

/// Nodes below this level are not kept by a store but computed from their events.
inline constexpr std::uint8_t kept_level_min = 8;
inline constexpr Sequence events_of_kept_node = Sequence{1} << kept_level_min;

/// The tree over the events 1 to size(), as far as it is needed to go on: the full trees that it is made of.
class SealTree {
 public:
  [[nodiscard]] Sequence size() const { return size_; }
  /// Adds the node over the next 2^level events; size() is a multiple of 2^level. `made` is called with each node that
  /// this completes, the added one included.
  template <typename Made>
  void add(SealHasher& hasher, std::uint8_t level, base::Digest hash, Made&& made);
  void add(SealHasher& hasher, std::uint8_t level, base::Digest const& hash) {
    add(hasher, level, hash, [](SealNode const&) {});
  }
  /// The hash over all of them: a function of the events and nothing else. Of an empty tree: zeros.
  [[nodiscard]] base::Digest root(SealHasher& hasher) const;

 private:
  static constexpr std::size_t levels_max = 63;

  Sequence size_ = 0;
  std::array<base::Digest, levels_max> full_{};  ///< at each level that is a bit of size_
};

template <typename Made>
void SealTree::add(SealHasher& hasher, std::uint8_t level, base::Digest hash, Made&& made) {
  size_ += Sequence{1} << level;
  auto place = (size_ >> level) - 1;
  made(SealNode{.key = {.level = level, .place = place}, .hash = hash});
  // An odd place is the right half of a node that is complete now.
  for (; place % 2 == 1; place /= 2) {
    hash = hasher.node(full_[level], hash);
    ++level;
    made(SealNode{.key = {.level = level, .place = place / 2}, .hash = hash});
  }
  full_[level] = hash;
}

/// Which ledger this is: the first half of the hash of its first event. It travels with the events.
[[nodiscard]] std::string ledger_name(base::Digest const& first_leaf);

/// Whoever knows this knows what the ledger said up to `sequence`.
struct SealHead {
  std::string ledger;
  Sequence sequence = 0;
  base::Instant recorded_at;  ///< of the event with that sequence
  base::Digest hash{};

  bool operator==(SealHead const&) const = default;
};

/// What is signed.
[[nodiscard]] std::string text_to_sign(SealHead const& head);

}  // namespace nameplate::domain
