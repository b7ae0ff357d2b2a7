#pragma once

#include "base/clock.hpp"
#include "base/quantity.hpp"
#include "domain/ids.hpp"
#include "domain/records/pattern.hpp"
#include "domain/role.hpp"
#include "domain/trait.hpp"
#include "domain/verb.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
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
  RecordId category;  ///< none: no category
  std::vector<std::pair<RecordId, std::string>> attributes;
  std::vector<std::string> tags;
  RecordId serial_format;  ///< none: that of the category, or the default
  bool retired = false;
};

/// Work that begins at a time of day and lasts until the next one begins.
struct Shift {
  std::string name;
  int from_minute = 0;  ///< after midnight
};

struct Location {
  RecordId id;
  std::string code;
  std::string name;
  std::string kind;
  RecordId parent;
  VerbSet activities;  ///< empty: all
  std::string gln;
  RecordId serial_format = {};  ///< none: that of the place above
  std::string zone = {};        ///< time zone; empty: that of the place above
  std::vector<Shift> shifts = {};
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

/// How numbers are made, and read. What the template means is for `identify`.
struct SerialFormat {
  struct TableRow {
    std::string table;
    std::string from;
    std::string to;
  };
  struct Version {
    std::int64_t version = 1;
    std::string template_text;
  };

  RecordId id;
  std::string code;
  std::string template_text;
  std::vector<TableRow> tables = {};
  std::vector<std::string> unwanted = {};
  bool only_for_reading = false;
  std::int64_t low_water = 0;         ///< when fewer numbers are left, each draw warns; 0: never
  std::vector<Version> earlier = {};  ///< what was changed: numbers made by it are still read
  bool retired = false;

  [[nodiscard]] std::int64_t version() const { return static_cast<std::int64_t>(earlier.size()) + 1; }
};

struct Account {
  RecordId id;
  std::string name;
  Role role = Role::viewer;
  std::optional<base::Instant> expires = {};
  std::optional<std::int64_t> back_dating_hours = {};  ///< none: the default of the role
  bool may_record_conflicts = false;                   ///< may record facts against the books
  bool revoked = false;
};

/// What may bear an attribute.
enum class Bearer : std::uint8_t { product, unit, lot, container };

struct Attribute {
  RecordId id;
  std::string code;
  std::string name;
  TraitType type = TraitType::text;
  std::string unit;
  std::vector<std::string> choices;
  Pattern pattern;
  std::string minimum;      ///< as written; empty: none
  std::string maximum;      ///< as written; empty: none
  EnumSet<Bearer> bearers;  ///< empty: all
  bool retired = false;

  [[nodiscard]] bool may_be_borne_by(Bearer bearer) const { return bearers.empty() || bearers.contains(bearer); }
};

struct CategoryAttribute {
  RecordId attribute;
  VerbSet required_at;
};

struct Category {
  RecordId id;
  std::string code;
  std::string name;
  RecordId parent;
  std::string tracking;    ///< as written; empty: that of the category above
  RecordId serial_format;  ///< none: that of the category above
  std::vector<CategoryAttribute> attributes;
  bool retired = false;
};

/// Numbers of a format that are not for the server to give out.
struct NumberBlock {
  struct Range {
    std::string first;
    std::string last;
  };

  RecordId id;
  std::string code;
  RecordId serial_format;
  bool is_void = false;  ///< never to be used; otherwise somebody has it
  std::string first;
  std::string last;
  std::int64_t first_count = 0;  ///< which number of its counter; 0: not known
  std::int64_t last_count = 0;
  std::vector<Range> printed = {};
  std::vector<Range> returned = {};
  std::vector<Range> lost = {};
  bool retired = false;
};

/// Nothing that it covers is erased as long as it stands; without party and document it covers everything.
struct LegalHold {
  RecordId id;
  std::string code;
  RecordId party;             ///< none: any
  std::string document_norm;  ///< empty: any
  std::optional<base::Instant> until = {};
  bool retired = false;

  [[nodiscard]] bool stands_at(base::Instant now) const { return !retired && (!until || now < *until); }
};

/// What is old enough of a class is erased by itself.
struct RetentionRule {
  RecordId id;
  std::string code;
  std::string of;  ///< `operators`, `notes`, `contacts`
  std::int64_t days = 0;
  bool retired = false;
};

struct Setting {
  RecordId id;
  std::string code;
  std::string value;
  bool retired = false;
};

}  // namespace nameplate::domain
