// One operation, many items: all or nothing, or what can be done; and what stands in the event.
#include "domain/decide.hpp"
#include "domain/event_builder.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nameplate::domain {
namespace {

using test::a_lot;
using test::a_unit;
using test::World;

struct DecideSet : testing::Test {
  World world;
  SubjectId here = world.put(a_unit("HERE"));
  SubjectId gone = world.put(a_unit("GONE").in(Status::scrapped));
  SubjectId also_here = world.put(a_unit("ALSO-HERE"));
};

TEST_F(DecideSet, OneRefusedItemRefusesAll) {
  auto request = world.ask(Verb::move);

  auto const decision = world.judge(request.unit(here).unit(gone).unit(also_here).at(world.bin_2));

  ASSERT_TRUE(decision.refusal);
  EXPECT_FALSE(decision.event);
  EXPECT_EQ(decision.refusal->reason, "unit.not_in_stock");
  EXPECT_EQ(decision.refusal->kind, base::ErrorKind::conflict);
  ASSERT_EQ(decision.refusal->items.size(), 1U);
  EXPECT_EQ(decision.refusal->items.front().index, 1U);
}

TEST_F(DecideSet, EveryRefusedItemIsListedWithItsReason) {
  auto request = world.ask(Verb::move);

  auto const decision = world.judge(request.unknown("X").unit(here).unit(gone).at(world.bin_2));

  ASSERT_TRUE(decision.refusal);
  EXPECT_EQ(decision.refusal->reason, "items.refused");
  ASSERT_EQ(decision.refusal->items.size(), 2U);
  EXPECT_EQ(decision.refusal->items[0].reason, "unit.unknown");
  EXPECT_EQ(decision.refusal->items[1].reason, "unit.not_in_stock");
  EXPECT_EQ(decision.refusal->items[1].index, 2U);
}

TEST_F(DecideSet, ProceedingDoesTheGoodOnes) {
  auto request = world.ask(Verb::move);

  auto const decision = world.done(request.unit(here).unit(gone).unit(also_here).at(world.bin_2).proceeding());

  ASSERT_TRUE(decision.event);
  EXPECT_EQ(decision.event->items.size(), 2U);
  ASSERT_EQ(decision.remarks.size(), 1U);
  EXPECT_EQ(decision.remarks.front().verdict, Verdict::refused);
  EXPECT_EQ(decision.remarks.front().place, 1U);
  EXPECT_EQ(world.unit(here).holder, Holder::at(world.bin_2));
  EXPECT_EQ(world.unit(gone).status, Status::scrapped);
}

TEST_F(DecideSet, ProceedingWithNothingGoodIsARefusal) {
  auto request = world.ask(Verb::move);

  EXPECT_EQ(world.refusal(request.unit(gone).unknown("X").at(world.bin_2).proceeding()), "items.refused");
}

TEST_F(DecideSet, RefusedAndUnchangedItemsAloneRecordNothing) {
  auto request = world.ask(Verb::receive);

  auto const decision = world.judge(request.unit(here).unit(gone).at(world.bin_1).proceeding());

  EXPECT_FALSE(decision.refusal);
  EXPECT_FALSE(decision.event);
  EXPECT_EQ(decision.remarks.size(), 2U);
}

TEST_F(DecideSet, TheSameThingTwiceIsRefusedAtItsSecondMention) {
  auto request = world.ask(Verb::move);

  auto const decision = world.judge(request.unit(here).unit(also_here).unit(here).at(world.bin_2));

  ASSERT_TRUE(decision.refusal);
  EXPECT_EQ(decision.refusal->reason, "item.twice");
  ASSERT_EQ(decision.refusal->items.size(), 1U);
  EXPECT_EQ(decision.refusal->items.front().index, 2U);
}

TEST_F(DecideSet, AnEventKeepsItsItemsSortedWithTheirPlaceInTheRequest) {
  auto request = world.ask(Verb::move);

  auto const decision = world.done(request.unit(also_here).unit(here).at(world.bin_2));

  ASSERT_EQ(decision.event->items.size(), 2U);
  EXPECT_EQ(decision.event->items[0].subject, here);
  EXPECT_EQ(decision.event->items[0].place, 1U);
  EXPECT_EQ(decision.event->items[1].place, 0U);
}

TEST_F(DecideSet, EqualOutcomesShareOneEffect) {
  auto request = world.ask(Verb::receive);
  for (int i = 0; i < 100; ++i) {
    request.new_unit(world.cam, "N-" + std::to_string(i));
  }

  auto const decision = world.done(request.at(world.dock));

  EXPECT_EQ(decision.event->items.size(), 100U);
  EXPECT_EQ(decision.event->effects.size(), 1U);
  EXPECT_TRUE(decision.event->details.empty());
}

TEST_F(DecideSet, TheEventSaysWhereWhenWhyWhoAndOnWhichPaper) {
  auto request = world.ask(Verb::ship);
  request.unit(here).at(world.dock).to(world.acme).because("order 7").on("delivery-note", "DN-1");

  auto const event = *world.done(request).event;

  EXPECT_EQ(event.verb, Verb::ship);
  EXPECT_EQ(event.location, world.dock);
  ASSERT_EQ(event.parties.size(), 1U);
  EXPECT_EQ(event.parties.front().party, world.acme);
  EXPECT_EQ(event.reason, "order 7");
  ASSERT_EQ(event.documents.size(), 1U);
  EXPECT_EQ(event.documents.front().number, "DN-1");
}

TEST_F(DecideSet, NotesStandBesideTheEventAndOnlyTheirHashesInIt) {
  auto request = world.ask(Verb::move);
  request.unit(here).with([](BoundExtra& extra) { extra.note = "dented, says Ann"; });
  request.unit(also_here).at(world.bin_2).noting("moved for Ann");

  auto const event = *world.done(request).event;

  ASSERT_EQ(event.private_fields.size(), 2U);
  ASSERT_EQ(event.private_hashes.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    auto const& field = event.private_fields[i];
    EXPECT_EQ(event.private_hashes[i].field, field.field);
    EXPECT_EQ(event.private_hashes[i].place, field.place);
    EXPECT_EQ(event.private_hashes[i].hash, private_hash(field.salt, field.value));
    EXPECT_EQ(field.salt.size(), 16U);
  }
  EXPECT_NE(event.private_fields[0].salt, event.private_fields[1].salt);
}

TEST_F(DecideSet, GeneratedUnitsShareTheNoteOfTheirItem) {
  auto request = world.ask(Verb::register_);
  request.is(Status::in_stock).at(world.dock);
  for (int i = 0; i < 3; ++i) {
    request.new_unit(world.cam, "G-" + std::to_string(i)).with([](BoundExtra& extra) { extra.note = "first run"; });
    request.change().items.back().place = 0;
  }

  auto const event = *world.done(request).event;

  EXPECT_EQ(event.items.size(), 3U);
  EXPECT_EQ(event.private_fields.size(), 1U);
}

TEST_F(DecideSet, ALotThatAnItemNamesIsMadeByTheSameEventBeforeWhatIsBookedOnIt) {
  auto request = world.ask(Verb::receive);
  request.some_new(world.milk, "L-1", "12.5").expiring(30'000).at(world.dock).to(world.maker);

  auto const event = *world.done(request).event;
  auto const lot = request.last_subject();

  ASSERT_EQ(event.items.size(), 2U);
  EXPECT_TRUE(event.items[0].is_new);
  EXPECT_EQ(event.items[0].number, "L-1");
  EXPECT_FALSE(event.items[1].is_new);
  EXPECT_EQ(world.state.lot(lot)->number, "L-1");
  EXPECT_EQ(world.state.lot(lot)->supplier, world.maker);
  EXPECT_EQ(world.state.lot(lot)->dates.expires, 30'000);
  EXPECT_EQ(world.quantity(lot, Holder::at(world.dock)), "12.5");
}

TEST_F(DecideSet, ALotThatOnlyRefusedItemsNameIsNotMade) {
  auto request = world.ask(Verb::receive);
  request.some_new(world.milk, "L-1", "0").some_new(world.milk, "L-2", "1").at(world.dock).proceeding();

  auto const event = *world.done(request).event;

  EXPECT_EQ(std::ranges::count_if(event.items, [](EventItem const& item) { return item.is_new; }), 1);
}

TEST_F(DecideSet, ALotOfAUnitIsMadeWhenOneOfSeveralGeneratedUnitsIsDone) {
  SubjectId const lot{77};
  auto request = world.ask(Verb::register_);
  request.is(Status::in_stock).at(world.dock).proceeding();
  for (int i = 0; i < 2; ++i) {
    request.new_unit(world.cam, "G-" + std::to_string(i)).with([&](BoundExtra& extra) { extra.lot = lot; });
    request.change().items.back().place = 0;
  }
  request.with([](BoundExtra& extra) { extra.refusal = Refusal{.reason = "item.twice", .detail = {}}; });
  request.change().new_lots.push_back({.id = lot, .product = world.cam, .number = "L-1"});

  world.done(request);

  ASSERT_NE(world.state.lot(lot), nullptr);
  EXPECT_EQ(world.state.lot(lot)->number, "L-1");
}

TEST_F(DecideSet, MoreOfALotSaysWhatWasNotKnownOfIt) {
  auto const lot = world.put(a_lot("L-1").lying(world.bin_1, "1"));
  auto learns = world.ask(Verb::receive);
  auto contradicts = world.ask(Verb::receive);

  world.done(learns.some(lot, "2").expiring(30'000).at(world.dock).to(world.maker));

  EXPECT_EQ(world.state.lot(lot)->dates.expires, 30'000);
  EXPECT_EQ(world.state.lot(lot)->supplier, world.maker);
  EXPECT_EQ(world.refusal(contradicts.some(lot, "2").expiring(30'001).at(world.dock)), "lot.dates_differ");
}

TEST_F(DecideSet, NumbersOfALotAreTakenFromAnItemWithAQuantity) {
  auto request = world.ask(Verb::receive);
  request.some_new(world.milk, "L-1", "1").numbered(IdentifierKind::supplier_lot, "THEIR-7").at(world.dock);

  auto const event = *world.done(request).event;

  auto const known = world.state.identifiers("THEIR-7");
  ASSERT_EQ(known.size(), 1U);
  EXPECT_EQ(known.front().subject, request.last_subject());
  EXPECT_EQ(known.front().opened_by, event.id);
}

}  // namespace
}  // namespace nameplate::domain
