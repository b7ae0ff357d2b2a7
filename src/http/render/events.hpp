#pragma once

#include "app/queries/subject_history.hpp"
#include "domain/event.hpp"
#include "http/render/parts.hpp"

/// Facts of the ledger as answers show them.
namespace nameplate::http::render {

/// What every event has: event, sequence, verb, time, recordedAt, zone, deviceTime, actor, operator, device, equipment,
/// location, destination, party and parties, document and documents, reason, overrideReason, note, and the hold that it
/// placed or released. What an event does not have is left out.
void write_event_head(JsonWriter& out, domain::Catalog const& catalog, domain::Event const& event);

/// A complete event: the head, what was said about it, `items` with their effects, `record` when it changed master
/// data.
void write_event(JsonWriter& out, domain::Catalog const& catalog, app::Afterwards const& told,
                 domain::Event const& event);

/// A row of a history: the head, the role of the subject, what it took (of a lot a list: it may be drawn from several
/// places at once), and how it stood after.
void write_history_row(JsonWriter& out, domain::Catalog const& catalog, app::History const& history,
                       app::HistoryRow const& row);

/// The private value of an event, empty when there is none or it was erased. `place` -1: of the whole event.
[[nodiscard]] std::string_view private_text(domain::Event const& event, std::string_view field,
                                            std::int32_t place = -1);

}  // namespace nameplate::http::render
