#include "base/check_digit.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace nameplate::base {
namespace {

TEST(CheckDigit, NumbersFromTheGs1SpecificationsAreAccepted) {
  EXPECT_TRUE(has_gs1_check_digit("9521234001010"));       // GTIN-13
  EXPECT_TRUE(has_gs1_check_digit("614141000036"));        // GTIN-12
  EXPECT_TRUE(has_gs1_check_digit("106141412345678908"));  // SSCC
  EXPECT_TRUE(has_gs1_check_digit("96385074"));            // GTIN-8
}

TEST(CheckDigit, OneWrongDigitIsAlwaysFound) {
  std::string const right = "9521234001010";
  for (std::size_t place = 0; place < right.size(); ++place) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      auto wrong = right;
      wrong[place] = digit;

      EXPECT_EQ(has_gs1_check_digit(wrong), wrong == right) << wrong;
    }
  }
}

TEST(CheckDigit, LuhnFindsTwoNeighboursThatAreSwapped) {
  EXPECT_TRUE(has_luhn_check_digit("490154203237518"));
  EXPECT_FALSE(has_luhn_check_digit("490154203237581"));
}

TEST(CheckDigit, NothingAndOtherCharactersHaveNoCheckDigit) {
  EXPECT_FALSE(has_gs1_check_digit(""));
  EXPECT_FALSE(has_gs1_check_digit("0"));
  EXPECT_FALSE(has_gs1_check_digit("12a4"));
  EXPECT_FALSE(has_luhn_check_digit(""));
  EXPECT_FALSE(has_luhn_check_digit("4901-5420"));
}

TEST(Gtin, OnlyFourLengthsAreGtins) {
  EXPECT_TRUE(is_gtin("96385074"));
  EXPECT_TRUE(is_gtin("614141000036"));
  EXPECT_TRUE(is_gtin("9521234001010"));
  EXPECT_TRUE(is_gtin("09521234001010"));
  EXPECT_FALSE(is_gtin("0096385074"));
  EXPECT_FALSE(is_gtin("106141412345678908"));
}

TEST(Gtin, TheSameGtinInTwoLengthsIsOneNumber) {
  EXPECT_EQ(pad_gtin("9521234001010"), "09521234001010");
  EXPECT_EQ(pad_gtin("09521234001010"), "09521234001010");
  EXPECT_EQ(pad_gtin("96385074"), "00000096385074");
}

}  // namespace
}  // namespace nameplate::base
