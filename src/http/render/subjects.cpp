#include "http/render/subjects.hpp"

namespace nameplate::http::render {
namespace {

void write_trail(JsonWriter& out, domain::Trail const& trail) {
  write_time(out, "updatedAt", trail.latest_time);
  write_id(out, "lastEvent", app::ExternalId(trail.last_event));
}

}  // namespace

void write_unit(JsonWriter& out, domain::Catalog const& catalog, app::Surroundings const& around,
                domain::UnitState const& unit) {
  write_id(out, "id", {domain::SubjectKind::unit, unit.id});
  write_product(out, "product", catalog, unit.product);
  out.field("serial", unit.serial).field("status", domain::name_of(unit.status));
  write_whereabouts(out, catalog, around, unit.holder);
  write_owner(out, "owner", catalog, unit.owner);
  write_lot(out, "lot", around, unit.lot);
  write_holds(out, catalog, around.holds_on(unit));
  write_dates(out, unit.dates);
  write_trail(out, unit.trail);
}

void write_container(JsonWriter& out, domain::Catalog const& catalog, app::Surroundings const& around,
                     domain::ContainerState const& container) {
  write_id(out, "id", {domain::SubjectKind::container, container.id});
  out.field("code", container.code).field("status", domain::name_of(container.status));
  write_whereabouts(out, catalog, around, container.holder);
  write_holds(out, catalog, around.holds_on(container));
  write_trail(out, container.trail);
}

void write_lot(JsonWriter& out, domain::Catalog const& catalog, app::Surroundings const& around,
               domain::LotState const& lot) {
  write_id(out, "id", {domain::SubjectKind::lot, lot.id});
  write_code(out, "number", lot.number);
  write_product(out, "product", catalog, lot.product);
  write_owner(out, "owner", catalog, lot.owner);
  write_code(out, "supplier", catalog.code_of(domain::RecordKind::party, lot.supplier));
  write_holds(out, catalog, around.holds_on(lot));
  write_dates(out, lot.dates);
  write_trail(out, lot.trail);
}

}  // namespace nameplate::http::render
