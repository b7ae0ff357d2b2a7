#pragma once

#include "domain/records/catalog.hpp"
#include "domain/records/initial.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace nameplate::test {

/// Master data for tests of rules: a few products, places and parties beside what a new ledger begins with.
class Business {
 public:
  domain::Catalog catalog;

  domain::RecordId cam;                             ///< by serial number
  domain::RecordId lens;                            ///< by serial number
  domain::RecordId milk;                            ///< by lot, in litres with three decimals
  domain::RecordId screw;                           ///< not tracked, 100 in a box
  domain::RecordId site, hall, dock, bin_1, bin_2;  ///< hall is part of site, the others of hall
  domain::RecordId branch;                          ///< another site
  domain::RecordId acme, beta;                      ///< customers
  domain::RecordId maker;

  Business() {
    using base::Value;
    using domain::RecordKind;
    for (auto& record : domain::initial_records()) {
      auto const code = record.value.text_of(domain::rule_of(record.kind).key_field);
      add(record.kind, code, std::move(record.value));
    }
    cam = add(RecordKind::product, "CAM", Value::Object{{"name", "Camera"}, {"tracking", "serial"}});
    lens = add(RecordKind::product, "LENS", Value::Object{{"name", "Lens"}, {"tracking", "serial"}});
    milk = add(RecordKind::product, "MILK",
               Value::Object{{"name", "Milk"}, {"tracking", "lot"}, {"uom", "l"}, {"decimals", std::int64_t{3}}});
    Value const box(Value::Object{{"uom", "box"}, {"factor", "100"}});
    screw = add(RecordKind::product, "SCREW",
                Value::Object{{"name", "Screw"}, {"tracking", "none"}, {"units", Value::List{box}}});
    site = add_place("SITE", {});
    hall = add_place("HALL", site);
    dock = add_place("DOCK", hall);
    bin_1 = add_place("BIN-1", hall);
    bin_2 = add_place("BIN-2", hall);
    branch = add_place("BRANCH", {});
    acme = add(RecordKind::party, "ACME", Value::Object{{"name", "Acme"}});
    beta = add(RecordKind::party, "BETA", Value::Object{{"name", "Beta"}});
    maker = add(RecordKind::party, "MAKER", Value::Object{{"name", "The Maker"}});
  }

  /// Makes a record, or changes the one with this code.
  domain::RecordId add(domain::RecordKind kind, std::string_view code, base::Value value, bool retired = false) {
    auto const known = catalog.find(kind, code);
    auto const id = known ? known : domain::RecordId{++last_id_};
    catalog.apply({.id = id,
                   .kind = static_cast<std::uint8_t>(kind),
                   .code_norm = domain::normalise_code(code),
                   .code = std::string(code),
                   .retired = retired,
                   .version = {1},
                   .value = std::move(value)});
    return id;
  }
  domain::RecordId add_place(std::string_view code, domain::RecordId parent, base::Value::List activities = {}) {
    base::Value value(base::Value::Object{{"name", code}, {"kind", "bin"}});
    if (parent) {
      value.set("parent", parent.value);
    }
    if (!activities.empty()) {
      value.set("activities", std::move(activities));
    }
    return add(domain::RecordKind::location, code, std::move(value));
  }
  /// A hold kind that forbids these verbs.
  domain::RecordId add_hold_kind(std::string_view code, base::Value::List forbids, bool overridable = true) {
    return add(
        domain::RecordKind::hold_kind, code,
        base::Value::Object{
            {"name", code}, {"forbids", std::move(forbids)}, {"releaseRole", "manager"}, {"overridable", overridable}});
  }
  [[nodiscard]] domain::RecordId hold_kind(std::string_view code) const {
    return catalog.find(domain::RecordKind::hold_kind, code);
  }

 private:
  std::int64_t last_id_ = 0;
};

}  // namespace nameplate::test
