#pragma once

#include "base/clock.hpp"
#include "base/quantity.hpp"
#include "domain/ids.hpp"
#include "domain/role.hpp"
#include "domain/verb.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Master records as the rules use them: typed, with references resolved to ids.
namespace nameplate::domain {

enum class Tracking : std::uint8_t { serial, lot, none };

/// A barcode of a product, perhaps of a pack of it.
struct ProductCode {
  std::string code_norm;
  std::string kind;
  RecordId party;
  std::int64_t pack_quantity = 1;
};

struct UnitOfMeasure {
  std::string name;
  base::Quantity factor;  ///< base units in one of it
};

struct Product {
  RecordId id;
  std::string sku;
  std::string name;
  Tracking tracking = Tracking::serial;
  std::string gtin;
  std::vector<ProductCode> codes;
  std::string uom;
  int decimals = 0;
  std::vector<UnitOfMeasure> units;
  RecordId serial_format;  ///< none: the default
  bool retired = false;
};

struct Location {
  RecordId id;
  std::string code;
  std::string name;
  std::string kind;
  RecordId parent;
  VerbSet activities;  ///< empty: all
  std::string gln;
  bool retired = false;
};

struct Party {
  RecordId id;
  std::string code;
  std::string name;
  bool retired = false;
};

struct HoldKind {
  RecordId id;
  std::string code;
  std::string name;
  VerbSet forbids;
  Role release_role = Role::manager;
  bool overridable = true;  ///< whether a right can lift it for one operation
  bool retired = false;
};

struct ReasonCode {
  RecordId id;
  std::string code;
  std::string name;
  VerbSet verbs;  ///< empty: all
  bool retired = false;
};

struct SerialFormat {
  RecordId id;
  std::string code;
  std::string template_text;
  bool retired = false;
};

struct Account {
  RecordId id;
  std::string name;
  Role role = Role::viewer;
  std::optional<base::Instant> expires = {};
  std::optional<std::int64_t> back_dating_hours = {};  ///< none: the default of the role
  bool revoked = false;
};

struct Setting {
  RecordId id;
  std::string code;
  std::string value;
  bool retired = false;
};

}  // namespace nameplate::domain
