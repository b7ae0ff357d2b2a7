// Quantities of lots: from where they are taken, how much is enough, and what is counted.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_lot;
using test::amount;
using test::World;

struct DecideQuantity : testing::Test {
  World world;
  Holder bin_1 = Holder::at(world.bin_1);
  Holder bin_2 = Holder::at(world.bin_2);
  Holder dock = Holder::at(world.dock);
};

TEST_F(DecideQuantity, WhatIsTakenLeavesOneBalanceAndEntersAnother) {
  auto const lot = world.put(a_lot("L-1").lying(bin_1, "10"));
  auto request = world.ask(Verb::move);

  world.done(request.some(lot, "3.125").at(world.bin_2));

  EXPECT_EQ(world.quantity(lot, bin_1), "6.875");
  EXPECT_EQ(world.quantity(lot, bin_2), "3.125");
}

TEST_F(DecideQuantity, ReceivingBringsNewAmounts) {
  auto const lot = world.put(a_lot("L-1").lying(bin_1, "10"));
  auto request = world.ask(Verb::receive);

  world.done(request.some(lot, "5").at(world.dock));

  EXPECT_EQ(world.quantity(lot, dock), "5");
  EXPECT_EQ(world.quantity(lot, bin_1), "10");
}

TEST_F(DecideQuantity, WhatWasAnnouncedOrIsOnItsWayIsReceivedFirst) {
  auto const way = Holder::on_the_way_to(world.dock);
  auto const lot = world.put(a_lot("L-1").lying(way, "3", Status::in_transit).lying(Holder(), "4", Status::ordered));
  auto request = world.ask(Verb::receive);

  auto const decision = world.done(request.some(lot, "10").at(world.dock));

  EXPECT_EQ(world.quantity(lot, way, Status::in_transit), "0");
  EXPECT_EQ(world.quantity(lot, Holder(), Status::ordered), "0");
  EXPECT_EQ(world.quantity(lot, dock), "10");
  ASSERT_EQ(decision.remarks.size(), 1U);
  EXPECT_EQ(decision.remarks.front().warnings, std::vector<std::string>{"quantity.more_than_expected"});
}

TEST_F(DecideQuantity, WhatIsOnItsWayInsideAContainerIsReceivedOutOfIt) {
  auto const box = world.put(a_container("BOX").in(Status::in_transit).at(Holder::on_the_way_to(world.dock)));
  auto const lot = world.put(a_lot("L-1").lying(Holder::in(box), "3", Status::in_transit));
  auto request = world.ask(Verb::receive);

  world.done(request.some(lot, "3").at(world.dock));

  EXPECT_EQ(world.quantity(lot, Holder::in(box), Status::in_transit), "0");
  EXPECT_EQ(world.quantity(lot, dock), "3");
}

TEST_F(DecideQuantity, WhatArrivesElsewhereIsTakenFromItsWayWhenTheRequestSaysSo) {
  auto const way = Holder::on_the_way_to(world.branch);
  auto const lot = world.put(a_lot("L-1").lying(way, "3", Status::in_transit));
  auto request = world.ask(Verb::receive);

  world.done(request.some(lot, "3").from(Holder::at(world.branch)).at(world.dock));

  EXPECT_EQ(world.quantity(lot, way, Status::in_transit), "0");
  EXPECT_EQ(world.quantity(lot, dock), "3");
}

TEST_F(DecideQuantity, InSeveralPlacesTheRequestSaysWhich) {
  auto const lot = world.put(a_lot("L-1").lying(bin_1, "10").lying(bin_2, "10"));
  auto unsaid = world.ask(Verb::scrap);
  auto said = world.ask(Verb::scrap);

  auto const decision = world.judge(unsaid.some(lot, "1"));
  ASSERT_TRUE(decision.refusal);
  EXPECT_EQ(decision.refusal->reason, "lot.place_ambiguous");
  EXPECT_NE(decision.refusal->detail.find("BIN-2"), std::string::npos);
  world.done(said.some(lot, "1").from(bin_2));
  EXPECT_EQ(world.quantity(lot, bin_2), "9");
}

TEST_F(DecideQuantity, MoreThanThereIsIsRefusedAndSaysHowMuchThereIs) {
  auto const lot = world.put(a_lot("L-1").lying(bin_1, "10"));
  auto request = world.ask(Verb::ship);

  auto const decision = world.judge(request.some(lot, "10.001").to(world.acme));

  ASSERT_TRUE(decision.refusal);
  EXPECT_EQ(decision.refusal->reason, "lot.not_enough");
  EXPECT_NE(decision.refusal->detail.find("10 in stock at BIN-1"), std::string::npos);
}

TEST_F(DecideQuantity, TwoItemsMayDrawOnOneBalanceButNotOnMoreThanThereIs) {
  auto const lot = world.put(a_lot("L-1").lying(bin_1, "10"));
  auto enough = world.ask(Verb::move);
  auto too_much = world.ask(Verb::move);
  auto what_can_be_done = world.ask(Verb::move);

  EXPECT_EQ(world.refusal(enough.some(lot, "6").some(lot, "4").at(world.bin_2)), "");
  auto const decision = world.judge(too_much.some(lot, "6").some(lot, "5").at(world.bin_2));
  EXPECT_EQ(decision.refusal->reason, "lot.not_enough");
  EXPECT_EQ(decision.refusal->items.front().index, 1U);
  world.done(what_can_be_done.some(lot, "6").some(lot, "5").some(lot, "4").at(world.bin_2).proceeding());
  EXPECT_EQ(world.quantity(lot, bin_2), "10");
}

TEST_F(DecideQuantity, SeveralStatusesAtOnePlaceAreDrawnOnInTheOrderOfTheirWay) {
  auto const lot = world.put(a_lot("L-1").lying(bin_1, "4").lying(bin_1, "3", Status::ready_to_ship));
  auto request = world.ask(Verb::ship);

  world.done(request.some(lot, "5").to(world.acme));

  EXPECT_EQ(world.quantity(lot, bin_1, Status::ready_to_ship), "0");
  EXPECT_EQ(world.quantity(lot, bin_1), "2");
  EXPECT_EQ(world.quantity(lot, Holder::with(world.acme), Status::shipped), "5");
}

TEST_F(DecideQuantity, WhatIsInAContainerIsTakenWhenAskedFor) {
  auto const box = world.put(a_container("BOX"));
  auto const lot = world.put(a_lot("L-1").lying(Holder::in(box), "5"));
  auto by_itself = world.ask(Verb::ship);
  auto unpacked = world.ask(Verb::ship);
  auto from_box = world.ask(Verb::ship);
  auto scrapped = world.ask(Verb::scrap);

  EXPECT_EQ(world.refusal(by_itself.some(lot, "1").to(world.acme)), "lot.not_enough");
  EXPECT_EQ(world.refusal(unpacked.some(lot, "1").to(world.acme).unpacking()), "");
  EXPECT_EQ(world.refusal(from_box.some(lot, "1").from(Holder::in(box)).to(world.acme)), "");
  EXPECT_EQ(world.refusal(scrapped.some(lot, "1")), "");
}

TEST_F(DecideQuantity, UnpackingLeavesItAtThePlaceOfTheContainer) {
  auto const box = world.put(a_container("BOX").at(world.bin_2));
  auto const lot = world.put(a_lot("L-1").lying(Holder::in(box), "5").lying(bin_1, "5"));
  auto request = world.ask(Verb::unpack);

  world.done(request.some(lot, "2").into(box));

  EXPECT_EQ(world.quantity(lot, bin_2), "2");
  EXPECT_EQ(world.quantity(lot, Holder::in(box)), "3");
}

TEST_F(DecideQuantity, ADeliveryTakesWhatWasShippedToThePartyBeforeWhatIsInStock) {
  auto const lot = world.put(a_lot("L-1")
                                 .lying(bin_1, "10")
                                 .lying(Holder::with(world.acme), "5", Status::shipped)
                                 .lying(Holder::with(world.beta), "5", Status::shipped));
  auto shipped = world.ask(Verb::deliver);
  auto over_the_counter = world.ask(Verb::deliver);
  auto to_nobody = world.ask(Verb::deliver);

  world.done(shipped.some(lot, "5").to(world.acme));
  EXPECT_EQ(world.quantity(lot, Holder::with(world.acme), Status::shipped), "0");
  EXPECT_EQ(world.quantity(lot, Holder::with(world.acme), Status::with_customer), "5");
  world.done(over_the_counter.some(lot, "5").to(world.acme));
  EXPECT_EQ(world.quantity(lot, bin_1), "5");
  EXPECT_EQ(world.refusal(to_nobody.some(lot, "1").from(bin_1)), "deliver.party_missing");
}

TEST_F(DecideQuantity, AReturnTakesFromThePartyThatIsNamed) {
  auto const lot = world.put(a_lot("L-1")
                                 .lying(Holder::with(world.acme), "5", Status::with_customer)
                                 .lying(Holder::with(world.beta), "5", Status::shipped));
  auto unsaid = world.ask(Verb::return_);
  auto said = world.ask(Verb::return_);

  EXPECT_EQ(world.refusal(unsaid.some(lot, "1").at(world.dock)), "lot.place_ambiguous");
  world.done(said.some(lot, "1").at(world.dock).to(world.beta));
  EXPECT_EQ(world.quantity(lot, dock, Status::returned), "1");
}

TEST_F(DecideQuantity, WhatWasShippedInAContainerComesBackOutOfIt) {
  auto const box = world.put(a_container("BOX").in(Status::shipped).at(Holder::with(world.acme)));
  auto const lot = world.put(a_lot("L-1").lying(Holder::in(box), "5", Status::shipped));
  auto request = world.ask(Verb::return_);

  world.done(request.some(lot, "2").at(world.dock).to(world.acme));

  EXPECT_EQ(world.quantity(lot, dock, Status::returned), "2");
  EXPECT_EQ(world.quantity(lot, Holder::in(box), Status::shipped), "3");
}

TEST_F(DecideQuantity, AnAmountIsAboveZeroAndNotBeyondAllBounds) {
  auto const lot = world.put(a_lot("L-1").lying(bin_1, "10"));
  auto nothing = world.ask(Verb::move);
  auto negative = world.ask(Verb::move);
  auto too_much = world.ask(Verb::receive);

  EXPECT_EQ(world.refusal(nothing.some(lot, "0").at(world.bin_2)), "quantity.not_positive");
  EXPECT_EQ(world.refusal(negative.some(lot, "-1").at(world.bin_2)), "quantity.negative");
  too_much.some(lot, "1000000000000").some(lot, "1000000000000").at(world.dock);
  EXPECT_EQ(world.refusal(too_much), "quantity.too_large");
}

TEST_F(DecideQuantity, WhatWasEnteredInAnotherUnitIsKeptBesideTheAmount) {
  auto const lot = world.put(a_lot("").of(world.screw).lying(bin_1, "1000"));
  auto request = world.ask(Verb::scrap);
  EnteredQuantity const three_boxes{.quantity = amount("3"), .unit = "box", .factor = amount("100")};

  auto const event =
      *world.done(request.some(lot, "300").with([&](BoundExtra& extra) { extra.entered = three_boxes; })).event;

  ASSERT_EQ(event.details.size(), 1U);
  EXPECT_EQ(event.details.front().quantity->quantity, amount("300"));
  EXPECT_EQ(event.details.front().quantity->entered, three_boxes);
}

TEST_F(DecideQuantity, CountingUpAndDownBooksTheDifference) {
  auto const lot = world.put(a_lot("L-1").lying(bin_1, "10"));
  auto up = world.ask(Verb::adjust);
  auto down = world.ask(Verb::adjust);
  auto none_left = world.ask(Verb::adjust);
  auto as_booked = world.ask(Verb::adjust);

  auto const change = world.done(up.some(lot, "12").at(world.bin_1)).event->details.front().quantity;
  EXPECT_FALSE(change->from);
  EXPECT_EQ(change->quantity, amount("2"));
  world.done(down.some(lot, "3.5").from(bin_1));
  EXPECT_EQ(world.quantity(lot, bin_1), "3.5");
  EXPECT_FALSE(world.judge(as_booked.some(lot, "3.5").from(bin_1)).event);
  world.done(none_left.some(lot, "0").from(bin_1));
  EXPECT_EQ(world.quantity(lot, bin_1), "0");
}

TEST_F(DecideQuantity, WhatWasNeverThereCanBeCountedThere) {
  auto const lot = world.put(a_lot("L-1"));
  auto request = world.ask(Verb::adjust);

  world.done(request.some(lot, "4").at(world.bin_2));

  EXPECT_EQ(world.quantity(lot, bin_2), "4");
}

TEST_F(DecideQuantity, ACountNamesItsPlaceOnceAndIsNeverNegative) {
  auto const lot = world.put(a_lot("L-1").lying(bin_1, "10"));
  auto nowhere = world.ask(Verb::adjust);
  auto twice = world.ask(Verb::adjust);
  auto negative = world.ask(Verb::adjust);
  auto lost_at_a_place = world.ask(Verb::adjust);

  EXPECT_EQ(world.refusal(nowhere.some(lot, "4")), "adjust.place_missing");
  EXPECT_EQ(world.refusal(twice.some(lot, "12").some(lot, "12").at(world.bin_1)), "item.twice");
  EXPECT_EQ(world.refusal(negative.some(lot, "-1").at(world.bin_1)), "quantity.negative");
  EXPECT_EQ(world.refusal(lost_at_a_place.some(lot, "1").is(Status::lost).at(world.bin_1)), "place.not_ours");
}

}  // namespace
}  // namespace nameplate::domain
