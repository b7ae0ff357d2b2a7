#include "identify/check_character.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nameplate::identify {
namespace {

std::string of(std::string_view method, std::string_view text) {
  return check_characters(parse_check_method(method).value(), text);
}

TEST(CheckCharacter, PublishedExamplesHold) {
  EXPECT_EQ(of("luhn", "7992739871"), "3");
  EXPECT_EQ(of("gs1", "629104150021"), "3");
  EXPECT_EQ(of("gs1", "37610425002123456"), "9");
  EXPECT_EQ(of("mod10", "629104150021"), "3");
  EXPECT_EQ(of("mod11,2", "0794"), "0");
  EXPECT_EQ(of("mod11,2", "079"), "X");
  EXPECT_EQ(of("mod11,10", "79462"), "3");
  EXPECT_EQ(of("mod37,2", "G123489654321"), "Y");
  EXPECT_EQ(of("mod37,36", "A12425GABC1234002"), "M");
  EXPECT_EQ(of("mod97,10", "99991234567890121414"), "90");
  EXPECT_EQ(of("damm", "572"), "4");
  EXPECT_EQ(of("verhoeff", "236"), "3");
}

TEST(CheckCharacter, LettersCountInAnyCaseAndSignsNever) {
  EXPECT_EQ(of("mod37,36", "a124-25gabc/1234002"), "M");
  EXPECT_EQ(of("luhn", "SN-7992739871"), "3");
  EXPECT_EQ(of("damm", ""), "0");
}

TEST(CheckCharacter, UnknownNamesAreNone) {
  EXPECT_FALSE(parse_check_method("mod9"));
  EXPECT_FALSE(parse_check_method(""));
  EXPECT_FALSE(parse_check_method("Luhn"));
}

std::string counted(CheckRule const& rule) {
  return rule.letters && rule.method != CheckMethod::mod97_10 ? "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" : "0123456789";
}

TEST(CheckCharacter, EveryWrongCharacterIsNoticed) {
  for (auto const& rule : check_rules()) {
    ASSERT_TRUE(rule.every_single) << rule.name;
    EXPECT_TRUE(rc::check([&] {
      auto const alphabet = counted(rule);
      auto text = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(alphabet)));
      auto const right = check_characters(rule.method, text);
      auto& character = text[*rc::gen::inRange<std::size_t>(0, text.size())];
      auto const before = character;
      for (char const other : alphabet) {
        character = other;
        RC_ASSERT((other == before) == (check_characters(rule.method, text) == right));
      }
    })) << rule.name;
  }
}

/// Neighbours of different kinds in two places, by rules that promise it; of the others, that they do not.
TEST(CheckCharacter, EverySwapIsNoticedWhereItIsPromised) {
  for (auto const& rule : check_rules()) {
    auto const alphabet = counted(rule);
    bool missed = false;
    for (std::size_t length = 2; length < 10; ++length) {
      for (char const one : alphabet) {
        for (char const other : alphabet) {
          auto text = std::string(length, '7');
          text[0] = one;
          text[1] = other;
          auto const right = check_characters(rule.method, text);
          std::swap(text[0], text[1]);
          missed = missed || (one != other && check_characters(rule.method, text) == right);
        }
      }
    }
    EXPECT_EQ(missed, !rule.every_swap) << rule.name;
  }
}

}  // namespace
}  // namespace nameplate::identify
