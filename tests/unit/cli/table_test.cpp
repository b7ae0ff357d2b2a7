#include "cli/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace nameplate::cli {
namespace {

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("Kühlschrank"), 11U);
  EXPECT_EQ(display_width("e\u0301"), 1U);    // a letter and its accent
  EXPECT_EQ(display_width("製品"), 4U);       // two columns each
  EXPECT_EQ(display_width("\xFFz"), 2U);      // a byte that is no UTF-8
}

TEST(Harmless, LeavesNothingThatSteersATerminal) {
  EXPECT_EQ(harmless("a\x1B[2Jb"), "a?[2Jb");
  EXPECT_EQ(harmless("two\nlines\tand\r"), "two lines and ");
  EXPECT_EQ(harmless("\u202Eright to left"), "?right to left");
  EXPECT_EQ(harmless("\xFF"), "?");
  EXPECT_EQ(harmless("Größe"), "Größe");
}

TEST(CutTo, EndsWithAnEllipsis) {
  EXPECT_EQ(cut_to("short", 5), "short");
  EXPECT_EQ(cut_to("longer", 5), "long…");
  EXPECT_EQ(display_width(cut_to("製品製品", 4)), 3U);  // half a letter does not fit
}

TEST(Table, AlignsByWhatIsSeen) {
  Table table({{"name"}, {"count", Table::Align::right}, {"place"}});
  table.add({"Kühler", "7", "A"});
  table.add({"製品", "1200", ""});
  std::ostringstream out;

  table.flush(out, {});

  EXPECT_EQ(out.str(), "name    count  place\n"
                       "Kühler      7  A\n"
                       "製品     1200\n");
}

TEST(Table, LeavesOutColumnsInWhichNothingStands) {
  Table table({{"name"}, {"lot"}, {"place"}});
  table.add({"A-1", "", "DOCK"});
  std::ostringstream out;

  table.flush(out, {});

  EXPECT_EQ(out.str(), "name  place\nA-1   DOCK\n");
}

TEST(Table, ShowsItsHeadsOnceAndEvenWithoutRows) {
  Table table({{"name"}, {"place"}});
  std::ostringstream out;

  table.flush(out, {});
  table.add({"A-1", "DOCK"});
  table.flush(out, {});

  EXPECT_EQ(out.str(), "name  place\nA-1   DOCK\n");
}

TEST(Table, IsCutToTheTerminalAndHasBoldHeadsThere) {
  Table table({{"name"}, {"note"}});
  table.add({"A-1", "a long note"});
  std::ostringstream out;

  table.flush(out, {.shows_output = true, .width = 10});

  EXPECT_EQ(out.str(), "\x1B[1mname  note\x1B[0m\nA-1   a l…\n");
}

}  // namespace
}  // namespace nameplate::cli
