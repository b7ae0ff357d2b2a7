#include "base/time_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nameplate::base {
namespace {

std::string told(std::string_view text) {
  auto const parsed = parse_time(text);
  return parsed ? to_string(parsed->instant) : parsed.error().reason;
}

TEST(TimeText, AnOffsetIsTakenIntoAccountAndKept) {
  auto const parsed = parse_time("2026-11-23T09:30:00.25+01:00");

  EXPECT_EQ(to_string(parsed->instant), "2026-11-23T08:30:00.250Z");
  EXPECT_EQ(parsed->offset_minutes, 60);
  EXPECT_EQ(parse_time("2026-11-23T09:30:00-03:30")->offset_minutes, -210);
}

TEST(TimeText, ZuluTimeHasNoOffset) {
  EXPECT_EQ(parse_time("2026-11-23T09:30:00Z")->offset_minutes, std::nullopt);
  EXPECT_EQ(parse_time("2026-11-23T09:30:00+00:00")->offset_minutes, 0);
}

TEST(TimeText, OtherFormsOfRfc3339AreRead) {
  EXPECT_EQ(told("2026-11-23t09:30:00z"), "2026-11-23T09:30:00Z");
  EXPECT_EQ(told("2026-11-23 09:30:00Z"), "2026-11-23T09:30:00Z");
  EXPECT_EQ(told("2024-02-29T23:59:59.123456000Z"), "2024-02-29T23:59:59.123456Z");
}

TEST(TimeText, WhatIsNoMomentIsRefused) {
  for (auto const* text : {"",
                           "2026-11-23",
                           "2026-11-23T09:30Z",
                           "2026-11-23T09:30:00",
                           "2026-02-30T00:00:00Z",
                           "2025-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-10T00:00:00Z",
                           "2026-11-23T24:00:00Z",
                           "2026-11-23T09:60:00Z",
                           "2026-11-23T09:30:60Z",
                           "2026-11-23T09:30:00.Z",
                           "2026-11-23T09:30:00.0000001Z",
                           "2026-11-23T09:30:00+1:00",
                           "2026-11-23T09:30:00+19:00",
                           "2026-11-23T09:30:00Z ",
                           "1969-12-31T23:59:59Z",
                           "1970-01-01T00:00:00+01:00",
                           "2201-01-01T00:00:00Z",
                           "2026-11-23T-9:30:00Z"}) {
    EXPECT_EQ(told(text), "time.malformed") << text;
  }
}

TEST(TimeText, EveryMomentReadsBackFromItsText) {
  EXPECT_TRUE(rc::check([] {
    Instant const instant{*rc::gen::inRange<std::int64_t>(0, 7'258'118'400'000'000)};

    RC_ASSERT(parse_time(to_string(instant)).value().instant == instant);
  }));
}

TEST(TimeText, AMomentBefore1970IsStillWritten) {
  EXPECT_EQ(to_string(Instant{-1}), "1969-12-31T23:59:59.999999Z");
}

TEST(DateText, EveryDayReadsBackFromItsText) {
  EXPECT_TRUE(rc::check([] {
    auto const days = *rc::gen::inRange<std::int32_t>(0, 84'000);

    RC_ASSERT(parse_date(date_to_string(days)).value() == days);
  }));
}

TEST(DateText, WhatIsNoDayIsRefused) {
  for (auto const* text :
       {"", "2026-11-31", "2026-1-1", "26-11-23", "2026-11-23T00:00:00Z", "1969-12-31", "2026/11/23"}) {
    auto const parsed = parse_date(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().reason, "date.malformed");
  }
}

}  // namespace
}  // namespace nameplate::base
