#include "identify/normalise.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nameplate::identify {
namespace {

std::string told(NumberForm form, std::string_view text) {
  auto const normal = normalise_number(form, text);
  return normal ? *normal : normal.error().reason;
}

TEST(NormaliseSerial, BlanksAroundAndCaseOfLettersDoNotMatter) {
  EXPECT_EQ(normalise_serial("  sn-001a\r\n").value(), "SN-001A");
}

TEST(NormaliseSerial, BlanksInsideStayAsTheyAre) {
  EXPECT_EQ(normalise_serial("a  1 b").value(), "A  1 B");
}

TEST(NormaliseSerial, NothingIsRefused) {
  EXPECT_EQ(told(NumberForm::free, ""), "number.empty");
  EXPECT_EQ(told(NumberForm::free, " \t\r\n"), "number.empty");
}

TEST(NormaliseSerial, EightyBytesAreAcceptedAndNotOneMore) {
  EXPECT_EQ(told(NumberForm::free, std::string(80, 'X')), std::string(80, 'X'));
  EXPECT_EQ(told(NumberForm::free, std::string(81, 'X')), "number.too_long");
}

TEST(NormaliseSerial, ALookAlikeOfAnotherAlphabetIsNamedWithItsPlace) {
  auto const refused = normalise_serial(
      "SN-\u0410"
      "01");

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "number.characters");
  EXPECT_NE(refused.error().detail.find("U+0410"), std::string::npos);
  EXPECT_NE(refused.error().detail.find("Character 4"), std::string::npos);
}

TEST(NormaliseSerial, WhatNobodyCanSeeIsRefused) {
  EXPECT_EQ(told(NumberForm::free, std::string_view("A\0B", 3)), "number.characters");
  for (auto const* text : {"A\x1DZ", "A\tZ", "A\x7FZ", "A\u200BZ", "A\u202EZ", "A\xFFZ", "A\xC3"}) {
    EXPECT_EQ(told(NumberForm::free, text), "number.characters");
  }
}

TEST(NormaliseSerial, TheNormalFormIsItsOwnNormalForm) {
  EXPECT_TRUE(rc::check([] {
    auto const text = *rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'));
    auto const once = normalise_serial(text);
    RC_PRE(once.has_value());

    RC_ASSERT(normalise_serial(*once).value() == *once);
  }));
}

TEST(NormaliseImei, SeparatorsAreTakenOutAndTheCheckDigitIsTested) {
  EXPECT_EQ(told(NumberForm::imei, "49-015420-323751-8"), "490154203237518");
  EXPECT_EQ(told(NumberForm::imei, "490154203237519"), "number.check_digit");
  EXPECT_EQ(told(NumberForm::imei, "49015420323751"), "number.malformed");
  EXPECT_EQ(told(NumberForm::imei, "49015420323751A"), "number.malformed");
}

TEST(NormaliseMac, EverySpellingOfAnAddressIsOneNumber) {
  for (auto const* text : {"00:1a:2b:3c:4d:5e", "00-1A-2B-3C-4D-5E", "001a.2b3c.4d5e", "001A2B3C4D5E"}) {
    EXPECT_EQ(told(NumberForm::mac, text), "001A2B3C4D5E") << text;
  }
  EXPECT_EQ(told(NumberForm::mac, "00:1a:2b:3c:4d"), "number.malformed");
  EXPECT_EQ(told(NumberForm::mac, "00:1a:2b:3c:4d:5g"), "number.malformed");
}

TEST(NormaliseSscc, TheApplicationIdentifierInFrontIsTakenOff) {
  for (auto const* text :
       {"106141412345678908", "00106141412345678908", "(00)106141412345678908", "(00) 1 0614141 234567890 8"}) {
    EXPECT_EQ(told(NumberForm::sscc, text), "106141412345678908") << text;
  }
  EXPECT_EQ(told(NumberForm::sscc, "106141412345678909"), "number.check_digit");
  EXPECT_EQ(told(NumberForm::sscc, "10614141234567890"), "number.malformed");
  EXPECT_EQ(told(NumberForm::sscc, "99106141412345678908"), "number.malformed");
}

}  // namespace
}  // namespace nameplate::identify
