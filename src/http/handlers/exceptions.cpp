#include "http/handlers/exceptions.hpp"

#include "app/external_id.hpp"
#include "app/queries/exceptions.hpp"
#include "http/codec/object_fields.hpp"
#include "http/handlers/writing.hpp"
#include "http/list_request.hpp"
#include "http/read_answer.hpp"
#include "http/render/afterwards.hpp"
#include "http/render/events.hpp"
#include "http/render/parts.hpp"

#include <array>

namespace nameplate::http {
namespace {

void write_exception(JsonWriter& out, domain::Catalog const& catalog, app::ExceptionList const& list,
                     domain::Exception const& exception) {
  auto const& event = list.event_of(exception);
  render::write_id(out, "id", {app::id_letter::exception, exception.raised_by.value});
  out.field("state", exception.is_open() ? "open" : "resolved");
  render::write_time(out, "raisedAt", exception.raised_at);
  out.begin_object("recorded");
  render::write_event_head(out, catalog, event);
  out.end_object();
  render::write_conflicts(out, catalog, list.told, list.names, event);
  auto const* const resolved = list.told.other(exception.resolved_by);
  if (resolved == nullptr) {
    return;
  }
  out.begin_object("resolution");
  render::write_id(out, "event", app::ExternalId(resolved->id));
  render::write_time(out, "at", resolved->recorded_at);
  render::write_account(out, "by", catalog, {resolved->actor});
  out.field("reason", resolved->reason).end_object();
}

base::Result<Response> one_exception(app::Reading& reading, std::string_view id) {
  auto const found = app::find_exception(*reading.snapshot, id);
  if (!found) {
    return std::unexpected(found.error());
  }
  auto response = json(200, {});
  JsonWriter out(response.body);
  out.begin_object();
  write_exception(out, *reading.catalog, *found, found->exceptions.front());
  out.end_object();
  return response;
}

/// The operation that resolves it, as if it had been sent as one.
base::Result<app::Command> read_resolution(Services& services, Request& request) {
  auto written = read_write(request, KeyNeed::optional);
  if (!written) {
    return std::unexpected(std::move(written).error());
  }
  ObjectReader reader(written->body.root());
  domain::Operation operation{.verb = domain::Verb::resolve};
  operation.reason = read_required_text(reader, "reason", note_length_max, Lines::many);
  operation.note = read_text(reader, "note", note_length_max, Lines::many);
  if (auto const fine = reader.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  auto const found = app::find_exception(*services.ledger.store.begin_read(), request.captures.front());
  if (!found) {
    return std::unexpected(found.error());
  }
  operation.exception = found->exceptions.front().raised_by;
  return app::Command{.actor = actor_of(request), .key = written->key, .what = std::move(operation)};
}

base::Result<Response> resolve(Services& services, Request& request) {
  auto command = read_resolution(services, request);
  if (!command) {
    return std::unexpected(std::move(command).error());
  }
  auto const outcome = services.ledger.writer.execute(*std::move(command));
  if (!outcome) {
    return std::unexpected(outcome.error());
  }
  auto reading = app::begin_reading(services.ledger);
  auto response = one_exception(reading, request.captures.front());
  if (response && outcome->replayed) {
    response->headers.emplace_back("Nameplate-Replayed", "true");
  }
  return response;
}

}  // namespace

void list_exceptions(Services& services, Request&& request, Respond respond) {
  constexpr std::array<std::string_view, 3> states = {"open", "resolved", "all"};
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    QueryReader query(request.query);
    app::ExceptionQuestion question{.subject = query.text_or_empty("subject"), .since = query.time("since")};
    auto const state = query.choice("state", states, 0);
    question.open = state == 2 ? std::nullopt : std::optional(state == 0);
    auto const page = read_id_page(query, request);
    if (!page) {
      return std::unexpected(page.error());
    }
    question.before = {page->after};
    question.limit = page->limit;
    auto const list = app::find_exceptions(*reading.snapshot, question);
    if (!list) {
      return std::unexpected(list.error());
    }
    auto response = json(200, {});
    JsonWriter out(response.body);
    out.begin_object().begin_array("exceptions");
    for (auto const& exception : list->exceptions) {
      out.begin_object();
      write_exception(out, *reading.catalog, *list, exception);
      out.end_object();
    }
    out.end_array();
    if (list->next) {
      out.field("next", make_id_cursor(request, list->next.value));
    }
    out.end_object();
    return response;
  });
}

void get_exception(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    if (auto const fine = QueryReader(request.query).finish(); !fine) {
      return std::unexpected(fine.error());
    }
    return one_exception(reading, request.captures.front());
  });
}

void resolve_exception(Services& services, Request&& request, Respond respond) {
  auto answered = resolve(services, request);
  auto response = answered ? *std::move(answered) : problem(answered.error());
  add_sequence(response, services.ledger.writer.sequence());
  respond(std::move(response));
}

}  // namespace nameplate::http
