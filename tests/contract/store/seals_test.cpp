// Seals, and projections that are put in the place of others.

#include "contract/store/store_contract.hpp"
#include "store/failure.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using domain::SealNode;
using domain::SealNodeKey;
using store::Seal;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Seals : public StoreContract {
 protected:
  static base::Digest digest(std::uint8_t first) {
    base::Digest made{};
    made.front() = first;
    return made;
  }
  static Seal seal(std::int64_t block, domain::Sequence first, domain::Sequence last) {
    return {.block = block,
            .first = first,
            .last = last,
            .hash = digest(static_cast<std::uint8_t>(block)),
            .sealed_at = {block * 1000}};
  }
  void record(std::int64_t events) {
    auto const transaction = store_->begin_write();
    auto const head = transaction->advance_head(events, {1000}, 0, false);
    std::vector<domain::Event> made;
    for (auto sequence = head.sequence - events + 1; sequence <= head.sequence; ++sequence) {
      made.push_back({.id = {sequence + 10}, .sequence = sequence, .recorded_at = {1000}, .device = "gun"});
    }
    transaction->append(made);
    transaction->commit();
  }
};
NAMEPLATE_ON_EVERY_STORE(Seals);

TEST_P(Seals, AreKeptAsTheyWereWritten) {
  std::vector const seals{seal(1, 1, 5), seal(2, 6, 300)};
  SealNode const node{.key = {.level = 8, .place = 0}, .hash = digest(9)};
  EXPECT_EQ(store_->begin_read()->newest_seal(), std::nullopt);

  store_->write_seals(seals, {&node, 1}, {});

  auto const snapshot = store_->begin_read();
  EXPECT_THAT(snapshot->seals_after(0, 10), ElementsAre(seals[0], seals[1]));
  EXPECT_THAT(snapshot->seals_after(1, 10), ElementsAre(seals[1]));
  EXPECT_THAT(snapshot->seals_after(0, 1), ElementsAre(seals[0]));
  EXPECT_EQ(snapshot->newest_seal(), seals[1]);
  std::vector<SealNodeKey> const keys{{.level = 8, .place = 0}, {.level = 8, .place = 1}};
  EXPECT_THAT(snapshot->seal_nodes(keys), ElementsAre(node));
}

TEST_P(Seals, ABlockIsSealedOnce) {
  auto const first = seal(1, 1, 5);
  auto other = first;
  other.last = 6;
  store_->write_seals({&first, 1}, {}, {});

  EXPECT_THROW(store_->write_seals({&other, 1}, {}, {}), store::GuardLost);

  EXPECT_EQ(store_->begin_read()->newest_seal(), first);
}

TEST_P(Seals, StoredEventsComeInOrderAsTheyAreKept) {
  record(5);

  std::vector<domain::Sequence> sequences;
  store_->begin_read()->for_each_stored_event(1, {.events = 3}, [&](domain::StoredEvent const& event) {
    sequences.push_back(event.sequence);
    EXPECT_EQ(event.id, event.sequence + 10);
    EXPECT_EQ(event.device, "gun");
    EXPECT_EQ(event.recorded_at, 1000);
    EXPECT_EQ(event.zone_offset_minutes, std::nullopt);
    EXPECT_FALSE(event.body.empty());
  });

  EXPECT_THAT(sequences, ElementsAre(2, 3, 4));
}

TEST_P(Seals, CountsAreThoseOfTheTables) {
  record(5);
  auto const sealed = seal(1, 1, 5);
  store_->write_seals({&sealed, 1}, {}, {});

  auto const counts = store_->begin_read()->ledger_counts();

  EXPECT_EQ(counts.events, 5);
  EXPECT_EQ(counts.first, 1);
  EXPECT_EQ(counts.last, 5);
  EXPECT_EQ(counts.recorded_at, base::Instant{1000});
  EXPECT_EQ(counts.seals, 1);
  EXPECT_EQ(counts.seal_nodes, 0);
  EXPECT_THAT(store_->begin_read()->compare_counts(), IsEmpty());
  EXPECT_THAT(store_->begin_read()->check_structure(), IsEmpty());
}

TEST_P(Seals, ProjectionsOfAnotherStoreTakeThePlaceOfItsOwn) {
  write(registration({{.id = {1}, .product = {7}, .serial = "OLD", .trail = {{11}, {5}}}}));
  auto const scratch = store_->make_scratch();
  write_to(*scratch, registration({{.id = {1}, .product = {7}, .serial = "NEW", .trail = {{11}, {5}}},
                                   {.id = {2}, .product = {7}, .serial = "MORE", .trail = {{11}, {5}}}}));

  store_->take_projections_of(*scratch);

  EXPECT_EQ(unit(1).serial, "NEW");
  EXPECT_EQ(unit(2).serial, "MORE");
  EXPECT_FALSE(store_->has_stale_projections());
  EXPECT_THAT(store_->begin_read()->check_structure(), IsEmpty());
  write(registration({{.id = {3}, .product = {7}, .serial = "LATER", .trail = {{12}, {6}}}}));
  EXPECT_EQ(unit(3).serial, "LATER");
}

TEST_P(Seals, ProjectionsOfAnotherSequenceAreRefused) {
  write(registration({{.id = {1}, .product = {7}, .serial = "OLD", .trail = {{11}, {5}}}}));
  auto const scratch = store_->make_scratch();
  record(1);

  EXPECT_THROW(store_->take_projections_of(*scratch), store::GuardLost);

  EXPECT_EQ(unit(1).serial, "OLD");
}

}  // namespace
}  // namespace nameplate::test
