#pragma once

#include "domain/role.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace nameplate::domain {

/// The kinds of master data. The numbers stand in the ledger: never renumber.
enum class RecordKind : std::uint8_t {
  product = 1,
  location = 2,
  party = 3,
  hold_kind = 4,
  reason_code = 5,
  serial_format = 6,
  account = 7,
  setting = 8,
  category = 9,
  attribute = 10,
  legal_hold = 11,
  retention_rule = 12,
  number_block = 13,
};

enum class FieldType : std::uint8_t {
  text,
  integer,
  boolean,
  choice,      ///< one of `choices`
  choices,     ///< a list of them
  decimal,     ///< exact and above zero, written as a decimal string
  time,        ///< RFC 3339
  reference,   ///< the code of another record, of kind `refers_to`
  objects,     ///< a list of objects with `fields`
  texts,       ///< a list of texts
  attributes,  ///< an object: the code of an attribute, and its value
};

/// What a text may look like.
enum class TextForm : std::uint8_t {
  line,         ///< one line without anything invisible
  block,        ///< may have line breaks
  code,         ///< names the record: nothing that could be taken for an id
  gtin,         ///< GTIN-8, -12, -13 or -14 with its check digit
  gln,          ///< 13 digits with the check digit
  language,     ///< BCP 47: `de`, `pt-BR`
  time_zone,    ///< `Europe/Berlin`
  time_of_day,  ///< `06:00`
};

/// One field of a kind of record. The table of these drives parsing, checking, history and the reference page.
struct FieldRule {
  std::string_view name;
  FieldType type = FieldType::text;
  bool required = false;
  bool personal = false;  ///< can identify a person: kept in event_private
  TextForm form = TextForm::line;
  std::size_t length_max = 200;  ///< code points of a text, entries of a list
  std::int64_t integer_min = 0;
  std::int64_t integer_max = 0;
  std::span<std::string_view const> choices = {};
  std::optional<RecordKind> refers_to = {};
  std::span<FieldRule const> fields = {};
  std::string_view summary = {};
};

struct RecordKindRule {
  RecordKind kind;
  std::string_view name;       ///< `product`
  std::string_view path;       ///< `products`
  std::string_view key_field;  ///< the field that holds the code: `sku`
  Role role_min;               ///< who may make and change it
  std::span<FieldRule const> fields;
};

[[nodiscard]] std::span<RecordKindRule const> record_kinds();
[[nodiscard]] RecordKindRule const& rule_of(RecordKind kind);
[[nodiscard]] FieldRule const* find_field(std::span<FieldRule const> fields, std::string_view name);

}  // namespace nameplate::domain
