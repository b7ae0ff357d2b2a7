// What spreadsheets make of numbers, told from numbers that only look odd.

#include "tabular/spoilt_number.hpp"

#include <gtest/gtest.h>

namespace nameplate::test {
namespace {

using tabular::NumberRule;
using tabular::NumberShape;

std::string spoilt(std::string_view text, NumberRule const& rule = {}) {
  auto const found = tabular::find_spoilt(text, rule);
  return found ? std::string(found->reason) : std::string();
}

TEST(SpoiltNumber, Rounded) {
  for (auto const* const text : {"3.55E+14", "3,55E+14", "4E+11", "3.55e+14", " 1.23457E+17 "}) {
    EXPECT_EQ(spoilt(text), "spoilt.rounded") << text;
  }
  for (auto const* const text : {"5E3", "12E+14", "A5E+14", "3.55E14", "E+14", "3.55E+1"}) {
    EXPECT_EQ(spoilt(text), "") << text << " may well be a number";
  }
}

TEST(SpoiltNumber, Decimals) {
  EXPECT_EQ(spoilt("123.0"), "spoilt.decimals");
  EXPECT_EQ(spoilt("123,00"), "spoilt.decimals");
  EXPECT_EQ(spoilt("123.5"), "");
  EXPECT_EQ(spoilt("A.0"), "");
}

TEST(SpoiltNumber, Dates) {
  for (auto const* const text : {"1-Mar", "01. Mrz", "1-Mar-24", "Mar-24", "Mrz 24", "2024-03-01 00:00:00"}) {
    EXPECT_EQ(spoilt(text), "spoilt.date") << text;
  }
  for (auto const* const text :
       {"MAR-24", "mar-24", "1-MAR", "2024-03-01", "Mars-24", "11-Mar-2", "2024-03-01 10:00:00"}) {
    EXPECT_EQ(spoilt(text), "") << text;
  }
}

TEST(SpoiltNumber, LostDigits) {
  // 106141412345678908 is right; a spreadsheet keeps fifteen digits of it.
  EXPECT_EQ(spoilt("106141412345678000", {.shape = NumberShape::sscc}), "spoilt.digits_lost");
  EXPECT_EQ(spoilt("106141412345678908", {.shape = NumberShape::sscc}), "");
  EXPECT_EQ(spoilt("106141412345678000"), "") << "without a check digit nobody can tell";
}

TEST(SpoiltNumber, LostZeros) {
  EXPECT_EQ(spoilt("12345678905", {.shape = NumberShape::gtin}), "spoilt.zeros_lost") << "012345678905";
  EXPECT_EQ(spoilt("012345678905", {.shape = NumberShape::gtin}), "");
  EXPECT_EQ(spoilt("12345678906", {.shape = NumberShape::gtin}), "") << "wrong with a zero too";
  EXPECT_EQ(spoilt("10928003398914", {.shape = NumberShape::imei}), "spoilt.zeros_lost") << "010928003398914";
  EXPECT_EQ(spoilt("490154203237518", {.shape = NumberShape::imei}), "");
  EXPECT_EQ(spoilt("614141123456781", {.shape = NumberShape::sscc}), "spoilt.zeros_lost");
  EXPECT_EQ(spoilt("1234", {.digits = 6}), "spoilt.zeros_lost");
  EXPECT_EQ(spoilt("001234", {.digits = 6}), "");
}

}  // namespace
}  // namespace nameplate::test
