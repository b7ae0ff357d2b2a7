#include "app/imports/fields.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {
namespace {

constexpr auto units = static_cast<unsigned>(ImportKind::units);
constexpr auto lots = static_cast<unsigned>(ImportKind::lots);
constexpr auto containers = static_cast<unsigned>(ImportKind::containers);

using enum GoodsField;

constexpr std::array fields = {
    GoodsFieldRule{product, "product", units | lots, FieldPart::none, false, "The SKU of the product."},
    GoodsFieldRule{serial, "serial", units, FieldPart::none, false,
                   "The serial number. See `emptySerial` for rows without one."},
    GoodsFieldRule{scan, "scan", units, FieldPart::none, false,
                   "Any number of the unit, as a scanner would read it, in place of `serial`."},
    GoodsFieldRule{identifier, "identifier", units, FieldPart::identifier_kind, false,
                   "A further number: `identifier.imei`, `identifier.mac`, `identifier.asset-tag`, ..."},
    GoodsFieldRule{code, "code", containers, FieldPart::none, false, "The number of the container."},
    GoodsFieldRule{quantity, "quantity", lots, FieldPart::none, false, "How much there is."},
    GoodsFieldRule{weight, "weight", lots, FieldPart::none, false,
                   "What it weighs, where goods are kept by weight beside their quantity."},
    GoodsFieldRule{uom, "uom", lots, FieldPart::none, false, "In which unit of measure; the base unit when empty."},
    GoodsFieldRule{status, "status", units | lots | containers, FieldPart::none, false,
                   "The status, as `values` translates it; `in_stock` when empty."},
    GoodsFieldRule{location, "location", units | lots | containers, FieldPart::none, false,
                   "The place, for what is in our hands."},
    GoodsFieldRule{container, "container", units | lots | containers, FieldPart::none, false,
                   "The container that it lies in, in place of `location`. It exists, or stands in the same file."},
    GoodsFieldRule{party, "party", units | lots | containers, FieldPart::none, false,
                   "Who has it (`with_customer`, `shipped`, `reported`); otherwise who it came from."},
    GoodsFieldRule{supplier, "supplier", lots, FieldPart::none, false, "Whose goods the lot holds."},
    GoodsFieldRule{owner, "owner", units | lots, FieldPart::none, false, "Whose it is; ours when empty."},
    GoodsFieldRule{time, "time", units | lots | containers, FieldPart::none, false,
                   "Since when it is so: the date of the sale for what is sold. Now when empty."},
    GoodsFieldRule{produced, "produced", units | lots, FieldPart::none, false, "The day it was made."},
    GoodsFieldRule{expires, "expires", units | lots, FieldPart::none, false, "The day it expires."},
    GoodsFieldRule{lot, "lot", units | lots, FieldPart::none, false, "The lot number."},
    GoodsFieldRule{note, "note", units | lots | containers, FieldPart::none, false,
                   "A note; it stands at the event that brings the row in."},
    GoodsFieldRule{document, "document", units | lots | containers, FieldPart::document_kind, true,
                   "A paper: `document.invoice` takes its number, `document` takes `invoice:4711`."},
    GoodsFieldRule{hold, "hold", units, FieldPart::none, false, "The kind of hold that the unit is under."},
    GoodsFieldRule{attribute, "attribute", units | lots | containers, FieldPart::attribute_code, false,
                   "What it bears, by the code of the attribute: `attribute.colour`."},
    GoodsFieldRule{tags, "tags", units | lots | containers, FieldPart::none, false,
                   "Its tags, with commas between them: all of them, in place of those it bears."},
};

}  // namespace

std::span<GoodsFieldRule const> goods_fields() {
  return fields;
}

GoodsFieldRule const* find_goods_field(ImportKind kind, std::string_view name) {
  auto const* const found = std::ranges::find_if(
      fields, [&](GoodsFieldRule const& rule) { return rule.name == name && belongs_to(rule, kind); });
  return found == fields.end() ? nullptr : &*found;
}

std::optional<ImportKindName> parse_import_kind(std::string_view name) {
  if (name == "units") {
    return ImportKindName{.kind = ImportKind::units};
  }
  if (name == "lots") {
    return ImportKindName{.kind = ImportKind::lots};
  }
  if (name == "containers") {
    return ImportKindName{.kind = ImportKind::containers};
  }
  for (auto const& rule : domain::record_kinds()) {
    if (rule.path == name && rule.kind != domain::RecordKind::account) {
      return ImportKindName{.kind = ImportKind::records, .record = rule.kind};
    }
  }
  return std::nullopt;
}

std::string_view name_of(ImportKindName const& kind) {
  switch (kind.kind) {
    case ImportKind::units: return "units";
    case ImportKind::lots: return "lots";
    case ImportKind::containers: return "containers";
    case ImportKind::records: break;
  }
  return domain::rule_of(*kind.record).path;
}

std::vector<std::string_view> import_kind_names() {
  std::vector<std::string_view> names = {"units", "lots", "containers"};
  for (auto const& rule : domain::record_kinds()) {
    if (rule.kind != domain::RecordKind::account) {
      names.push_back(rule.path);
    }
  }
  return names;
}

domain::Role role_min_of(ImportKindName const& kind) {
  return kind.record ? domain::rule_of(*kind.record).role_min : domain::Role::manager;
}

}  // namespace nameplate::app
