// Reading tables: quotes, line ends, limits, and what is recognised by itself.

#include "unit/tabular/tables.hpp"

#include <gtest/gtest.h>

namespace nameplate::test {
namespace {

using tabular::CsvOptions;
using tabular::Encoding;

std::string as_utf16(std::string_view ascii, bool little) {
  std::string bytes;
  for (char const c : ascii) {
    bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
  }
  return bytes;
}

TEST(CsvReader, ReadsQuotesAndLineEndsOfAnyKind) {
  std::string const text = "a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\n\"two\r\nlines\",\rlast,one";
  Table const wanted = {{"a", "b"}, {"x,1", "say \"hi\""}, {"two\r\nlines", ""}, {"last", "one"}};

  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    auto const table = read_table(text, {}, piece);
    EXPECT_EQ(table.rows, wanted) << "in pieces of " << piece;
    EXPECT_EQ(table.reason, "");
  }
}

TEST(CsvReader, CountsBlankRowsAsASpreadsheetDoes) {
  auto const table = read_table("a,b\n\n1,2\n,\n3,4\n\n");

  EXPECT_EQ(table.rows, (Table{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
  EXPECT_EQ(table.numbers, (std::vector<std::int64_t>{1, 3, 5}));
}

TEST(CsvReader, NamesTheRowWhereAQuoteThatNeverClosesBegan) {
  auto const table = read_table("a,b\n1,2\n3,\"open\n4,5\n6,7\n");

  EXPECT_EQ(table.reason, "csv.quote_open");
  EXPECT_EQ(table.error_row, 3);
  EXPECT_EQ(table.rows.size(), 2U);
}

TEST(CsvReader, GivesUpALineWithoutEndAtItsLimit) {
  tabular::CsvReader reader({.separator = ','});
  tabular::Row row;
  std::string const piece(1024 * 1024, 'x');
  std::size_t fed = 0;
  auto more = reader.next(row);
  while (more && !*more && fed < 1024) {
    reader.feed(piece);
    ++fed;
    more = reader.next(row);
  }

  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().reason, "csv.cell_too_long");
  EXPECT_LE(fed, 3U) << "after the limit, not after a gigabyte";
}

TEST(CsvReader, BoundsTheRowAndItsColumns) {
  std::string long_row = "a";
  for (int i = 0; i < 9; ++i) {
    long_row += "," + std::string(500'000, 'x');
  }
  EXPECT_EQ(read_table(long_row + "\n", {.separator = ','}).reason, "csv.row_too_long");

  std::string const columns(1000, ',');
  EXPECT_EQ(read_table("x" + columns + "\n", {.separator = ','}).reason, "csv.too_many_columns");
  EXPECT_EQ(read_table("x" + columns.substr(1) + "\n", {.separator = ','}).rows.front().size(), 1000U);
}

TEST(CsvReader, RecognisesTheSeparator) {
  EXPECT_EQ(read_table("a;b;c\n1,5;2;3\n").separator, ';');
  EXPECT_EQ(read_table("a\tb\n1,2\t3\n").separator, '\t');
  EXPECT_EQ(read_table("a|b\n1|2\n").separator, '|');
  EXPECT_EQ(read_table("a,b\n\"1;2;3\",4\n").separator, ',');
  EXPECT_EQ(read_table("only\none\n").separator, ',');
  EXPECT_EQ(read_table("a;b\n1;2\n", {.separator = ','}).separator, ',') << "what is given counts";
  auto const stated = read_table("sep=;\r\na;b\r\n1;2\r\n");
  EXPECT_EQ(stated.rows, (Table{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(stated.numbers.front(), 2);
}

TEST(CsvReader, ReadsATablePastedFromASpreadsheet) {
  EXPECT_EQ(read_table("Serial\tModel\nA-1\tX, big\nA-2\t\"two\nlines\"\n").rows,
            (Table{{"Serial", "Model"}, {"A-1", "X, big"}, {"A-2", "two\nlines"}}));
}

TEST(CsvReader, RecognisesTheEncoding) {
  Table const wanted = {{"Ger\xC3\xA4t", "n"}, {"a", "1"}};
  EXPECT_EQ(read_table("\xEF\xBB\xBFGer\xC3\xA4t,n\na,1\n").rows, wanted) << "UTF-8 with its mark";
  EXPECT_EQ(read_table("Ger\xC3\xA4t,n\na,1\n").rows, wanted);
  auto const windows = read_table("Ger\xE4t,n\na,1\n");
  EXPECT_EQ(windows.rows, wanted);
  EXPECT_EQ(windows.encoding, Encoding::windows1252);
  EXPECT_EQ(read_table("a\x80,b\n").rows.front().front(), "a\xE2\x82\xAC") << "the euro sign of Windows-1252";
  for (bool const little : {true, false}) {
    auto const mark = little ? std::string("\xFF\xFE") : std::string("\xFE\xFF");
    auto const bytes = as_utf16("serial,model\nA-1,X\n", little);
    Table const table = {{"serial", "model"}, {"A-1", "X"}};
    EXPECT_EQ(read_table(mark + bytes).rows, table);
    EXPECT_EQ(read_table(bytes).rows, table) << "without a mark, by its zero bytes";
    EXPECT_EQ(read_table(mark + bytes, {}, 1).rows, table);
  }
}

TEST(CsvReader, SeesLateThatItIsNoUtf8) {
  std::string text = "a,b\n";
  while (text.size() < 200'000) {
    text += "plain,text\n";
  }
  auto const table = read_table(text +
                                "Gr\xFC\xDF"
                                "e,1\n");

  EXPECT_EQ(table.encoding, Encoding::windows1252);
  EXPECT_EQ(table.rows.back().front(),
            "Gr\xC3\xBC\xC3\x9F"
            "e");
}

TEST(CsvReader, MarksWhatCannotBeRead) {
  auto const table = read_table("\xC3\xA4,b\n\xFF,1\n");

  EXPECT_EQ(table.rows[1].front(), "\xEF\xBF\xBD");
  EXPECT_EQ(read_table("a,\xE4\n", {.encoding = Encoding::utf8}).rows.front().back(), "\xEF\xBF\xBD")
      << "what is given is not doubted";
}

TEST(CsvReader, EveryPieceSizeReadsTheSame) {
  std::string const text = "\xEF\xBB\xBFk\xC3\xA4se;\"a \"\"b\"\"\"\r\n\xF0\x9F\x98\x80;2\r\n";
  auto const whole = read_table(text).rows;
  for (std::size_t piece = 1; piece < text.size(); ++piece) {
    EXPECT_EQ(read_table(text, {}, piece).rows, whole) << piece;
  }
}

}  // namespace
}  // namespace nameplate::test
