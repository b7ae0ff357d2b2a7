#include "http/handlers/seals.hpp"

#include "app/external_id.hpp"
#include "app/proof/head_text.hpp"
#include "app/proof/ledger_tree.hpp"
#include "app/proof/subject_proof.hpp"
#include "app/queries/find_units.hpp"
#include "domain/event_codec.hpp"
#include "http/query_reader.hpp"
#include "http/read_answer.hpp"
#include "http/render/parts.hpp"

#include <limits>

namespace nameplate::http {
namespace {

base::Result<std::optional<domain::Sequence>> read_sequence(Request const& request) {
  QueryReader query(request.query);
  auto const sequence = query.integer("sequence", 1, std::numeric_limits<domain::Sequence>::max());
  if (auto const fine = query.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  return sequence;
}

/// So that the answer covers what was recorded before the question.
void seal_now(Services const& services) {
  if (services.seal_now) {
    services.seal_now();
  }
}

std::string head_json(Services const& services, domain::SealHead head) {
  return app::to_text(services.seal_key != nullptr ? app::sign(std::move(head), *services.seal_key)
                                                   : app::SignedHead{.head = std::move(head)});
}

void write_hex(JsonWriter& out, base::Digest const& digest) {
  out.value(base::to_hex(digest));
}

void write_id(JsonWriter& out, std::string_view name, std::int64_t id) {
  if (id != 0) {
    out.field(name, id);
  }
}

void write_text(JsonWriter& out, std::string_view name, std::string_view text) {
  if (!text.empty()) {
    out.field(name, text);
  }
}

/// As a ledger export has it (docs/internals/ledger-file.md), without what can identify a person.
void write_event(JsonWriter& out, domain::Event const& event) {
  out.begin_object("event")
      .field("sequence", event.sequence)
      .field("id", event.id.value)
      .field("verb", domain::name_of(event.verb))
      .field("time", event.event_time.microseconds)
      .field("recorded", event.recorded_at.microseconds);
  if (event.zone_offset_minutes) {
    out.field("zone", *event.zone_offset_minutes);
  }
  if (event.device_time) {
    out.field("deviceTime", event.device_time->microseconds);
  }
  write_id(out, "actor", event.actor);
  write_text(out, "device", event.device);
  write_text(out, "equipment", event.equipment);
  write_id(out, "location", event.location.value);
  write_id(out, "destination", event.destination.value);
  write_text(out, "reason", event.reason);
  out.field("body", base::to_hex(domain::encode_body(event))).end_object();
}

Response render_proof(Services const& services, app::Subject const& subject, app::SubjectProof const& proof) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().field("format", std::string_view("nameplate-proof")).field("version", 1);
  render::write_id(out, "subject", {subject.kind, subject.id});
  out.key("head").raw(head_json(services, proof.head));
  out.begin_array("events");
  for (auto const& [event, path] : proof.events) {
    out.begin_object();
    write_event(out, event);
    out.begin_array("path");
    for (auto const& hash : path) {
      write_hex(out, hash);
    }
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return json(200, std::move(body));
}

}  // namespace

void get_seal_head(Services& services, Request&& request, Respond respond) {
  seal_now(services);
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const sequence = read_sequence(request);
    if (!sequence) {
      return std::unexpected(sequence.error());
    }
    auto head = app::seal_head(*reading.snapshot, *sequence);
    if (!head) {
      return std::unexpected(head.error());
    }
    return json(200, head_json(services, *std::move(head)));
  });
}

void get_unit_proof(Services& services, Request&& request, Respond respond) {
  seal_now(services);
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const sequence = read_sequence(request);
    if (!sequence) {
      return std::unexpected(sequence.error());
    }
    auto const found = app::find_unit(*reading.snapshot, *reading.catalog, reading.now, request.captures.front());
    if (!found) {
      return std::unexpected(found.error());
    }
    app::Subject const unit{.kind = domain::SubjectKind::unit, .id = found->units.front().id};
    auto const proof = app::prove_subject(*reading.snapshot, unit, *sequence);
    if (!proof) {
      return std::unexpected(proof.error());
    }
    return render_proof(services, unit, *proof);
  });
}

}  // namespace nameplate::http
