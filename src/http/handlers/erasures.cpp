#include "http/handlers/erasures.hpp"

#include "app/erasing/erase.hpp"
#include "app/external_id.hpp"
#include "http/codec/text_rules.hpp"
#include "http/handlers/writing.hpp"
#include "http/json_writer.hpp"
#include "http/object_reader.hpp"
#include "http/read_answer.hpp"

#include <utility>

namespace nameplate::http {
namespace {

using base::ErrorKind;

constexpr std::size_t fields_max = 20;

void read_fields(ObjectReader& reader, app::EraseRequest& wanted) {
  auto const fields = reader.optional_array("fields");
  if (!fields) {
    return;
  }
  for (auto const field : fields->elements()) {
    if (!field.is_string() || field.text().empty() || wanted.fields.size() == fields_max) {
      reader.refuse("fields", ErrorKind::bad_request, "field.type", "must be a list of names of fields, 20 at most.");
      return;
    }
    wanted.fields.emplace_back(field.text());
  }
}

base::Result<app::EraseRequest> read_erasure(JsonValue body) {
  if (!body.is_object()) {
    return base::fail(ErrorKind::bad_request, "field.type", "The body must be an object.");
  }
  ObjectReader reader(body);
  app::EraseRequest wanted{.party = std::string(reader.optional_text("party").value_or("")),
                           .operator_name = std::string(reader.optional_text("operator").value_or("")),
                           .event = std::string(reader.optional_text("event").value_or(""))};
  read_fields(reader, wanted);
  wanted.reason = reader.optional_text("reason").value_or("");
  if (auto const fault = find_fault(wanted.reason, code_length_max, Lines::one); fault && !wanted.reason.empty()) {
    reader.refuse("reason", ErrorKind::invalid, fault->reason, fault->what);
  }
  wanted.dry_run = reader.optional_boolean("dryRun").value_or(false);
  if (auto const fine = reader.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  return wanted;
}

}  // namespace

void create_erasure(Services& services, Request&& request, Respond respond) {
  auto const actor = actor_of(request);
  auto const written = read_write(request, KeyNeed::optional);
  if (!written) {
    return refuse(services, std::move(respond), written.error());
  }
  auto const wanted = read_erasure(written->body.root());
  auto const erased = wanted ? app::erase(services.ledger, actor, *wanted) : std::unexpected(wanted.error());
  if (!erased) {
    return refuse(services, std::move(respond), erased.error());
  }
  auto response = json(200, {});
  JsonWriter out(response.body);
  out.begin_object()
      .field("dryRun", wanted->dry_run)
      .field("values", erased->values)
      .field("events", erased->events)
      .begin_array("erasures");
  for (auto const event : erased->erasures) {
    out.value(app::ExternalId(event).view());
  }
  out.end_array().end_object();
  add_sequence(response, services.ledger.writer.sequence());
  respond(std::move(response));
}

}  // namespace nameplate::http
