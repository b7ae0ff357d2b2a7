#include "http/handlers/tokens.hpp"

#include "http/codec/object_fields.hpp"
#include "http/codec/record_json.hpp"
#include "http/handlers/writing.hpp"

#include <string>
#include <utility>

namespace nameplate::http {
namespace {

using base::ErrorKind;

base::Result<app::TokenCommand> read_token(JsonValue body) {
  ObjectReader reader(body);
  app::TokenCommand command{.name = read_required_text(reader, "name", code_length_max)};
  auto const role = reader.required_text("role");
  if (auto const known = domain::parse_role(role)) {
    command.role = *known;
  } else {
    reader.refuse("role", ErrorKind::bad_request, "field.choice", "must be viewer, operator, manager or admin.");
  }
  if (auto const expires = read_time(reader, "expiresAt")) {
    command.expires = expires->instant;
  }
  command.back_dating_hours = reader.optional_integer("backDatingHours");
  command.may_record_conflicts = reader.optional_boolean("mayRecordConflicts").value_or(false);
  if (auto const read = reader.finish(); !read) {
    return std::unexpected(read.error());
  }
  return command;
}

base::Result<app::Command> prepare(Request& request) {
  auto written = read_write(request, KeyNeed::optional);
  if (!written) {
    return std::unexpected(std::move(written).error());
  }
  auto command = read_token(written->body.root());
  if (!command) {
    return std::unexpected(std::move(command).error());
  }
  return app::Command{.actor = actor_of(request), .key = written->key, .what = std::move(*command)};
}

}  // namespace

void create_token(Services& services, Request&& request, Respond respond) {
  auto command = prepare(request);
  if (!command) {
    return refuse(services, std::move(respond), command.error());
  }
  submit(services, std::move(*command), std::move(respond), [&services](app::Answer const& answer) {
    return record_response(*services.ledger.master_data.now(), answer);
  });
}

}  // namespace nameplate::http
