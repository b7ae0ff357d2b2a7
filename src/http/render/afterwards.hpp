#pragma once

#include "app/queries/afterwards.hpp"
#include "app/queries/subject_names.hpp"
#include "domain/records/catalog.hpp"
#include "http/json_writer.hpp"

#include <optional>

/// What was said about an event before or later, as answers show it.
namespace nameplate::http::render {

/// `{event, verb, time}` of an event that another one is about.
void write_reference(JsonWriter& out, std::string_view name, app::Afterwards const& told, domain::EventId id);

/// Members of an event, each only where there is something to tell: `late` (recorded more than five minutes after it
/// happened), `approver`, `corrects`, `reverses`, `amends`, `resolves`, `reversedBy`, `amendedBy` (who, when, why) and
/// `exception` with what it contradicts. With a subject only what is said of that one.
void write_afterwards(JsonWriter& out, domain::Catalog const& catalog, app::Afterwards const& told,
                      domain::Event const& event, std::optional<domain::SubjectId> subject = {});

/// `contradicts`: what was recorded against the facts, in words, and what can be done about it.
void write_conflicts(JsonWriter& out, domain::Catalog const& catalog, app::Afterwards const& told,
                     app::SubjectNames const& names, domain::Event const& event);

}  // namespace nameplate::http::render
