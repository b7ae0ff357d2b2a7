#include "base/utf8.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nameplate::base {
namespace {

TEST(Utf8, WellFormedTextIsAccepted) {
  for (auto const* text :
       {"", "plain", "naïve", "Ελλάδα", "部品", "\xF0\x9F\x94\xA7", "\xF4\x8F\xBF\xBF", "\xEF\xBF\xBF"}) {
    EXPECT_TRUE(is_valid_utf8(text)) << text;
  }
}

TEST(Utf8, OverlongSurrogateTooLargeAndCutOffFormsAreRefused) {
  for (auto const* text :
       {"\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xE0\x9F\xBF", "\xF0\x80\x80\xAF", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\x80", "a\xC3", "\xE2\x82", "\xF0\x9F\x94", "\xC3\x28"}) {
    EXPECT_FALSE(is_valid_utf8(text));
  }
}

TEST(Utf8, WhatNobodyCanSeeIsFound) {
  EXPECT_TRUE(has_invisible_characters(std::string_view("a\0b", 3)));
  for (auto const* text : {"\n", "\t", "\x7F", "\xC2\x85", "\xC2\xAD", "\u061C", "\u200B", "\u200E", "\u202E", "\u2066",
                           "\uFEFF", "\u180E", "\u3164", "\U000E0041", "\xFF"}) {
    EXPECT_TRUE(has_invisible_characters(std::string("a") + text + "b"));
  }
}

TEST(Utf8, OrdinaryTextHasNothingInvisible) {
  EXPECT_FALSE(has_invisible_characters("Schraube M8 × 20, verzinkt – 部品 №7"));
}

TEST(Utf8, CodePointsAreCountedNotBytes) {
  EXPECT_EQ(count_code_points("naïve"), 5U);
  EXPECT_EQ(count_code_points("\U0001F527"), 1U);
  EXPECT_EQ(count_code_points(""), 0U);
}

TEST(Utf8, AnExcerptOfAnyBytesIsShortVisibleText) {
  EXPECT_TRUE(rc::check([] {
    auto const bytes = *rc::gen::arbitrary<std::string>();

    auto const shown = excerpt(bytes + bytes + bytes);

    RC_ASSERT(is_valid_utf8(shown));
    RC_ASSERT(!has_invisible_characters(shown));
    RC_ASSERT(count_code_points(shown) <= 40U);
  }));
  EXPECT_EQ(excerpt("a\xFF\nб"), "a??б");
}

}  // namespace
}  // namespace nameplate::base
