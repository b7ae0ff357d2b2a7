#include "http/render/afterwards.hpp"

#include "app/external_id.hpp"
#include "app/queries/exceptions.hpp"
#include "http/render/parts.hpp"

#include <algorithm>
#include <array>

namespace nameplate::http::render {
namespace {

using app::ExternalId;
using domain::Event;
using domain::EventId;
using domain::RecordKind;

constexpr std::int64_t late_after_us = 5 * 60 * base::microseconds_per_second;

bool is_late(Event const& event) {
  return event.recorded_at.microseconds - event.event_time.microseconds > late_after_us;
}

/// Who said so, when and why.
void write_sayer(JsonWriter& out, domain::Catalog const& catalog, app::Afterwards const& told, EventId id) {
  write_id(out, "event", ExternalId(id));
  auto const* const event = told.other(id);
  if (event == nullptr) {
    return;
  }
  write_time(out, "recordedAt", event->recorded_at);
  write_account(out, "actor", catalog, {event->actor});
  if (event->approver) {
    write_account(out, "approver", catalog, event->approver);
  }
  if (!event->reason.empty()) {
    out.field("reason", event->reason);
  }
}

void write_amended(JsonWriter& out, domain::Catalog const& catalog, domain::EventAmended const& amended) {
  if (amended.parties) {
    out.begin_array("parties");
    for (auto const& party : *amended.parties) {
      out.begin_object().field("role", party.role);
      write_code(out, "party", catalog.code_of(RecordKind::party, party.party));
      out.end_object();
    }
    out.end_array();
  }
  if (amended.documents) {
    out.begin_array("documents");
    for (auto const& document : *amended.documents) {
      out.begin_object().field("kind", document.kind).field("number", document.number);
      if (!document.line.empty()) {
        out.field("line", document.line);
      }
      out.end_object();
    }
    out.end_array();
  }
}

void write_matter(JsonWriter& out, domain::Catalog const& catalog, app::Afterwards const& told, Event const& event) {
  if (auto const* const reversal = std::get_if<domain::Reversal>(&event.matter)) {
    write_reference(out, "reverses", told, reversal->event);
  } else if (auto const* const amended = std::get_if<domain::EventAmended>(&event.matter)) {
    write_reference(out, "amends", told, amended->event);
    out.begin_object("amended");
    write_amended(out, catalog, *amended);
    out.end_object();
  } else if (auto const* const resolved = std::get_if<domain::ExceptionResolved>(&event.matter)) {
    out.field("resolves", ExternalId(app::id_letter::exception, resolved->raised_by.value).view());
  }
}

void write_reversals(JsonWriter& out, domain::Catalog const& catalog, app::Afterwards const& told, Event const& event,
                     std::optional<domain::SubjectId> subject) {
  auto ids = told.reversals_of(event.id);
  if (subject) {
    ids = {told.reversal_of(event.id, *subject)};
    std::erase(ids, EventId());
  }
  if (ids.empty()) {
    return;
  }
  out.begin_array("reversedBy");
  for (auto const id : ids) {
    out.begin_object();
    write_sayer(out, catalog, told, id);
    out.end_object();
  }
  out.end_array();
}

void write_amendments(JsonWriter& out, domain::Catalog const& catalog, app::Afterwards const& told,
                      Event const& event) {
  auto const amendments = std::ranges::equal_range(told.amendments, event.id, {}, &domain::Amendment::event);
  if (amendments.empty()) {
    return;
  }
  out.begin_array("amendedBy");
  for (auto const& amendment : amendments) {
    out.begin_object();
    write_sayer(out, catalog, told, amendment.amended_by);
    if (auto const* const other = told.other(amendment.amended_by)) {
      write_amended(out, catalog, std::get<domain::EventAmended>(other->matter));
    }
    out.end_object();
  }
  out.end_array();
}

void write_subject(JsonWriter& out, domain::Catalog const& catalog, app::SubjectNames const& names,
                   domain::SubjectId id) {
  auto const found = names.find(id);
  if (found == names.end()) {
    return;
  }
  auto const& [kind, number, product] = found->second;
  using domain::SubjectKind;
  write_id(out, kind == SubjectKind::lot ? "lot" : kind == SubjectKind::container ? "container" : "unit", {kind, id});
  if (product) {
    out.field("product", catalog.code_of(RecordKind::product, product));
  }
  if (!number.empty()) {
    out.field(kind == SubjectKind::lot ? "number" : kind == SubjectKind::container ? "code" : "serial", number);
  }
}

}  // namespace

void write_reference(JsonWriter& out, std::string_view name, app::Afterwards const& told, EventId id) {
  out.begin_object(name);
  write_id(out, "event", ExternalId(id));
  if (auto const* const event = told.other(id)) {
    out.field("verb", domain::name_of(event->verb));
    write_time(out, "time", event->event_time);
  }
  out.end_object();
}

void write_afterwards(JsonWriter& out, domain::Catalog const& catalog, app::Afterwards const& told, Event const& event,
                      std::optional<domain::SubjectId> subject) {
  if (is_late(event)) {
    out.field("late", true);
  }
  if (event.approver) {
    write_account(out, "approver", catalog, event.approver);
  }
  if (event.corrects) {
    write_reference(out, "corrects", told, event.corrects);
  }
  write_matter(out, catalog, told, event);
  write_reversals(out, catalog, told, event, subject);
  write_amendments(out, catalog, told, event);
  if (auto const* const exception = told.exception_of(event.id)) {
    out.begin_object("exception");
    write_id(out, "id", {app::id_letter::exception, event.id.value});
    out.field("state", exception->is_open() ? "open" : "resolved");
    out.begin_array("reasons");
    for (auto const& conflict : event.conflicts) {
      if (!subject || !conflict.subject || conflict.subject == *subject) {
        out.value(conflict.reason);
      }
    }
    out.end_array();
    if (exception->resolved_by) {
      out.begin_object("resolvedBy");
      write_sayer(out, catalog, told, exception->resolved_by);
      out.end_object();
    }
    out.end_object();
  }
}

void write_conflicts(JsonWriter& out, domain::Catalog const& catalog, app::Afterwards const& told,
                     app::SubjectNames const& names, Event const& event) {
  out.begin_array("contradicts");
  for (auto const& conflict : event.conflicts) {
    auto const named = names.find(conflict.subject);
    out.begin_object();
    write_subject(out, catalog, names, conflict.subject);
    if (auto const* const other = told.other(conflict.event)) {
      write_id(out, "event", ExternalId(other->id));
      out.field("verb", domain::name_of(other->verb));
      write_time(out, "time", other->event_time);
      write_time(out, "recordedAt", other->recorded_at);
    }
    out.field("reason", conflict.reason)
        .field("detail",
               app::describe_conflict(
                   conflict, named == names.end() ? std::string_view() : std::string_view(named->second.number)))
        .field("remedy", app::remedy_of(event, conflict))
        .end_object();
  }
  out.end_array();
}

}  // namespace nameplate::http::render
