#include "base/time_text.hpp"
#include "domain/verb.hpp"
#include "http/render/events.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string_view>

namespace nameplate::http::render {
namespace {

using domain::RecordKind;

void write_text_if_any(JsonWriter& out, std::string_view name, std::string_view text) {
  if (!text.empty()) {
    out.field(name, text);
  }
}

/// `+01:00`
std::string zone_text(std::int16_t offset_minutes) {
  auto const minutes = std::abs(static_cast<int>(offset_minutes));
  std::string text(1, offset_minutes < 0 ? '-' : '+');
  for (auto const part : {minutes / 60, minutes % 60}) {
    text.push_back(static_cast<char>('0' + part / 10));
    text.push_back(static_cast<char>('0' + part % 10));
    if (text.size() == 3) {
      text.push_back(':');
    }
  }
  return text;
}

void write_parties(JsonWriter& out, domain::Catalog const& catalog, domain::Event const& event) {
  if (event.parties.empty()) {
    return;
  }
  write_code(out, "party", catalog.code_of(RecordKind::party, event.parties.front().party));
  out.begin_array("parties");
  for (auto const& party : event.parties) {
    out.begin_object().field("role", party.role);
    write_code(out, "party", catalog.code_of(RecordKind::party, party.party));
    out.end_object();
  }
  out.end_array();
}

void write_document(JsonWriter& out, domain::Document const& document) {
  out.begin_object().field("kind", document.kind).field("number", document.number);
  write_text_if_any(out, "line", document.line);
  out.end_object();
}

void write_documents(JsonWriter& out, domain::Event const& event) {
  if (event.documents.empty()) {
    return;
  }
  out.key("document");
  write_document(out, event.documents.front());
  out.begin_array("documents");
  for (auto const& document : event.documents) {
    write_document(out, document);
  }
  out.end_array();
}

void write_rule(JsonWriter& out, domain::Catalog const& catalog, domain::HoldRule const& rule) {
  out.begin_object("rule");
  if (rule.product) {
    write_product(out, "product", catalog, rule.product);
  }
  if (rule.category) {
    write_code(out, "category", catalog.code_of(RecordKind::category, rule.category));
  }
  if (rule.lot) {
    write_id(out, "lot", {domain::SubjectKind::lot, rule.lot});
  }
  if (rule.place.kind == domain::HolderKind::location) {
    write_code(out, "location", catalog.code_of(RecordKind::location, {rule.place.id}));
  } else if (rule.place.is_container()) {
    write_id(out, "container", {domain::SubjectKind::container, rule.place.container()});
  }
  out.end_object();
}

/// `value.contacts` of a record is `contacts` to its readers.
std::string_view shown_field(std::string_view field) {
  auto const prefix = domain::personal_value_prefix;
  return field.starts_with(prefix) ? field.substr(prefix.size()) : field;
}

void write_erased(JsonWriter& out, domain::PrivateErased const& erased) {
  out.begin_object("erases");
  if (erased.record) {
    write_id(out, "record", app::ExternalId(erased.record));
  }
  out.begin_array("values");
  for (auto const& value : erased.values) {
    out.begin_object();
    write_id(out, "event", app::ExternalId(value.event));
    out.field("field", shown_field(value.field));
    if (value.place >= 0) {
      out.field("index", value.place);
    }
    out.end_object();
  }
  out.end_array().end_object();
}

void write_matter(JsonWriter& out, domain::Catalog const& catalog, domain::EventMatter const& matter) {
  if (auto const* const placed = std::get_if<domain::HoldPlaced>(&matter)) {
    out.begin_object("hold");
    write_id(out, "hold", app::ExternalId(placed->hold));
    write_code(out, "kind", catalog.code_of(RecordKind::hold_kind, placed->kind));
    write_text_if_any(out, "case", placed->case_number);
    if (placed->rule) {
      write_rule(out, catalog, *placed->rule);
    }
    out.end_object();
  } else if (auto const* const released = std::get_if<domain::HoldsReleased>(&matter)) {
    out.begin_array("releasedHolds");
    for (auto const hold : released->holds) {
      out.value(app::ExternalId(hold).view());
    }
    out.end_array();
  } else if (auto const* const erased = std::get_if<domain::PrivateErased>(&matter)) {
    write_erased(out, *erased);
  }
}

/// What could identify a person and is gone: the names of the fields.
void write_what_was_erased(JsonWriter& out, domain::Event const& event) {
  std::set<std::string_view> gone;
  for (auto const& hash : event.private_hashes) {
    auto const is_kept = std::ranges::any_of(event.private_fields, [&](domain::PrivateField const& kept) {
      return kept.field == hash.field && kept.place == hash.place;
    });
    if (!is_kept) {
      gone.insert(shown_field(hash.field));
    }
  }
  if (gone.empty()) {
    return;
  }
  out.begin_array("erased");
  for (auto const field : gone) {
    out.value(field);
  }
  out.end_array();
}

}  // namespace

std::string_view private_text(domain::Event const& event, std::string_view field, std::int32_t place) {
  auto const found = std::ranges::find_if(event.private_fields, [&](domain::PrivateField const& kept) {
    return kept.field == field && kept.place == place;
  });
  return found == event.private_fields.end() ? std::string_view() : std::string_view(found->value);
}

void write_event_head(JsonWriter& out, domain::Catalog const& catalog, domain::Event const& event) {
  write_id(out, "event", app::ExternalId(event.id));
  out.field("sequence", event.sequence).field("verb", domain::name_of(event.verb));
  write_time(out, "time", event.event_time);
  write_time(out, "recordedAt", event.recorded_at);
  if (event.zone_offset_minutes) {
    out.field("zone", zone_text(*event.zone_offset_minutes));
  }
  if (event.device_time) {
    write_time(out, "deviceTime", *event.device_time);
  }
  write_account(out, "actor", catalog, {event.actor});
  write_text_if_any(out, "operator", private_text(event, "operator"));
  write_text_if_any(out, "device", event.device);
  write_text_if_any(out, "equipment", event.equipment);
  write_text_if_any(out, "location", catalog.code_of(RecordKind::location, event.location));
  write_text_if_any(out, "destination", catalog.code_of(RecordKind::location, event.destination));
  write_parties(out, catalog, event);
  write_documents(out, event);
  write_text_if_any(out, "reason", event.reason);
  write_text_if_any(out, "overrideReason", event.override_reason);
  write_text_if_any(out, "note", private_text(event, "note"));
  write_what_was_erased(out, event);
  write_matter(out, catalog, event.matter);
}

}  // namespace nameplate::http::render
