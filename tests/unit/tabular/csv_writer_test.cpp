// Writing tables: quotes, the guard against formulas, and back.

#include "tabular/csv_writer.hpp"

#include "tabular/formula_guard.hpp"
#include "unit/tabular/tables.hpp"

#include <gtest/gtest.h>

namespace nameplate::test {
namespace {

using tabular::CsvWriter;

std::string written(std::vector<std::string> const& cells, CsvWriter::Guard guard = CsvWriter::Guard::yes) {
  std::string out;
  CsvWriter csv(out, guard);
  for (auto const& cell : cells) {
    csv.cell(cell);
  }
  csv.end_row();
  return out;
}

TEST(CsvWriter, QuotesWhereItIsNeeded) {
  EXPECT_EQ(written({"a", "b c", "", "d"}), "a,b c,,d\r\n");
  EXPECT_EQ(written({"a,b", "say \"hi\"", "two\nlines", " blank"}),
            "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\" blank\"\r\n");
  EXPECT_EQ(written({""}), "\"\"\r\n") << "no blank line";
}

TEST(CsvWriter, GuardsAgainstFormulas) {
  EXPECT_EQ(written({"=1+1", "@x", "+49 30", "-a", "'quoted"}), "'=1+1,'@x,'+49 30,'-a,''quoted\r\n");
  EXPECT_EQ(written({"-5", "-5.2", "-5,2", "5"}, CsvWriter::Guard::yes), "-5,-5.2,\"-5,2\",5\r\n");
  EXPECT_EQ(written({"=1+1"}, CsvWriter::Guard::no), "=1+1\r\n");
}

TEST(CsvWriter, CellsComeBackUnchanged) {
  std::vector<std::string> const cells = {"=1",    "'=1",   "''",  "'",      "'a",    "-5",       "-",      "+1",
                                          "@",     "\ttab", "\rx", "a\"b",   "a,b",   "a\nb",     " a ",    "",
                                          "plain", "'-5.2", "-5.", "-5.2.1", "''=1'", "\xC3\xA4", "=\"x\"", "z"};
  auto const table = read_table(written(cells), {.separator = ',', .takes_guard_off = true});

  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows.front(), cells);
}

TEST(FormulaGuard, IsTakenOffOnlyWhereTheWriterPutsIt) {
  EXPECT_EQ(tabular::without_guard("'abc"), "'abc");
  EXPECT_EQ(tabular::without_guard("'-5"), "'-5") << "the writer leaves plain numbers alone";
  EXPECT_EQ(tabular::without_guard("'=a"), "=a");
}

}  // namespace
}  // namespace nameplate::test
