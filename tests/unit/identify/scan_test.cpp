#include "identify/scan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nameplate::identify {
namespace {

TEST(Scan, APlainNumberIsItsOwnText) {
  auto const scan = parse_scan("SN-0001");

  EXPECT_EQ(scan.raw, "SN-0001");
  EXPECT_EQ(scan.text, "SN-0001");
  EXPECT_EQ(scan.aim, "");
  EXPECT_EQ(scan.sscc, "");
  EXPECT_EQ(scan.gtin, "");
}

TEST(Scan, WhatTheScannerAddsIsTakenOff) {
  EXPECT_EQ(parse_scan("SN-0001\r\n").text, "SN-0001");
  EXPECT_EQ(parse_scan("SN-0001\t").text, "SN-0001");
  EXPECT_EQ(parse_scan("\x1DSN-0001\x1D").text, "SN-0001");
}

TEST(Scan, TheSymbologyIsToldApartFromTheText) {
  auto const scan = parse_scan("]C100106141412345678908\r");

  EXPECT_EQ(scan.aim, "]C1");
  EXPECT_EQ(scan.text, "00106141412345678908");
  EXPECT_EQ(scan.sscc, "106141412345678908");
  EXPECT_EQ(parse_scan("]d2\x1DSN-1").text, "SN-1");
}

TEST(Scan, ABracketThatBeginsANumberIsNoSymbology) {
  EXPECT_EQ(parse_scan("]1-2").text, "]1-2");
  EXPECT_EQ(parse_scan("]C-2").text, "]C-2");
  EXPECT_EQ(parse_scan("]").text, "]");
}

TEST(Scan, ContainerCodesAreFoundWithAndWithoutTheirIdentifier) {
  EXPECT_EQ(parse_scan("106141412345678908").sscc, "106141412345678908");
  EXPECT_EQ(parse_scan("(00)106141412345678908").sscc, "106141412345678908");
  EXPECT_EQ(parse_scan("106141412345678909").sscc, "");
  EXPECT_EQ(parse_scan("01106141412345678908").sscc, "");
}

TEST(Scan, ProductCodesOfEveryLengthAreFourteenDigits) {
  EXPECT_EQ(parse_scan("9521234001010").gtin, "09521234001010");
  EXPECT_EQ(parse_scan("614141000036").gtin, "00614141000036");
  EXPECT_EQ(parse_scan("9521234001011").gtin, "");
}

TEST(Scan, AnyBytesAreAScan) {
  EXPECT_TRUE(rc::check([] {
    auto const raw = *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::elementOf(std::string("]C1 \r\n\x1D(0)123"))));

    auto const scan = parse_scan(raw);

    RC_ASSERT(scan.raw == raw);
    RC_ASSERT(raw.find(scan.text) != std::string::npos);
    RC_ASSERT(scan.sscc.empty() || scan.sscc.size() == 18U);
    RC_ASSERT(scan.gtin.empty() || scan.gtin.size() == 14U);
  }));
}

}  // namespace
}  // namespace nameplate::identify
