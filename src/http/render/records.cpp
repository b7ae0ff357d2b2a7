#include "http/render/records.hpp"

#include "app/external_id.hpp"
#include "domain/records/validate.hpp"

namespace nameplate::http::render {
namespace {

void write_value(JsonWriter& out, domain::Catalog const& catalog, domain::FieldRule const* rule,
                 base::Value const& value);

void write_object(JsonWriter& out, domain::Catalog const& catalog, std::span<domain::FieldRule const> rules,
                  base::Value::Object const& object) {
  out.begin_object();
  for (auto const& [name, value] : object) {
    out.key(name);
    write_value(out, catalog, domain::find_field(rules, name), value);
  }
  out.end_object();
}

void write_value(JsonWriter& out, domain::Catalog const& catalog, domain::FieldRule const* rule,
                 base::Value const& value) {
  if (auto const* const id = value.as_int(); id != nullptr && rule != nullptr && rule->refers_to) {
    out.value(catalog.code_of(*rule->refers_to, {*id}));
  } else if (rule != nullptr && rule->type == domain::FieldType::attributes && value.as_object() != nullptr) {
    std::string text;
    base::append_json(text, domain::render_attributes(value, catalog));
    out.raw(text);
  } else if (auto const* const list = value.as_list()) {
    out.begin_array();
    for (auto const& element : *list) {
      write_value(out, catalog, rule, element);
    }
    out.end_array();
  } else if (auto const* const object = value.as_object()) {
    write_object(out, catalog, rule == nullptr ? std::span<domain::FieldRule const>() : rule->fields, *object);
  } else {
    std::string text;
    base::append_json(text, value);
    out.raw(text);
  }
}

}  // namespace

void write_record(JsonWriter& out, domain::Catalog const& catalog, domain::RecordRow const& record) {
  auto const& kind = domain::rule_of(static_cast<domain::RecordKind>(record.kind));
  out.field("id", app::ExternalId(record.id).view()).field(kind.key_field, record.code);
  if (auto const* const object = record.value.as_object()) {
    for (auto const& [name, value] : *object) {
      if (name != kind.key_field) {
        out.key(name);
        write_value(out, catalog, domain::find_field(kind.fields, name), value);
      }
    }
  }
  out.field("state", record.retired ? "retired" : "active");
  out.field("version", app::ExternalId(record.version).view());
}

void write_record_field(JsonWriter& out, domain::Catalog const& catalog, domain::RecordKind kind,
                        std::string_view field, base::Value const& value) {
  write_value(out, catalog, domain::find_field(domain::rule_of(kind).fields, field), value);
}

std::string etag_of(domain::RecordRow const& record) {
  return '"' + app::ExternalId(record.version).text() + '"';
}

}  // namespace nameplate::http::render
