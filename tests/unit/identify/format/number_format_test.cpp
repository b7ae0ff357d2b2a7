#include "identify/format/number_format.hpp"

#include "identify/format/ambiguity.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace nameplate::identify {
namespace {

using namespace std::chrono_literals;
using std::chrono::year_month_day;

constexpr LocalTime at_new_year = {.day = year_month_day(2027y / 1 / 1), .hour = 6};  // a Friday of week 53 of 2026

std::string field_of(FieldPart const& field) {
  switch (field.kind) {
    case FieldKind::product: return "PUMP-20";
    case FieldKind::category: return "Pumps";
    case FieldKind::location: return field.of == "site" ? "M" : "LINE-2";
    case FieldKind::attribute: return field.of == "colour" ? "blue" : "";
    case FieldKind::lot: return "L7";
    case FieldKind::shift: return "E";
    case FieldKind::gs1_prefix: return "9521234";
    default: return "";
  }
}

std::string reason_of(std::string_view text, FormatOptions options = {}) {
  auto const format = NumberFormat::parse(text, std::move(options));
  return format ? "accepted" : format.error().reason;
}

std::string made(std::string_view text, std::int64_t count = 1, FormatOptions options = {}) {
  auto const format = NumberFormat::parse(text, std::move(options));
  if (!format) {
    return format.error().reason + ": " + format.error().detail;
  }
  auto const texts = format->texts(at_new_year, field_of);
  if (!texts) {
    return texts.error().reason;
  }
  auto maker = format->maker(*texts).value();
  maker.use_secret("a secret of sixteen");
  return maker.make(count).value_or("(passed over)");
}

TEST(NumberFormat, WhatAPumpMakerWrites) {
  EXPECT_EQ(made("P{category:2:upper}-{site}{yy}{ww}-{counter:5}{check}", 42), "PPU-M2653-00042E");
}

TEST(NumberFormat, PlainCountersStandInTheirPlaceWithLeadingZeros) {
  EXPECT_EQ(made("SN-{counter:6}/A"), "SN-000001/A");
  EXPECT_EQ(made("SN-{counter:6}/A", 999'999), "SN-999999/A");
  EXPECT_EQ(made("{{x}}{counter:1}", 7), "{x}7");
  EXPECT_EQ(NumberFormat::parse("{counter:18}")->capacity(), 999'999'999'999'999'999);
}

TEST(NumberFormat, CountersHaveStartStepAndAlphabet) {
  EXPECT_EQ(made("{counter:4:start=100:step=5}", 3), "0110");
  EXPECT_EQ(made("{counter:3:base=36}", 36), "010");
  EXPECT_EQ(made("{counter:3:base=16:start=0}", 16), "00F");
  EXPECT_EQ(made("{counter:2:alphabet=abc}", 3), "BA");
  EXPECT_EQ(made("{counter:3:nozero}", 1), "100");
  EXPECT_EQ(made("{counter:2:full=grow}", 100), "100");
  EXPECT_EQ(NumberFormat::parse("{counter:4:start=100:step=5}")->capacity(), 1980);
  EXPECT_EQ(NumberFormat::parse("{counter:2:base=plain}")->capacity(), 24 * 24 - 1);
  EXPECT_EQ(NumberFormat::parse("{random:3}")->capacity(), 1000);
  EXPECT_EQ(NumberFormat::parse("{random:3:nozero}")->capacity(), 900);
}

TEST(NumberFormat, DatesAreThoseOfTheIsoWeekWhereTheyStandBesideOne) {
  EXPECT_EQ(made("{yyyy}{mm}{dd}{hh}-{counter:1}"), "2027010106-1");
  EXPECT_EQ(made("{yyyy}W{ww}{wd}-{counter:1}"), "2026W535-1");
  EXPECT_EQ(made("{yy}{ddd}-{counter:1}"), "27001-1");
}

TEST(NumberFormat, FieldsAreCutPaddedAndPutThroughTables) {
  EXPECT_EQ(made("{product}-{counter:1}"), "PUMP-20-1");
  EXPECT_EQ(made("{product:3}-{counter:1}"), "PUM-1");
  EXPECT_EQ(made("{product:-2}-{counter:1}"), "20-1");
  EXPECT_EQ(made("{lot:4:pad=0}-{counter:1}"), "00L7-1");
  EXPECT_EQ(made("{attribute.colour:upper}-{counter:1}"), "BLUE-1");
  FormatOptions const options{.maps = {{"colours", {{"BLUE", "B"}}}}};
  EXPECT_EQ(made("{attribute.colour:map=colours}{counter:1}", 1, options), "B1");
  EXPECT_EQ(made("{shift}{line}{counter:1}"), "ELINE-21");
}

TEST(NumberFormat, AValueThatIsMissingOrDoesNotFitIsNamed) {
  EXPECT_EQ(made("{attribute.weight}{counter:1}"), "format.value_missing");
  EXPECT_EQ(made("{lot:4}{counter:1}"), "format.value_short");
  FormatOptions const options{.maps = {{"colours", {{"RED", "R"}}}}};
  EXPECT_EQ(made("{attribute.colour:map=colours}{counter:1}", 1, options), "format.value_unmapped");
}

TEST(NumberFormat, ATemplateThatCannotBeReadIsRefusedWithTheReason) {
  EXPECT_EQ(reason_of(""), "format.no_counter");
  EXPECT_EQ(reason_of("SN-0001"), "format.no_counter");
  EXPECT_EQ(reason_of("{yy}{ww}"), "format.no_counter");
  EXPECT_EQ(reason_of("{counter:4}{counter:4}"), "format.several_counters");
  EXPECT_EQ(reason_of("{counter:4}{random:4}"), "format.several_counters");
  EXPECT_EQ(reason_of("SN-{counter:4"), "format.malformed");
  EXPECT_EQ(reason_of("SN-}{counter:4}"), "format.malformed");
  EXPECT_EQ(reason_of(" {counter:4}"), "format.malformed");
  EXPECT_EQ(reason_of("{counter:4} "), "format.malformed");
  EXPECT_EQ(reason_of("{nonsense}{counter:4}"), "format.malformed");
  EXPECT_EQ(reason_of("{attribute}{counter:4}"), "format.malformed");
  EXPECT_EQ(reason_of("{product.x}{counter:4}"), "format.malformed");
  EXPECT_EQ(reason_of("{{{counter:4}}}"), "accepted");
  EXPECT_EQ(reason_of("N\xC2\xBA{counter:4}"), "format.characters");
  EXPECT_EQ(reason_of("N\n{counter:4}"), "format.characters");
  EXPECT_EQ(reason_of(std::string(77, 'X').append("{counter:4}")), "format.too_long");
  EXPECT_EQ(reason_of(std::string(10'000, '{')), "format.too_long");
  EXPECT_EQ(reason_of("{check}{counter:4}"), "format.check_alone");
  EXPECT_EQ(reason_of("A{check}{counter:4}"), "format.check_alone");
  EXPECT_EQ(reason_of("{lot:map=x}{counter:4}"), "format.map_unknown");
}

TEST(NumberFormat, OptionsThatAreNoneAreRefused) {
  for (auto const* text :
       {"{counter:5:base=37}", "{counter:5:base=1}", "{counter:5:alphabet=A}", "{counter:5:alphabet=aA}",
        "{counter:5:alphabet=A-}", "{counter:5:start=-1}", "{counter:5:step=0}", "{counter:5:full=x}",
        "{counter:2:start=100}", "{random:5:start=1}", "{random:5:full=grow}", "{counter:5:wide}",
        "{counter:5:start=5:nozero}", "{lot:pad=0}", "{lot:41}", "{lot:x}", "{lot:pad=00}", "{counter:5}{check:mod9}",
        "{counter:5}{check:luhn:2}"}) {
    auto const text_with_counter = std::string(text).contains("counter") || std::string(text).contains("random")
                                       ? std::string(text)
                                       : std::string(text) + "{counter:5}";
    EXPECT_EQ(reason_of(text_with_counter), "format.option") << text;
  }
}

TEST(NumberFormat, OnlyWidthsFromOneToEighteenAreKnown) {
  for (auto const* text : {"{counter}", "{counter:}", "{counter:0}", "{counter:19}", "{counter:-1}", "{counter:8x}",
                           "{counter: 8}", "{counter:08}", "{counter:99999999999999999999999}", "{}", "{Counter:8}"}) {
    EXPECT_EQ(reason_of(text), "format.malformed") << text;
  }
}

TEST(NumberFormat, WhatTheCounterBeginsAgainWithStandsInTheNumber) {
  EXPECT_EQ(reason_of("{counter:4:reset=year}"), "format.reset_not_in_number");
  EXPECT_EQ(reason_of("{yy}{counter:4:reset=year}"), "accepted");
  EXPECT_EQ(reason_of("{yy}{counter:4:reset=week}"), "format.reset_not_in_number");
  EXPECT_EQ(reason_of("{yy}{ww}{counter:4:reset=week}"), "accepted");
  EXPECT_EQ(reason_of("{yy}{mm}{counter:4:reset=month}"), "accepted");
  EXPECT_EQ(reason_of("{yy}{ddd}{counter:4:reset=day}"), "accepted");
  EXPECT_EQ(reason_of("{yy}{ww}{wd}{counter:4:reset=day}"), "accepted");
  EXPECT_EQ(reason_of("{yy}{ddd}{counter:4:reset=shift}"), "format.reset_not_in_number");
  EXPECT_EQ(reason_of("{yy}{ddd}{shift}{counter:4:reset=shift}"), "accepted");
  EXPECT_EQ(reason_of("{site}{counter:4:reset=place}"), "accepted");
  EXPECT_EQ(reason_of("{counter:4:reset=product}"), "format.reset_not_in_number");
  EXPECT_EQ(reason_of("{product:3}{counter:4:reset=product}"), "accepted");
  EXPECT_EQ(reason_of("{attribute.colour:1}{counter:4:reset=attribute.colour}"), "accepted");
  EXPECT_EQ(reason_of("{yy}{site}{counter:4:reset=year+place}"), "accepted");
  EXPECT_EQ(reason_of("{yy}{counter:4:reset=}"), "format.reset_not_in_number");
}

std::string scope_of(std::string_view text, LocalTime const& time = at_new_year) {
  auto const format = NumberFormat::parse(text).value();
  return format.maker(format.texts(time, field_of).value())->counter_scope();
}

TEST(NumberFormat, WhatMakesTheSameNumbersSharesACounter) {
  EXPECT_EQ(scope_of("SN-{counter:6}"), "SN-\n6\n");
  EXPECT_EQ(scope_of("sn-{counter:6}x"), "SN-\n6\nX");
  EXPECT_NE(scope_of("SN-{counter:6:start=5}"), scope_of("SN-{counter:6}"));
  LocalTime const later = {.day = year_month_day(2027y / 1 / 4), .hour = 0};
  EXPECT_EQ(scope_of("{yy}-{counter:6}"), scope_of("{yy}-{counter:6}", later));
  EXPECT_NE(scope_of("{yy}{ww}{counter:6:reset=week}"), scope_of("{yy}{ww}{counter:6:reset=week}", later));
}

/// The table at the top of the page: a template, and the beginning of what it makes on 27 November 2026.
TEST(NumberFormat, TheExamplesOfItsPageHold) {
  std::ifstream page(NAMEPLATE_ROOT "/docs/reference/serial-formats.md");
  std::string line;
  int examples = 0;
  while (std::getline(page, line) && !line.starts_with("## Parts")) {
    auto const middle = line.find("`|`");
    if (!line.starts_with("|`") || middle == std::string::npos) {
      continue;
    }
    auto const text = line.substr(2, middle - 2);
    auto const shown = line.substr(middle + 3, line.find('`', middle + 3) - middle - 3);
    auto const format = NumberFormat::parse(text).value();
    LocalTime const time{.day = year_month_day(2026y / 11 / 27), .hour = 12};
    auto maker = format.maker(format.texts(time, field_of).value()).value();
    maker.use_secret("a secret of sixteen");
    EXPECT_TRUE(maker.make(1)->starts_with(shown)) << text << " makes " << *maker.make(1);
    ++examples;
  }
  EXPECT_GE(examples, 8);
}

TEST(NumberFormat, UnwantedWordsArePassedOver) {
  FormatOptions const options{.unwanted = {"BAD"}};
  EXPECT_EQ(made("{counter:3:alphabet=ABD}", 7, options), "ADB");
  EXPECT_EQ(made("ba{counter:1:alphabet=xd}", 1, options), "(passed over)");
}

TEST(NumberFormat, AGapIsNoPartOfTheNumber) {
  EXPECT_EQ(made("A{gap}B{gap}{counter:2}", 5), "AB05");
  auto const format = NumberFormat::parse("A{gap}B{gap}{counter:2}").value();
  auto const readings = format.read("AB05");
  ASSERT_EQ(readings.size(), 1U);
  EXPECT_EQ(grouped(format.parts(), readings.front().texts), "A B 05");
  EXPECT_EQ(reason_of("{gap}{check}{counter:2}"), "format.check_alone");
  auto const doubtful = NumberFormat::parse("{shift}{shift}{gap}x{counter:1}").value();
  EXPECT_EQ(readability(doubtful, {}).answer, Readability::Answer::no);
}

}  // namespace
}  // namespace nameplate::identify
