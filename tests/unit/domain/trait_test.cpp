#include "domain/trait.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nameplate::domain {
namespace {

TEST(CanonicalNumber, HasOneFormForEachNumber) {
  for (auto const& [written, kept] :
       std::vector<std::pair<std::string, std::string>>{{"12", "12"},
                                                        {" 12.50 ", "12.5"},
                                                        {"007", "7"},
                                                        {"-0", "0"},
                                                        {"-0.000000", "0"},
                                                        {"-3.25", "-3.25"},
                                                        {"18000000000000000", "18000000000000000"}}) {
    EXPECT_EQ(canonical_number(written).value(), kept) << written;
  }
}

TEST(CanonicalNumber, RefusesWhatIsNone) {
  for (auto const* const text :
       {"", "-", ".5", "5.", "1e3", "1,5", "0x1", "--1", "1 2", "1.2345678", "1234567890123456789", "+1"}) {
    auto const number = canonical_number(text);
    ASSERT_FALSE(number) << text;
    EXPECT_EQ(number.error().reason, "number.malformed");
  }
}

RC_GTEST_PROP(TraitKey, SortsNumbersAsTheyAre, ()) {
  auto const millionths = [] { return *rc::gen::inRange<std::int64_t>(-3'000'000'000, 3'000'000'000); };
  auto const text = [](std::int64_t value) {
    auto const whole = std::llabs(value) / 1'000'000;
    auto fraction = std::to_string(std::llabs(value) % 1'000'000);
    return (value < 0 ? "-" : "") + std::to_string(whole) + "." + std::string(6 - fraction.size(), '0') + fraction;
  };
  auto const a = millionths();
  auto const b = millionths();
  auto const key = [&](std::int64_t value) {
    return trait_key(TraitType::number, canonical_number(text(value)).value());
  };
  RC_ASSERT((key(a) < key(b)) == (a < b));
  RC_ASSERT((key(a) == key(b)) == (a == b));
}

TEST(TraitKey, TextsCompareWithoutCaseOfLetters) {
  EXPECT_EQ(trait_key(TraitType::tag, "Spring"), trait_key(TraitType::tag, " sPRING "));
  EXPECT_NE(trait_key(TraitType::text, "a"), trait_key(TraitType::text, "b"));
}

TEST(CanonicalTag, IsOneVisibleWordOrSeveral) {
  EXPECT_EQ(canonical_tag("  show room ").value(), "show room");
  for (auto const& text : {std::string(), std::string(" "), std::string("a,b"), std::string("a\nb"),
                           std::string(51, 'x'), std::string("\xFF")}) {
    EXPECT_FALSE(canonical_tag(text));
  }
}

}  // namespace
}  // namespace nameplate::domain
