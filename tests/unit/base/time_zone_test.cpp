#include "base/time_zone.hpp"

#include "base/time_text.hpp"

#include <gtest/gtest.h>

namespace nameplate::base {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) {
  return parse_time(text)->instant;
}

TEST(TimeZone, TheClockOnTheWallFollowsSummerTime) {
  auto const winter = local_time("Europe/Berlin", at("2026-01-31T23:30:00Z")).value();
  EXPECT_EQ(winter.day, std::chrono::year_month_day(2026y / 2 / 1));
  EXPECT_EQ(winter.hour, 0);
  EXPECT_EQ(winter.minute, 30);
  EXPECT_EQ(local_time("Europe/Berlin", at("2026-07-31T21:30:00Z"))->hour, 23);
  // The hour that comes twice, and the one that is missing.
  EXPECT_EQ(local_time("Europe/Berlin", at("2026-10-25T00:30:00Z"))->hour, 2);
  EXPECT_EQ(local_time("Europe/Berlin", at("2026-10-25T01:30:00Z"))->hour, 2);
  EXPECT_EQ(local_time("Europe/Berlin", at("2026-03-29T01:00:00Z"))->hour, 3);
}

TEST(TimeZone, UnknownZonesAreNone) {
  EXPECT_FALSE(is_time_zone("Europe/Atlantis"));
  EXPECT_FALSE(is_time_zone(""));
  EXPECT_FALSE(is_time_zone("../../etc/passwd"));
  EXPECT_FALSE(local_time("nonsense", {}));
  EXPECT_TRUE(is_time_zone("UTC"));
}

TEST(TimeZone, AnOffsetWillDo) {
  EXPECT_EQ(local_time(-90min, at("2026-11-27T00:30:00Z")).hour, 23);
  EXPECT_EQ(local_time(-90min, at("2026-11-27T00:30:00Z")).day, std::chrono::year_month_day(2026y / 11 / 26));
}

}  // namespace
}  // namespace nameplate::base
