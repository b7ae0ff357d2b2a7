#include "identify/number_ranges.hpp"

#include "identify/look_alike.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nameplate::identify {
namespace {

std::string reason_of(std::string_view text) {
  auto const expanded = expand_ranges(text);
  return expanded ? "expanded" : expanded.error().reason;
}

using Numbers = std::vector<std::string>;

TEST(NumberRanges, AreWrittenOut) {
  EXPECT_EQ(expand_ranges("A008-A011").value(), (Numbers{"A008", "A009", "A010", "A011"}));
  EXPECT_EQ(expand_ranges("A-098-A-101").value(), (Numbers{"A-098", "A-099", "A-100", "A-101"}));
  EXPECT_EQ(expand_ranges("B1+2").value(), (Numbers{"B1", "B2", "B3"}));
  EXPECT_EQ(expand_ranges("A1,A2;A3 A4\n A5\t").value(), (Numbers{"A1", "A2", "A3", "A4", "A5"}));
}

TEST(NumberRanges, AHyphenMayBeAPartOfANumber) {
  EXPECT_EQ(expand_ranges("A-001").value(), Numbers{"A-001"});
  EXPECT_EQ(expand_ranges("2024-X-7").value(), Numbers{"2024-X-7"});
}

TEST(NumberRanges, WhatIsWrongIsSaid) {
  EXPECT_EQ(reason_of(" ,; "), "range.empty");
  EXPECT_EQ(reason_of("A11-A08"), "range.backwards");
  EXPECT_EQ(reason_of("A1-A9999999"), "range.too_long");
  EXPECT_EQ(reason_of("A1+999999999999999999"), "range.too_long");
  EXPECT_EQ(reason_of("A1+B"), "range.malformed");
  EXPECT_EQ(reason_of("A1-A3 a2"), "range.twice");
}

TEST(NumberRanges, OfAnyBytesAtMostSoMany) {
  EXPECT_TRUE(rc::check([] {
    auto const text = *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::elementOf(std::string("A01-+ ,9"))));
    auto const expanded = expand_ranges(text);
    bool const is_bounded = !expanded || expanded->size() <= expanded_max;
    RC_ASSERT(is_bounded);
  }));
}

TEST(LookAlike, WhatATiredEyeTakesForTheSame) {
  EXPECT_EQ(skeleton_of("NEAR-O0I"), skeleton_of("near-001"));
  EXPECT_EQ(skeleton_of("A-001"), skeleton_of("A1"));
  EXPECT_EQ(skeleton_of("B5"), skeleton_of("8S"));
  EXPECT_NE(skeleton_of("A10"), skeleton_of("A1"));
  EXPECT_NE(skeleton_of("A100"), skeleton_of("A10"));
  EXPECT_EQ(skeleton_of("000"), "0");
}

}  // namespace
}  // namespace nameplate::identify
