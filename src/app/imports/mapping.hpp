#pragma once

#include "app/imports/fields.hpp"
#include "base/result.hpp"
#include "base/value.hpp"
#include "domain/identifier.hpp"
#include "tabular/cell_date.hpp"
#include "tabular/cell_number.hpp"
#include "tabular/csv_reader.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::app {

/// Cell texts and what they mean, compared without case and without blanks around them.
using ValueTable = std::map<std::string, std::string>;

/// One column, or one constant, and the field that it goes into.
struct MappingTarget {
  std::string column = {};  ///< as the mapping writes it; empty: a constant
  std::string constant = {};
  std::string to = {};                        ///< the whole name: `identifier.imei`
  GoodsFieldRule const* goods = nullptr;      ///< for goods
  domain::FieldRule const* record = nullptr;  ///< for records; null for `state`
  std::string attribute = {};                 ///< code, of `attribute.colour`
  std::string document_kind = {};             ///< of `document.invoice`
  domain::IdentifierKind identifier = domain::IdentifierKind::serial;
  ValueTable values = {};
  std::optional<std::size_t> digits = {};  ///< each number has exactly so many
  bool accepts_spoilt = false;             ///< what looks spoilt is a number all the same
};

enum class EmptySerial : std::uint8_t { refuse, skip, generate };

/// Records that are made when a row names one that does not exist.
struct MakeRule {
  domain::RecordKind kind;
  base::Value defaults = base::Value(base::Value::Object());
};

/// How the columns of a table become units, lots, containers or records. docs/reference/import.md describes it.
struct Mapping {
  ImportKindName kind = {};
  std::optional<domain::IdentifierKind> key = {};  ///< units are known by this number; none: by product and serial
  tabular::CsvOptions csv = {};
  tabular::DecimalMark decimal = tabular::DecimalMark::point;
  tabular::DateFormat dates = tabular::DateFormat::automatic;
  std::int16_t offset_minutes = 0;
  EmptySerial empty_serial = EmptySerial::refuse;
  std::vector<MappingTarget> targets = {};
  std::vector<std::string> ignored = {};  ///< columns that the mapping says to leave out
  std::vector<MakeRule> make = {};

  bool lacks_columns = false;  ///< it names none, and the header of the table is not known yet

  [[nodiscard]] MappingTarget const* target_of(GoodsField field) const;
  [[nodiscard]] MakeRule const* make_rule(domain::RecordKind kind) const;
};

/// Reads a mapping (JSON). `kind` is what is imported, unless the mapping says so itself; both must agree. Errors:
/// mapping.malformed, mapping.unknown_field, mapping.unknown_target, mapping.target_twice, mapping.incomplete,
/// mapping.kind_unknown, mapping.kind_differs; each names the place in the mapping. A mapping without `columns` is
/// whole only with the `header` of the table: each column that is named like a field goes into it.
[[nodiscard]] base::Result<Mapping> parse_mapping(std::string_view json, std::string_view kind,
                                                  std::span<std::string const> header = {});

/// How names of columns and cell texts compare: without case and blanks.
[[nodiscard]] std::string fold_name(std::string_view name);

}  // namespace nameplate::app
