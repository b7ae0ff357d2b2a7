#include "app/demo/business.hpp"

namespace nameplate::app::demo {
namespace {

using base::Value;
using domain::RecordKind;

void make_location(Scribe& scribe, char const* code, char const* name, char const* kind, char const* parent) {
  Value::Object value{{"code", code}, {"name", name}, {"kind", kind}};
  if (parent != nullptr) {
    value.emplace_back("parent", parent);
  }
  scribe.make(RecordKind::location, std::move(value));
}

void make_party(Scribe& scribe, char const* code, char const* name, char const* role) {
  scribe.make(RecordKind::party, {{"code", code}, {"name", name}, {"roles", Value::List{Value(role)}}});
}

void make_product(Scribe& scribe, char const* sku, char const* name, char const* tracking, char const* role,
                  char const* gtin = nullptr) {
  Value::Object value{{"sku", sku}, {"name", name}, {"tracking", tracking}, {"role", role}};
  std::string_view const code = sku;
  if (code.starts_with("PUMP-") || code.starts_with("MOTOR-")) {
    value.emplace_back("category", code.starts_with("PUMP-") ? "PUMPS" : "MACHINES");
    value.emplace_back("attributes", Value::Object{{"voltage", code == "PUMP-S20" ? "24" : "230"}});
  }
  if (gtin != nullptr) {
    value.emplace_back("gtin", gtin);
  }
  scribe.make(RecordKind::product, std::move(value));
}

void make_locations(Scribe& scribe) {
  make_location(scribe, "WORKS", "Works", "site", nullptr);
  make_location(scribe, "HALL-1", "Hall 1: goods in and store", "warehouse", "WORKS");
  make_location(scribe, "GOODS-IN", "Goods in", "zone", "HALL-1");
  make_location(scribe, "STORE", "Store", "zone", "HALL-1");
  for (char const* const bin : {"A-01", "A-02", "A-03", "A-04", "B-01", "B-02", "B-03", "B-04", "C-01", "C-02"}) {
    make_location(scribe, bin, bin, "bin", "STORE");
  }
  make_location(scribe, "QUARANTINE", "Quarantine cage", "zone", "HALL-1");
  make_location(scribe, "HALL-2", "Hall 2: assembly and despatch", "warehouse", "WORKS");
  make_location(scribe, "TEST-BENCH", "Test bench", "station", "HALL-2");
  make_location(scribe, "PACKING", "Packing", "station", "HALL-2");
  make_location(scribe, "DOCK-1", "Loading dock 1", "zone", "HALL-2");
  make_location(scribe, "WORKSHOP", "Repair workshop", "station", "HALL-2");
  make_location(scribe, "DEPOT", "Depot at the seaside", "site", nullptr);
  make_location(scribe, "DEPOT-IN", "Depot, goods in", "zone", "DEPOT");
  make_location(scribe, "DEPOT-01", "Depot, shelf 1", "bin", "DEPOT");
}

void make_parties(Scribe& scribe) {
  make_party(scribe, "NOWHERE-CAST", "Castings of Nowhere", "supplier");
  make_party(scribe, "IMAGINARY", "Imaginary Motors", "supplier");
  make_party(scribe, "NEVERLEAK", "Neverleak Make-Believe Seals", "supplier");
  make_party(scribe, "ATLANTIS", "Atlantis Waterworks", "customer");
  make_party(scribe, "UTOPIA", "Utopia Irrigation", "customer");
  make_party(scribe, "FABLE", "Fable Brewery", "customer");
  make_party(scribe, "TORTOISE", "Tortoise Express Freight", "carrier");
}

/// Pumps and motors have a voltage, and pumps the pressure of their test.
void make_categories(Scribe& scribe) {
  scribe.make(RecordKind::attribute, {{"code", "voltage"},
                                      {"name", "Voltage"},
                                      {"type", "choice"},
                                      {"choices", Value::List{Value("12"), Value("24"), Value("230")}},
                                      {"appliesTo", Value::List{Value("product"), Value("unit")}}});
  scribe.make(RecordKind::attribute, {{"code", "pressure"},
                                      {"name", "Pressure at the test"},
                                      {"type", "number"},
                                      {"unit", "bar"},
                                      {"minimum", "0"},
                                      {"maximum", "40"},
                                      {"appliesTo", Value::List{Value("unit")}}});
  scribe.make(
      RecordKind::attribute,
      {{"code", "cleaned"}, {"name", "Cleaned"}, {"type", "date"}, {"appliesTo", Value::List{Value("container")}}});
  scribe.make_records();
  auto const of = [](char const* attribute) { return Value(Value::Object{{"attribute", attribute}}); };
  scribe.make(RecordKind::category, {{"code", "MACHINES"},
                                     {"name", "Machines and motors"},
                                     {"tracking", "serial"},
                                     {"attributes", Value::List{of("voltage")}}});
  scribe.make_records();
  scribe.make(
      RecordKind::category,
      {{"code", "PUMPS"}, {"name", "Pumps"}, {"parent", "MACHINES"}, {"attributes", Value::List{of("pressure")}}});
  scribe.make_records();
}

void make_products(Scribe& scribe) {
  make_product(scribe, "PUMP-S20", "Circulation pump S20", "serial", "finished", "9521234001010");
  make_product(scribe, "PUMP-S40", "Circulation pump S40", "serial", "finished", "9521234001027");
  make_product(scribe, "PUMP-X75", "Submersible pump X75", "serial", "finished", "9521234001034");
  make_product(scribe, "MOTOR-250", "Motor 250 W", "serial", "component", "9521234001041");
  make_product(scribe, "MOTOR-750", "Motor 750 W", "serial", "component", "9521234001058");
  make_product(scribe, "CASTING-20", "Housing casting S20", "serial", "component");
  make_product(scribe, "SEAL-K", "Shaft seal K", "lot", "component");
  make_product(scribe, "ORING-32", "O-ring 32 mm", "lot", "component");
  make_product(scribe, "ORING-50", "O-ring 50 mm", "lot", "component");
  scribe.make(RecordKind::product, {{"sku", "GREASE"},
                                    {"name", "Assembly grease"},
                                    {"tracking", "lot"},
                                    {"role", "material"},
                                    {"uom", "kg"},
                                    {"decimals", std::int64_t{3}}});
  make_product(scribe, "CARTON-M", "Carton, medium", "none", "material");
}

}  // namespace

void make_master_data(Scribe& scribe) {
  make_locations(scribe);
  make_parties(scribe);
  make_categories(scribe);
  make_products(scribe);
  scribe.make(RecordKind::reason_code, {{"code", "stocktake"}, {"name", "Counted at the stocktake"}});
  scribe.make_records();
}

}  // namespace nameplate::app::demo
