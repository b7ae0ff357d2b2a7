// Mappings: what is taken, and what is refused with its place.

#include "app/imports/mapping.hpp"

#include <gtest/gtest.h>

namespace nameplate::app {
namespace {

std::string refused(std::string_view json, std::string_view kind = "units") {
  auto const mapping = parse_mapping(json, kind);
  return mapping ? "" : mapping.error().reason;
}
std::string detail(std::string_view json, std::string_view kind = "units") {
  auto const mapping = parse_mapping(json, kind);
  return mapping ? "" : mapping.error().detail;
}

TEST(Mapping, TakesEverythingThatItKnows) {
  auto const mapping = parse_mapping(R"({
    "kind": "units", "key": "imei", "separator": "tab", "encoding": "windows-1252", "decimal": ",",
    "dateFormat": "dd.mm.yyyy", "zone": "+01:00", "formulaGuard": true, "emptySerial": "generate",
    "columns": {"Serial No": "serial", "Model": {"to": "product", "values": {"Old": "NEW"}},
                "IMEI": {"to": "identifier.imei", "digits": 15, "spoilt": "accept"}, "Price": null},
    "constants": {"location": "STORE"}, "values": {"product": {"other": "CAM"}},
    "make": {"products": {"tracking": "serial"}, "parties": {}}})",
                                     "");

  ASSERT_TRUE(mapping) << mapping.error().detail;
  EXPECT_EQ(mapping->kind.kind, ImportKind::units);
  EXPECT_EQ(mapping->key, domain::IdentifierKind::imei);
  EXPECT_EQ(mapping->csv.separator, '\t');
  EXPECT_EQ(mapping->csv.encoding, tabular::Encoding::windows1252);
  EXPECT_TRUE(mapping->csv.takes_guard_off);
  EXPECT_EQ(mapping->decimal, tabular::DecimalMark::comma);
  EXPECT_EQ(mapping->dates, tabular::DateFormat::day_month_year);
  EXPECT_EQ(mapping->offset_minutes, 60);
  EXPECT_EQ(mapping->empty_serial, EmptySerial::generate);
  EXPECT_EQ(mapping->ignored, std::vector<std::string>{"Price"});
  ASSERT_EQ(mapping->targets.size(), 4U);
  EXPECT_EQ(mapping->targets[1].values, (ValueTable{{"OLD", "NEW"}, {"OTHER", "CAM"}}));
  EXPECT_EQ(mapping->targets[2].digits, 15U);
  EXPECT_TRUE(mapping->targets[2].accepts_spoilt);
  EXPECT_EQ(mapping->targets[3].constant, "STORE");
  ASSERT_NE(mapping->make_rule(domain::RecordKind::product), nullptr);
  EXPECT_EQ(mapping->make_rule(domain::RecordKind::product)->defaults.text_of("tracking"), "serial");
  EXPECT_EQ(mapping->make_rule(domain::RecordKind::location), nullptr);
}

TEST(Mapping, TheKindMayStandInTheRequestOrInTheMapping) {
  constexpr auto columns = R"({"columns": {"A": "sku", "B": "name", "C": "tracking"}})";
  auto const mapping = parse_mapping(columns, "products");
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->kind.record, domain::RecordKind::product);
  EXPECT_EQ(refused(columns, ""), "mapping.kind_unknown");
  EXPECT_EQ(refused(columns, "tokens"), "mapping.kind_unknown");
  EXPECT_EQ(refused(R"({"kind": "lots", "columns": {}})", "units"), "mapping.kind_differs");
}

TEST(Mapping, RefusesWithThePlace) {
  EXPECT_EQ(refused("{"), "mapping.malformed");
  EXPECT_EQ(refused("[]"), "mapping.malformed");
  EXPECT_EQ(detail(R"({"colums": {}})"), "The mapping has no field `colums`. See the reference of imports.");
  EXPECT_EQ(refused(R"({"columns": {"A": {"to": "serial", "x": 1}}})"), "mapping.unknown_field");
  EXPECT_TRUE(detail(R"({"columns": {"A": {"to": "serial", "x": 1}}})").contains("`columns.A.x`"));
  EXPECT_EQ(refused(R"({"columns": {"A": 1}})"), "mapping.malformed");
  EXPECT_EQ(refused(R"({"columns": {"A": "colour"}})"), "mapping.unknown_target");
  EXPECT_EQ(refused(R"({"columns": {"A": "identifier.serial", "B": "product"}})"), "mapping.unknown_target");
  EXPECT_EQ(refused(R"({"columns": {"A": "serial", "B": "serial"}})"), "mapping.target_twice");
  EXPECT_EQ(refused(R"({"columns": {"A": "serial", "B": "scan", "C": "product"}})"), "mapping.target_twice");
  EXPECT_EQ(refused(R"({"columns": {"A": "serial"}})"), "mapping.incomplete");
  EXPECT_EQ(refused(R"({"columns": {"A": "product"}})"), "mapping.incomplete");
  EXPECT_EQ(refused(R"({"columns": {"A": "product"}, "emptySerial": "generate"})"), "");
  EXPECT_EQ(refused(R"({"key": "imei", "columns": {"A": "serial", "B": "product"}})"), "mapping.incomplete");
  EXPECT_EQ(refused(R"({"columns": {"A": "serial", "B": "product"}, "values": {"status": {"a": "b"}}})"),
            "mapping.unknown_target");
  EXPECT_EQ(refused(R"({"columns": {"A": "serial", "B": "product"}, "make": ["categories"]})"), "mapping.malformed");
  EXPECT_EQ(refused(R"({"columns": {"P": "product", "Q": "quantity"}, "emptySerial": "skip"})", "lots"),
            "mapping.unknown_field");
}

}  // namespace
}  // namespace nameplate::app
