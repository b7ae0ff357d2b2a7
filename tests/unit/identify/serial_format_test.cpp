#include "identify/serial_format.hpp"

#include "identify/normalise.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nameplate::identify {
namespace {

std::string reason_of(std::string_view text) {
  auto const format = SerialFormat::parse(text);
  return format ? "accepted" : format.error().reason;
}

TEST(SerialFormat, TheCounterStandsInItsPlaceWithLeadingZeros) {
  auto const format = SerialFormat::parse("SN-{counter:6}/A").value();

  EXPECT_EQ(format.make(1), "SN-000001/A");
  EXPECT_EQ(format.make(999'999), "SN-999999/A");
  EXPECT_EQ(format.capacity(), 999'999);
}

TEST(SerialFormat, DoubledBracesAreTheSignsThemselves) {
  EXPECT_EQ(SerialFormat::parse("{{x}}{counter:1}").value().make(7), "{x}7");
  EXPECT_EQ(SerialFormat::parse("}}}}{counter:2}{{").value().make(7), "}}07{");
}

TEST(SerialFormat, ATemplateThatCannotBeReadIsRefusedWithTheReason) {
  EXPECT_EQ(reason_of(""), "format.no_counter");
  EXPECT_EQ(reason_of("SN-0001"), "format.no_counter");
  EXPECT_EQ(reason_of("{counter:4}{counter:4}"), "format.several_counters");
  EXPECT_EQ(reason_of("SN-{counter:4"), "format.malformed");
  EXPECT_EQ(reason_of("SN-}{counter:4}"), "format.malformed");
  EXPECT_EQ(reason_of(" {counter:4}"), "format.malformed");
  EXPECT_EQ(reason_of("{counter:4} "), "format.malformed");
  EXPECT_EQ(reason_of("Nº{counter:4}"), "format.characters");
  EXPECT_EQ(reason_of("N\n{counter:4}"), "format.characters");
  EXPECT_EQ(reason_of(std::string(77, 'X') + "{counter:4}"), "format.too_long");
  EXPECT_EQ(reason_of(std::string(10'000, '{')), "format.too_long");
}

TEST(SerialFormat, OnlyWidthsFromOneToEighteenAreKnown) {
  for (auto const* text :
       {"{counter}", "{counter:}", "{counter:0}", "{counter:19}", "{counter:-1}", "{counter:8x}", "{counter: 8}",
        "{counter:08}", "{counter:99999999999999999999999}", "{sku}", "{}", "{Counter:8}"}) {
    EXPECT_EQ(reason_of(text), "format.malformed") << text;
  }
  EXPECT_EQ(reason_of("{counter:1}"), "accepted");
  EXPECT_EQ(SerialFormat::parse("{counter:18}").value().capacity(), 999'999'999'999'999'999);
}

TEST(SerialFormat, WhatItMadeItReadsBack) {
  EXPECT_TRUE(rc::check([] {
    auto const width = *rc::gen::inRange(1, 19);
    auto const letters = rc::gen::container<std::string>(rc::gen::elementOf(std::string("AZaz09-./")));
    auto const format = SerialFormat::parse((*letters).substr(0, 30) + "{counter:" + std::to_string(width) + "}" +
                                            (*letters).substr(0, 30))
                            .value();
    auto const counter = *rc::gen::inRange<std::int64_t>(1, format.capacity());

    auto const serial = format.make(counter);

    RC_ASSERT(format.read(serial) == counter);
    RC_ASSERT(format.read(normalise_serial(serial).value()) == counter);
    RC_ASSERT(format.read(serial + "0") == std::nullopt);
  }));
}

TEST(SerialFormat, NumbersOfOthersAreNotRead) {
  auto const format = SerialFormat::parse("SN-{counter:4}").value();

  for (auto const* serial : {"", "SN-", "SN-12", "SN-00001", "SX-0001", "SN-00x1", "SN-0000", "SN--001"}) {
    EXPECT_EQ(format.read(serial), std::nullopt) << serial;
  }
}

TEST(SerialFormat, FormatsThatWouldMakeTheSameNumbersShareACounter) {
  auto const scope = [](std::string_view text) { return SerialFormat::parse(text).value().counter_scope(); };

  EXPECT_EQ(scope("sn-{counter:4}"), scope("SN-{counter:4}"));
  EXPECT_NE(scope("SN-{counter:4}"), scope("SN-{counter:5}"));
  EXPECT_NE(scope("SN-{counter:4}"), scope("{counter:4}SN-"));
}

}  // namespace
}  // namespace nameplate::identify
