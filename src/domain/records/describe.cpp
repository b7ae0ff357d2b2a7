#include "domain/records/describe.hpp"

#include "base/check.hpp"
#include "domain/records/initial.hpp"
#include "domain/records/record_kind.hpp"

#include <algorithm>
#include <string_view>

namespace nameplate::domain {
namespace {

constexpr std::string_view introduction = R"(# Master data

Made from the tables in `src/domain/records/record_kind.cpp`; a test compares it with them and writes it anew with `NAMEPLATE_UPDATE_DOCS=1`.

Every kind has a list, `GET /{id or code}` with an ETag, `POST`, `PATCH` with If-Match, `PUT /{code}` and a history field by field. Beside its fields each record
has an `id` and a `state`: `active` or `retired`, never deleted. Codes are 1 to 80 characters, compare without case of letters, keep blanks inside and lose those
around them; a code must not look like an id (a small letter and a number, such as `u123`). References are written as codes and follow when a code is renamed.
An empty text or list counts as absent. What can identify a person (marked *personal*) stands beside the ledger's events and can be erased.
)";

std::string joined(std::span<std::string_view const> names) {
  std::string text;
  for (auto const name : names) {
    text += (text.empty() ? "`" : ", `") + std::string(name) + "`";
  }
  return text;
}

std::string characters(FieldRule const& field) {
  return "text, at most " + std::to_string(field.length_max) + " characters";
}

std::string type_of(FieldRule const& field) {
  switch (field.type) {
    case FieldType::text:
      switch (field.form) {
        case TextForm::line:
        case TextForm::language: return characters(field);
        case TextForm::block: return characters(field) + ", in lines";
        case TextForm::code: return "code";
        case TextForm::gtin: return "8, 12, 13 or 14 digits with check digit";
        case TextForm::gln: return "13 digits with check digit";
        case TextForm::time_zone: return "time zone";
        case TextForm::time_of_day: return "time of day, `06:00`";
      }
      base::unreachable();
    case FieldType::integer:
      return "whole number, " + std::to_string(field.integer_min) + " to " + std::to_string(field.integer_max);
    case FieldType::boolean: return "true or false";
    case FieldType::choice: return "one of " + joined(field.choices);
    case FieldType::choices: return "list of " + joined(field.choices);
    case FieldType::decimal: return "decimal above 0, as text";
    case FieldType::time: return "time (RFC 3339)";
    case FieldType::reference: {
      auto const name = std::string(rule_of(*field.refers_to).name);
      return (std::string_view("aeiou").contains(name.front()) ? "code of an " : "code of a ") + name;
    }
    case FieldType::objects: return "list of objects, at most " + std::to_string(field.length_max);
    case FieldType::attributes:
      return "object of attributes and their values, at most " + std::to_string(field.length_max);
    case FieldType::texts: return "list of texts, at most " + std::to_string(field.length_max);
  }
  base::unreachable();
}

/// One row for each field, those of objects with the name of the list in front.
void add_fields(std::string& out, std::span<FieldRule const> fields, std::string const& prefix) {
  for (auto const& field : fields) {
    auto const name = prefix + std::string(field.name);
    out += "|`" + name + "`|" + (field.required ? "yes" : "") + "|" + type_of(field) + "|" +
           std::string(field.summary) + (field.personal ? " *Personal.*" : "") + "|\n";
    add_fields(out, field.fields, name + "[].");
  }
}

void add_initial(std::string& out, RecordKindRule const& rule) {
  std::string codes;
  for (auto const& record : initial_records()) {
    if (record.kind == rule.kind) {
      codes += (codes.empty() ? "`" : ", `") + record.value.text_of(rule.key_field) + "`";
    }
  }
  if (!codes.empty()) {
    out += "\nA new ledger has " + codes + ".\n";
  }
}

}  // namespace

std::string describe_record_kinds() {
  std::string out(introduction);
  for (auto const& rule : record_kinds()) {
    out += "\n## " + std::string(rule.name) + "\n\n`/api/v1/" + std::string(rule.path) +
           "`, made and changed by the role `" + std::string(name_of(rule.role_min)) + "`, named by `" +
           std::string(rule.key_field) + "`.\n\n";
    out += "|field|required|what|meaning|\n|---|---|---|---|\n";
    add_fields(out, rule.fields, {});
    add_initial(out, rule);
  }
  return out;
}

}  // namespace nameplate::domain
