#pragma once

#include "domain/records/record_kind.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// What an import can bring in, and into which fields a column can go. docs/reference/import.md is compared with this.
namespace nameplate::app {

enum class ImportKind : std::uint8_t { units = 1, lots = 2, containers = 4, records = 8 };

/// Where a cell of goods goes.
enum class GoodsField : std::uint8_t {
  product,
  serial,
  scan,
  identifier,
  code,
  quantity,
  weight,
  uom,
  status,
  location,
  container,
  party,
  supplier,
  owner,
  time,
  produced,
  expires,
  lot,
  note,
  document,
  hold,
  attribute,
  tags,
};

/// What stands behind the name of a field: `identifier.imei`, `document.invoice`, `attribute.colour`.
enum class FieldPart : std::uint8_t { none, identifier_kind, document_kind, attribute_code };

struct GoodsFieldRule {
  GoodsField field;
  std::string_view name;
  unsigned kinds;  ///< of ImportKind, as bits
  FieldPart part = FieldPart::none;
  bool part_is_optional = false;
  std::string_view summary = {};
};

[[nodiscard]] std::span<GoodsFieldRule const> goods_fields();
[[nodiscard]] constexpr bool belongs_to(GoodsFieldRule const& rule, ImportKind kind) {
  return (rule.kinds & static_cast<unsigned>(kind)) != 0;
}
[[nodiscard]] GoodsFieldRule const* find_goods_field(ImportKind kind, std::string_view name);

/// `units`, `lots`, `containers`, and the path of each kind of record but for tokens.
struct ImportKindName {
  ImportKind kind = ImportKind::units;
  std::optional<domain::RecordKind> record = {};
};
[[nodiscard]] std::optional<ImportKindName> parse_import_kind(std::string_view name);
[[nodiscard]] std::string_view name_of(ImportKindName const& kind);
[[nodiscard]] std::vector<std::string_view> import_kind_names();
/// Who may import this.
[[nodiscard]] domain::Role role_min_of(ImportKindName const& kind);

}  // namespace nameplate::app
