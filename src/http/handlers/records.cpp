#include "http/handlers/records.hpp"

#include "app/external_id.hpp"
#include "domain/records/catalog.hpp"
#include "http/codec/record_body.hpp"
#include "http/codec/record_json.hpp"
#include "http/handlers/writing.hpp"
#include "http/record_path.hpp"

#include <string_view>
#include <utility>

namespace nameplate::http {
namespace {

using app::RecordCommand;
using base::ErrorKind;

/// The version that If-Match asks for; nothing when any will do. A tag that this server never gave matches nothing:
/// that is 412 like any other that is not current. Errors: precondition.malformed (400).
base::Result<std::optional<domain::EventId>> read_version(Request const& request) {
  auto const& header = request.headers.if_match;
  if (!header || *header == "*") {
    return std::nullopt;
  }
  std::string_view tag = *header;
  bool const weak = tag.starts_with("W/");
  tag.remove_prefix(weak ? 2 : 0);
  if (tag.size() < 2 || !tag.starts_with('"') || !tag.ends_with('"') || tag.substr(1, tag.size() - 2).contains('"')) {
    return base::fail(ErrorKind::bad_request, "precondition.malformed",
                      "If-Match must be one ETag as an answer gave it, with its quotes, such as \"e12\".");
  }
  auto const id = app::parse_external_id(app::id_letter::event, tag.substr(1, tag.size() - 2));
  constexpr domain::EventId never_given{-1};
  return id && !weak ? domain::EventId{*id} : never_given;
}

/// PUT makes or replaces what its path names: another code in the body is a mistake, and taking it would make the
/// record elsewhere. Renaming is for PATCH. Errors: code.differs (422).
base::Result<void> check_code(RecordCommand const& command) {
  auto const code = command.value.text_of(domain::rule_of(command.kind).key_field);
  bool const by_id = app::parse_external_id(app::id_letter::record, command.id_or_code).has_value();
  if (command.action != RecordCommand::Action::put || code.empty() || by_id ||
      domain::normalise_code(code) == domain::normalise_code(command.id_or_code)) {
    return {};
  }
  return base::fail(ErrorKind::invalid, "code.differs",
                    "The path and the body name two codes. Use the same one, or PATCH to give the record another.");
}

base::Result<app::Command> prepare(Request& request, RecordCommand::Action action) {
  auto const version = read_version(request);
  if (!version) {
    return std::unexpected(version.error());
  }
  auto written = read_write(request, KeyNeed::optional);
  if (!written) {
    return std::unexpected(std::move(written).error());
  }
  auto body = read_record_body(written->body.root());
  if (!body) {
    return std::unexpected(std::move(body).error());
  }
  RecordCommand command{.kind = record_kind_of_path(request.path).kind,
                        .action = action,
                        .version_expected = *version,
                        .value = std::move(body->value),
                        .retired = body->retired};
  if (action != RecordCommand::Action::create) {
    command.id_or_code = request.captures.front();
  }
  if (auto const fits = check_code(command); !fits) {
    return std::unexpected(fits.error());
  }
  return app::Command{.actor = actor_of(request), .key = written->key, .what = std::move(command)};
}

void change(Services& services, Request& request, Respond respond, RecordCommand::Action action) {
  auto command = prepare(request, action);
  if (!command) {
    return refuse(services, std::move(respond), command.error());
  }
  submit(services, std::move(*command), std::move(respond), [&services](app::Answer const& answer) {
    return record_response(*services.ledger.master_data.now(), answer);
  });
}

}  // namespace

void create_record(Services& services, Request&& request, Respond respond) {
  change(services, request, std::move(respond), RecordCommand::Action::create);
}

void put_record(Services& services, Request&& request, Respond respond) {
  change(services, request, std::move(respond), RecordCommand::Action::put);
}

void patch_record(Services& services, Request&& request, Respond respond) {
  if (!request.headers.if_match) {
    return refuse(services, std::move(respond),
                  {.kind = ErrorKind::precondition_required,
                   .reason = "precondition.required",
                   .detail = "Send If-Match with the ETag that GET gave, so that nobody's change is lost."});
  }
  change(services, request, std::move(respond), RecordCommand::Action::patch);
}

}  // namespace nameplate::http
