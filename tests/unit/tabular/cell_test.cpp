// Dates and decimals as people write them.

#include "tabular/cell_date.hpp"
#include "tabular/cell_number.hpp"

#include <gtest/gtest.h>

namespace nameplate::test {
namespace {

using tabular::DateFormat;
using tabular::DecimalMark;

std::string date(std::string_view text, DateFormat format = DateFormat::automatic) {
  auto const read = tabular::read_date(text, format);
  return read ? base::date_to_string(*read) : read.error().reason;
}

TEST(CellDate, ReadsWhatIsClear) {
  for (auto const* const text : {"2024-03-01", "2024/03/01", "01.03.2024", "1.3.2024", "1.3.24", "45352", "45352.75",
                                 "2024-03-01 14:30", "2024-03-01T14:30:05"}) {
    EXPECT_EQ(date(text), "2024-03-01") << text;
  }
  EXPECT_EQ(date("13/03/2024"), "2024-03-13");
  EXPECT_EQ(date("03/13/2024"), "2024-03-13");
  EXPECT_EQ(date("3/3/2024"), "2024-03-03") << "the same either way";
}

TEST(CellDate, RefusesWhatCouldBeTwoDays) {
  EXPECT_EQ(date("03/04/2024"), "date.ambiguous");
  EXPECT_EQ(date("03/04/2024", DateFormat::day_month_year), "2024-04-03");
  EXPECT_EQ(date("03/04/2024", DateFormat::month_day_year), "2024-03-04");
}

TEST(CellDate, RefusesWhatIsNone) {
  for (auto const* const text :
       {"", "yesterday", "31.02.2024", "2024-13-01", "1.2", "12", "2024", "999999", "1..2024"}) {
    EXPECT_EQ(date(text), "date.malformed") << text;
  }
  EXPECT_EQ(date("45352", DateFormat::day_month_year), "date.malformed");
  EXPECT_EQ(date("2024-03-01 25:00"), "time.malformed");
}

TEST(CellDate, AMomentHasAZone) {
  auto const moment = [](std::string_view text, std::int16_t offset) {
    auto const read = tabular::read_moment(text, DateFormat::automatic, offset);
    return read ? base::to_string(read->instant) : read.error().reason;
  };
  EXPECT_EQ(moment("01.03.2024", 0), "2024-03-01T00:00:00Z");
  EXPECT_EQ(moment("01.03.2024 14:30", 60), "2024-03-01T13:30:00Z");
  EXPECT_EQ(moment("2024-03-01T14:30:00+02:00", 60), "2024-03-01T12:30:00Z");
  EXPECT_EQ(moment("45352.5", 0), "2024-03-01T12:00:00Z");
  EXPECT_EQ(moment("nonsense", 0), "date.malformed");
}

TEST(CellNumber, GroupsAndDecimals) {
  EXPECT_EQ(tabular::plain_decimal("1.234,50", DecimalMark::comma), "1234.50");
  EXPECT_EQ(tabular::plain_decimal("1,234.50", DecimalMark::point), "1234.50");
  EXPECT_EQ(tabular::plain_decimal("12,5", DecimalMark::comma), "12.5");
  EXPECT_EQ(tabular::plain_decimal("-1.234.567", DecimalMark::comma), "-1234567");
  EXPECT_EQ(tabular::plain_decimal("12,5", DecimalMark::point), "12,5") << "no group of three";
  EXPECT_FALSE(tabular::read_quantity("12,5", DecimalMark::point));
  EXPECT_FALSE(tabular::read_quantity("1.2.3", DecimalMark::comma));
  EXPECT_FALSE(tabular::read_quantity("", DecimalMark::comma));
}

}  // namespace
}  // namespace nameplate::test
