// Rows of goods: cells as they are meant, and what is wrong with those that are not.

#include "app/imports/goods_row.hpp"

#include "app/imports/row_plan.hpp"
#include "app/imports/seen_rows.hpp"

#include <gtest/gtest.h>

namespace nameplate::app {
namespace {

class GoodsRows : public testing::Test {
 protected:
  /// One target for each name, filled from the cells.
  void map(std::vector<std::string> const& fields, std::string const& more = "", std::string_view kind = "units") {
    std::string json = "{\"columns\": {";
    for (auto const& field : fields) {
      json += "\"" + field + "\": \"" + field + "\",";
    }
    json.back() = '}';
    auto mapping = parse_mapping(json + more + "}", kind);
    ASSERT_TRUE(mapping) << mapping.error().detail;
    mapping_ = *std::move(mapping);
  }
  std::expected<GoodsRow, RowRejected> read(std::vector<std::string> cells) {
    return read_goods_row(mapping_, {.number = 7, .cells = std::move(cells)});
  }
  std::string reason(std::vector<std::string> cells) {
    auto const row = read(std::move(cells));
    return row ? "" : row.error().error.column + ": " + row.error().error.reason;
  }
  Mapping mapping_;
};

TEST_F(GoodsRows, AUnitWithEverything) {
  map({"serial", "product", "identifier.imei", "status", "party", "time", "document.invoice", "hold", "expires", "note",
       "location"});
  auto const row = read({"A-1", "CAM", "490154203237518", "with_customer", "ACME", "2024-03-01", "R-1", "quality",
                         "31.12.2027", "scratch", "STORE"});

  ASSERT_TRUE(row) << row.error().error.detail;
  EXPECT_EQ(row->head.status, "with_customer");
  EXPECT_EQ(row->head.location, "") << "what is sold stands at no place of ours";
  EXPECT_EQ(row->head.documents.front().number, "R-1");
  EXPECT_EQ(base::to_string(row->head.time->instant), "2024-03-01T00:00:00Z");
  EXPECT_EQ(row->hold, "quality");
  auto const item = row->make_item();
  EXPECT_EQ(item.kind, domain::ItemKind::serial);
  ASSERT_NE(item.extra, nullptr);
  EXPECT_EQ(item.extra->identifiers.front().kind, "imei");
  EXPECT_EQ(item.extra->note, "scratch");
}

TEST_F(GoodsRows, WhatIsWrongIsToldWithItsColumn) {
  map({"serial", "product", "identifier.imei", "status", "time"});
  EXPECT_EQ(reason({"A-1", "CAM", "3,55E+14", "", ""}), "identifier.imei: spoilt.rounded");
  EXPECT_EQ(reason({"A-1", "CAM", "490154203237519", "", ""}), "identifier.imei: number.check_digit");
  EXPECT_EQ(reason({"1-Mar", "CAM", "", "", ""}), "serial: spoilt.date");
  EXPECT_EQ(reason({"123.0", "CAM", "", "", ""}), "serial: spoilt.decimals");
  EXPECT_EQ(reason({"A-1", "CAM", "", "sold", ""}), "status: row.value");
  EXPECT_EQ(reason({"A-1", "CAM", "", "", "03/04/2024"}), "time: date.ambiguous");
  EXPECT_EQ(reason({"A-1", "", "", "", ""}), "product: row.missing");
  EXPECT_EQ(reason({"", "CAM", "", "", ""}), "serial: row.missing");
  EXPECT_EQ(reason({"A\nB", "CAM", "", "", ""}), "serial: field.invisible_character");
}

TEST_F(GoodsRows, RowsWithoutANumberAreAsTheMappingSays) {
  map({"serial", "product"}, R"(, "emptySerial": "skip")");
  EXPECT_TRUE(read({"", "CAM"}).error().skipped);
  map({"serial", "product"}, R"(, "emptySerial": "generate")");
  EXPECT_EQ(read({"", "CAM"})->make_item().kind, domain::ItemKind::generate);
}

TEST_F(GoodsRows, ALotIsOneForEachPlace) {
  map({"product", "lot", "quantity", "location"}, R"(, "decimal": ",")", "lots");
  auto const first = read({"HAM", "L-1", "1.000,5", "COLD"});
  ASSERT_TRUE(first);
  EXPECT_EQ(first->quantity->millionths, 1'000'500'000);
  EXPECT_NE(first->key, read({"HAM", "L-1", "1", "WARM"})->key);
  EXPECT_EQ(first->key, read({"ham", " l-1", "1", "cold"})->key);
}

TEST(RowPlans, ComeBackAsTheyWereWritten) {
  std::vector<RowPlan> const plan = {
      {.row = 2, .step = RowStep::fresh, .adds_hold = true},
      {.row = 3, .step = RowStep::change, .subject = {17}},
      {.row = 9, .step = RowStep::failed, .error = {.row = 9, .column = "A", .reason = "row.value", .detail = "No."}}};
  auto const read = decode_plan(encode_plan(plan));
  ASSERT_EQ(read.size(), 3U);
  EXPECT_TRUE(read[0].adds_hold);
  EXPECT_EQ(read[1].subject, domain::SubjectId{17});
  EXPECT_EQ(read[2].error, plan[2].error);
  EXPECT_THROW(static_cast<void>(decode_plan("\x05")), base::DamagedBytes);
}

TEST(SeenRows, TellsTheFirstRow) {
  SeenRows seen;
  for (std::int64_t row = 2; row < 20'000; ++row) {
    ASSERT_EQ(seen.first_row_of("key" + std::to_string(row), row), std::nullopt);
  }
  EXPECT_EQ(seen.first_row_of("key77", 30'000), 77);
  EXPECT_EQ(seen.first_row_of("key77", 77), std::nullopt) << "the same row may ask again";
  EXPECT_TRUE(seen.contains("key77"));
  EXPECT_FALSE(seen.contains("other"));
}

}  // namespace
}  // namespace nameplate::app
