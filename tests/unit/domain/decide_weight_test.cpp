// Catch weight: goods that are counted, and weigh what they weigh.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

using test::a_lot;
using test::World;

/// Ten hams, 52 kg together.
struct DecideWeight : testing::Test {
  World world;
  Holder bin_1 = Holder::at(world.bin_1);
  Holder bin_2 = Holder::at(world.bin_2);
  SubjectId hams = world.put(a_lot("HAM").lying(bin_1, "10", Status::in_stock, "52"));

  test::Request move(std::string_view quantity) {
    auto request = world.ask(Verb::move);
    request.some(hams, quantity).at(world.bin_2);
    return request;
  }
};

TEST_F(DecideWeight, WhatComesInIsWeighed) {
  auto request = world.ask(Verb::receive);

  world.done(request.some(hams, "2").weighing("10.4").at(world.bin_1));

  EXPECT_EQ(world.quantity(hams, bin_1), "12");
  EXPECT_EQ(world.weight(hams, bin_1), "62.4");
}

TEST_F(DecideWeight, APartIsTakenWithItsWeight) {
  auto unweighed = move("4");
  auto weighed = move("4");

  EXPECT_EQ(world.refusal(unweighed), "item.weight_missing");
  world.done(weighed.weighing("20.5"));
  EXPECT_EQ(world.weight(hams, bin_1), "31.5");
  EXPECT_EQ(world.weight(hams, bin_2), "20.5");
}

TEST_F(DecideWeight, AllOfItTakesAllOfTheWeight) {
  auto request = move("10");

  world.done(request);

  EXPECT_EQ(world.weight(hams, bin_1), "0");
  EXPECT_EQ(world.weight(hams, bin_2), "52");
}

TEST_F(DecideWeight, MoreWeightThanThereIsIsRefused) {
  auto part = move("4");
  auto all = move("10");
  auto negative = move("4");

  EXPECT_EQ(world.refusal(part.weighing("52.1")), "lot.not_enough_weight");
  EXPECT_EQ(world.refusal(all.weighing("52.1")), "lot.not_enough_weight");
  EXPECT_EQ(world.refusal(negative.weighing("-1")), "quantity.negative");
}

TEST_F(DecideWeight, WhatDriedUntilTheLastPieceWasTakenLeavesNoWeightBehind) {
  auto request = move("10");

  world.done(request.weighing("51.5"));

  EXPECT_EQ(world.quantity(hams, bin_1), "0");
  EXPECT_EQ(world.weight(hams, bin_1), "0");
  EXPECT_EQ(world.weight(hams, bin_2), "51.5");
}

TEST_F(DecideWeight, WhatWeighsMoreOnArrivalThanWhenItLeftComesInAsItIs) {
  auto const way = Holder::on_the_way_to(world.dock);
  auto const lot = world.put(a_lot("H-2").lying(way, "4", Status::in_transit, "20"));
  auto request = world.ask(Verb::receive);

  world.done(request.some(lot, "4").weighing("20.25").at(world.dock));

  EXPECT_EQ(world.weight(lot, way, Status::in_transit), "0");
  EXPECT_EQ(world.weight(lot, Holder::at(world.dock)), "20.25");
  EXPECT_EQ(world.quantity(lot, Holder::at(world.dock)), "4");
}

TEST_F(DecideWeight, CountingMayWeighToo) {
  auto weighed = world.ask(Verb::adjust);
  auto counted = world.ask(Verb::adjust);
  auto gone = world.ask(Verb::adjust);

  world.done(weighed.some(hams, "9").weighing("53").at(world.bin_1));
  EXPECT_EQ(world.quantity(hams, bin_1), "9");
  EXPECT_EQ(world.weight(hams, bin_1), "53");
  world.done(counted.some(hams, "8").at(world.bin_1));
  EXPECT_EQ(world.weight(hams, bin_1), "53");
  world.done(gone.some(hams, "0").at(world.bin_1));
  EXPECT_EQ(world.weight(hams, bin_1), "0");
}

}  // namespace
}  // namespace nameplate::domain
