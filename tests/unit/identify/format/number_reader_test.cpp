#include "identify/format/ambiguity.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

namespace nameplate::identify {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

std::vector<Reading> read(std::string_view text, std::string_view number, KnownTexts const& known = {}) {
  return NumberFormat::parse_for_reading(text).value().read(number, known);
}

TEST(NumberReader, ANumberSaysWhatItsPartsAre) {
  auto const readings = read("P{category:2}-{site:1}{yy}{ww}-{counter:5}{check}", "ppu-m2653-00042e");
  ASSERT_EQ(readings.size(), 1);
  EXPECT_EQ(readings[0].texts, (Texts{"P", "PU", "-", "M", "26", "53", "-", "00042", "E"}));
  EXPECT_EQ(readings[0].count, 42);
  EXPECT_TRUE(readings[0].check_right);
}

TEST(NumberReader, AWrongCheckCharacterComesWithTheRightOne) {
  auto const readings = read("SN-{counter:5}{check:luhn}", "SN-000427");
  ASSERT_EQ(readings.size(), 1);
  EXPECT_FALSE(readings[0].check_right);
  EXPECT_EQ(readings[0].corrected, "SN-00042" + check_characters(CheckMethod::luhn, "00042"));
}

TEST(NumberReader, WhatTheFormatNeverMadeIsNotRead) {
  EXPECT_TRUE(read("SN-{counter:4}", "SN-12345").empty());
  EXPECT_TRUE(read("SN-{counter:4}", "SN-0000").empty());
  EXPECT_TRUE(read("SN-{counter:4}", "XX-0001").empty());
  EXPECT_TRUE(read("{counter:4:start=10:step=5}", "0011").empty());
  EXPECT_TRUE(read("{yy}{ww}{counter:2}", "265401").empty());
  EXPECT_TRUE(read("{counter:2:full=grow}", "0100").empty());
  EXPECT_EQ(read("{counter:2:full=grow}", "100")[0].count, 100);
  EXPECT_TRUE(read("{counter:4}", std::string(10'000, '1')).empty());
  EXPECT_TRUE(read("{counter:4}", "").empty());
}

TEST(NumberReader, KnownValuesDecideBetweenReadings) {
  EXPECT_EQ(read("{site}{lot}{counter:2}", "M1A07").size(), 2);
  KnownTexts const known = {{"M1"}, {"A", "B"}, {}};
  auto const readings = read("{site}{lot}{counter:2}", "M1A07", known);
  ASSERT_EQ(readings.size(), 1);
  EXPECT_EQ(readings[0].texts, (Texts{"M1", "A", "07"}));
}

Readability of(std::string_view text, KnownTexts const& known = {}) {
  return readability(NumberFormat::parse(text).value(), known);
}

TEST(Readability, FixedWidthsAndSeparatorsCanBeReadBack) {
  for (auto const* text : {"SN-{counter:8}", "{site:1}{yy}{ww}{counter:5}{check}", "{random:8:base=36}{yyyy}",
                           "{lot}{counter:4}", "{counter:4:full=grow}-{yy}", "{counter:2:full=grow}"}) {
    EXPECT_EQ(of(text).answer, Readability::Answer::yes) << text;
  }
}

TEST(Readability, TheShortestNumberWithTwoReadingsIsShown) {
  auto const answer = of("{lot}-{category}-{counter:2}");
  ASSERT_EQ(answer.answer, Readability::Answer::no);
  auto const& example = *answer.example;
  EXPECT_EQ(read("{lot}-{category}-{counter:2}", example.number).size(), 2) << example.number;
  EXPECT_NE(example.one, example.another);
  EXPECT_EQ(of("{lot}{category}{counter:2}").answer, Readability::Answer::no);
  EXPECT_EQ(of("{counter:2:full=grow}{yy}").answer, Readability::Answer::yes) << "the last two are the year";
  EXPECT_EQ(of("{counter:2:full=grow}{lot}").answer, Readability::Answer::no);
}

TEST(Readability, KnownValuesCount) {
  KnownTexts const prefix_free = {{"B", "M"}, {}, {}};
  EXPECT_EQ(of("{site}{lot}{counter:2}", prefix_free).answer, Readability::Answer::yes);
  KnownTexts const prefixes = {{"M", "M1"}, {}, {}};
  auto const answer = of("{site}{lot}{counter:2}", prefixes);
  ASSERT_EQ(answer.answer, Readability::Answer::no);
  EXPECT_EQ(answer.example->number.substr(0, 2), "M1");
}

/// A part that can be read back wherever it stands, or one that makes doubt possible.
std::string random_part(bool fixed) {
  static std::vector<std::string> const fixed_parts = {"-",
                                                       "A",
                                                       "{yy}",
                                                       "{ww}",
                                                       "{mm}",
                                                       "{lot:3}",
                                                       "{site:1}",
                                                       "{product:4}",
                                                       "{check}",
                                                       "{check:mod97,10}",
                                                       "{check:luhn}",
                                                       "{shift:1}",
                                                       "{ddd}"};
  static std::vector<std::string> const loose_parts = {"{lot}", "{product}", "{party}", "1", "B", "-"};
  return *rc::gen::elementOf(fixed ? fixed_parts : loose_parts);
}

std::string random_format(bool fixed) {
  static std::vector<std::string> const counters = {
      "{counter:4}",           "{counter:3:base=36}", "{random:3:base=20}",      "{counter:4:start=7:step=3}",
      "{counter:1:full=grow}", "{random:4:nozero}",   "{counter:3:alphabet=XYZ}"};
  std::string text = *rc::gen::elementOf(counters);
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    text += random_part(fixed);
  }
  auto front = "S" + random_part(fixed) + random_part(fixed);
  return front + text;
}

std::string random_value() {
  return *rc::gen::container<std::string>(4, rc::gen::elementOf(std::string("A1B-"))) +
         *rc::gen::elementOf(std::string("AB1"));
}

TEST(NumberFormatLaw, WhatIsMadeIsReadBackToTheSameParts) {
  EXPECT_TRUE(rc::check([] {
    auto const text = random_format(*rc::gen::arbitrary<bool>());
    auto const format = NumberFormat::parse(text);
    RC_PRE(format.has_value());
    auto const value = random_value();
    auto const fields = [&](FieldPart const&) { return value; };
    auto const day = std::chrono::sys_days(2000y / 1 / 1) + std::chrono::days(*rc::gen::inRange(0, 30'000));
    LocalTime const time{.day = day, .hour = *rc::gen::inRange(0, 24)};
    auto const texts = format->texts(time, fields).value();
    auto maker = format->maker(texts).value();
    maker.use_secret("a secret of sixteen");
    auto const count = *rc::gen::inRange<std::int64_t>(1, std::min<std::int64_t>(maker.capacity(), 5000) + 1);
    auto const number = maker.make(count).value();
    auto const readings = format->read(number);
    RC_ASSERT(!readings.empty());
    bool const doubtful = readability(*format, {}).answer != Readability::Answer::yes;
    RC_ASSERT(doubtful || readings.size() == 1);
    // With the values that there are it is one of the readings.
    KnownTexts known;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      bool const is_field = std::holds_alternative<FieldPart>(format->parts()[i].what);
      known.push_back(is_field ? Texts{texts[i]} : Texts{});
    }
    auto const sure = format->read(number, known);
    RC_ASSERT(std::ranges::any_of(sure, [&](Reading const& reading) {
      bool same = reading.check_right && (format->is_scrambled() || reading.count == count);
      for (std::size_t i = 0; i < texts.size(); ++i) {
        same = same && (texts[i].empty() || texts[i] == reading.texts[i]);
      }
      return same;
    }));
    RC_TAG(doubtful ? "doubtful" : "sure");
  }));
}

TEST(NumberFormatLaw, NoTwoOfAMillionAreAlike) {
  for (auto const* text :
       {"S{counter:7}{check}", "{random:7}", "{random:4:base=plain}{check:mod37,2}", "{random:5:base=36:nozero}"}) {
    auto const format = NumberFormat::parse(text).value();
    LocalTime const time{.day = 2026y / 11 / 27};
    auto maker = format.maker(format.texts(time, [](FieldPart const&) { return ""; }).value()).value();
    maker.use_secret("a secret of sixteen");
    auto const draws = std::min<std::int64_t>(maker.capacity(), 1'000'000);
    std::vector<std::string> numbers;
    numbers.reserve(static_cast<std::size_t>(draws));
    for (std::int64_t count = 1; count <= draws; ++count) {
      numbers.push_back(*maker.make(count));
    }
    std::ranges::sort(numbers);
    EXPECT_TRUE(std::ranges::adjacent_find(numbers) == numbers.end()) << text;
  }
}

}  // namespace
}  // namespace nameplate::identify
