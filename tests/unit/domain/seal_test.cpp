// The tree of hashes: its bytes stand in docs/internals/seals.md and must never change.

#include "domain/seal.hpp"

#include "domain/event_builder.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <vector>

namespace nameplate::domain {
namespace {

std::vector<base::Digest> leaves(std::size_t count) {
  std::vector<base::Digest> made;
  for (std::size_t i = 0; i < count; ++i) {
    made.push_back(base::sha256("event " + std::to_string(i)));
  }
  return made;
}

/// RFC 6962, section 2.1, as it stands there.
base::Digest root_of(SealHasher& hasher, std::span<base::Digest const> list) {
  if (list.size() == 1) {
    return list.front();
  }
  auto const half = std::bit_floor(list.size() - 1);
  return hasher.node(root_of(hasher, list.first(half)), root_of(hasher, list.subspan(half)));
}

TEST(SealTree, TheRootIsThatOfTheRfc) {
  SealHasher hasher;
  auto const all = leaves(300);
  SealTree tree;
  for (std::size_t size = 1; size <= all.size(); ++size) {
    tree.add(hasher, 0, all[size - 1]);
    ASSERT_EQ(tree.root(hasher), root_of(hasher, std::span(all).first(size))) << size;
    ASSERT_EQ(tree.size(), static_cast<Sequence>(size));
  }
}

TEST(SealTree, NodesThatAreCompletedCanBeAddedInPlaceOfTheirLeaves) {
  SealHasher hasher;
  SealTree by_leaves;
  SealTree by_nodes;
  for (auto const& leaf : leaves(1024 + 256 + 7)) {
    by_leaves.add(hasher, 0, leaf, [&](SealNode const& node) {
      if (node.key.level == kept_level_min) {
        EXPECT_EQ(node.key.place, by_nodes.size() / events_of_kept_node);
        by_nodes.add(hasher, kept_level_min, node.hash);
      }
    });
    if (by_leaves.size() % events_of_kept_node == 0) {
      ASSERT_EQ(by_nodes.root(hasher), by_leaves.root(hasher));
    }
  }
}

TEST(SealHasher, TheBytesOfAnEventNeverChange) {
  SealHasher hasher;
  StoredEvent const event{.sequence = 7,
                          .id = 9,
                          .verb = static_cast<std::int64_t>(Verb::move),
                          .event_time = 1'795'000'000'000'000,
                          .recorded_at = 1'795'000'000'000'001,
                          .zone_offset_minutes = -60,
                          .actor = 3,
                          .device = "gun 7",
                          .location = 12,
                          .body = std::string_view("\x01\x00", 2)};

  // Made by hand with Python from the description.
  EXPECT_EQ(base::to_hex(hasher.leaf(event)), "ab4a0a16a8829ba9e10d197d22a4099284c17639f6d4ca1c99f8cea349506981");
}

TEST(SealHasher, EachPartOfAnEventCounts) {
  SealHasher hasher;
  StoredEvent const whole{.sequence = 7, .id = 9, .verb = 4, .event_time = 1, .recorded_at = 2, .body = "b"};
  std::vector<StoredEvent> others(14, whole);
  others[0].sequence = 8;
  others[1].id = 8;
  others[2].verb = 5;
  others[3].event_time = 2;
  others[4].recorded_at = 3;
  others[5].zone_offset_minutes = 0;
  others[6].device_time = 0;
  others[7].actor = 1;
  others[8].device = "d";
  others[9].equipment = "d";
  others[10].location = 1;
  others[11].destination = 1;
  others[12].reason = "d";
  others[13].body = "c";
  others.push_back(whole);

  for (std::size_t i = 0; i < others.size(); ++i) {
    for (std::size_t j = i + 1; j < others.size(); ++j) {
      EXPECT_NE(hasher.leaf(others[i]), hasher.leaf(others[j])) << i << " and " << j;
    }
  }
}

TEST(SealHead, IsSignedAsTextThatPeopleCanRead) {
  SealHead head{.ledger = "0123456789abcdef0123456789abcdef", .sequence = 42, .recorded_at = {1'795'000'000'250'000}};

  EXPECT_EQ(text_to_sign(head),
            "nameplate seal 1\nledger 0123456789abcdef0123456789abcdef\nsequence 42\nrecordedAt "
            "2026-11-18T11:06:40.250Z\nhash "
            "0000000000000000000000000000000000000000000000000000000000000000\n");
}

}  // namespace
}  // namespace nameplate::domain
