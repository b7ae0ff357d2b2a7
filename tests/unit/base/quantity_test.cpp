#include "base/quantity.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nameplate::base {
namespace {

std::string reason_of(std::string_view text) {
  auto const parsed = parse_quantity(text);
  return parsed ? "accepted" : parsed.error().reason;
}

TEST(Quantity, DecimalsAreReadExactly) {
  EXPECT_EQ(parse_quantity("12")->millionths, 12'000'000);
  EXPECT_EQ(parse_quantity("0.000001")->millionths, 1);
  EXPECT_EQ(parse_quantity("-3.25")->millionths, -3'250'000);
  EXPECT_EQ(parse_quantity("007.50000000")->millionths, 7'500'000);
}

TEST(Quantity, WhatIsNoPlainDecimalIsRefused) {
  for (auto const* text : {"", "-", ".", ".5", "5.", "+1", "1e3", "1,5", " 1", "0x1", "1.2.3", "NaN", "1-"}) {
    EXPECT_EQ(reason_of(text), "quantity.malformed") << text;
  }
}

TEST(Quantity, FinerThanAMillionthIsRefusedNotRounded) {
  EXPECT_EQ(reason_of("0.0000001"), "quantity.too_fine");
}

TEST(Quantity, TheLargestAmountIsAcceptedAndNothingAboveIt) {
  EXPECT_EQ(parse_quantity("1000000000000")->millionths, quantity_millionths_max);
  EXPECT_EQ(reason_of("1000000000000.000001"), "quantity.too_large");
  EXPECT_EQ(reason_of("99999999999999999999999999"), "quantity.too_large");
}

TEST(Quantity, AMessageNeverCutsACharacterInTwo) {
  std::string const text = std::string(39, 'x') + "éé";

  EXPECT_NE(parse_quantity(text).error().detail.find(std::string(39, 'x') + "é\""), std::string::npos);
}

TEST(Quantity, EveryAmountReadsBackFromItsText) {
  EXPECT_TRUE(rc::check([] {
    Quantity const quantity{*rc::gen::inRange<std::int64_t>(-quantity_millionths_max, quantity_millionths_max + 1)};

    RC_ASSERT(parse_quantity(to_string(quantity)).value() == quantity);
  }));
}

TEST(Quantity, TheTextIsTheShortest) {
  EXPECT_EQ(to_string(Quantity{0}), "0");
  EXPECT_EQ(to_string(Quantity{1'500'000}), "1.5");
  EXPECT_EQ(to_string(Quantity{-1}), "-0.000001");
  EXPECT_EQ(to_string(Quantity{-9'000'000}), "-9");
}

TEST(Quantity, AConversionRoundsHalfToEven) {
  auto const converted = [](std::int64_t entered, std::int64_t factor) {
    return convert({entered}, {factor})->millionths;
  };

  EXPECT_EQ(converted(2'000'000, 12'000'000), 24'000'000);
  EXPECT_EQ(converted(1, 500'000), 0);
  EXPECT_EQ(converted(3, 500'000), 2);
  EXPECT_EQ(converted(5, 500'000), 2);
  EXPECT_EQ(converted(-3, 500'000), -2);
  EXPECT_EQ(converted(1, 500'001), 1);
}

TEST(Quantity, AConversionAboveTheLimitIsRefused) {
  EXPECT_EQ(convert({quantity_millionths_max}, {1'000'001}).error().reason, "quantity.too_large");
  EXPECT_EQ(convert({quantity_millionths_max}, {quantity_millionths_max}).error().reason, "quantity.too_large");
  EXPECT_EQ(convert({-quantity_millionths_max}, {1'000'000})->millionths, -quantity_millionths_max);
}

}  // namespace
}  // namespace nameplate::base
