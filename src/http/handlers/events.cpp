#include "http/handlers/events.hpp"

#include "app/queries/feeds.hpp"
#include "http/query_reader.hpp"
#include "http/read_answer.hpp"
#include "http/render/events.hpp"

#include <limits>

namespace nameplate::http {
namespace {

struct FeedQuestion {
  domain::Sequence after = 0;
  std::size_t limit = 0;
};

base::Result<FeedQuestion> read_question(Request const& request) {
  QueryReader query(request.query);
  FeedQuestion question;
  question.after = query.integer("after", 0, std::numeric_limits<domain::Sequence>::max()).value_or(0);
  question.limit = query.limit();
  if (auto const fine = query.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  return question;
}

/// `last` is where to go on later, `next` is there when there is more already.
void write_position(JsonWriter& out, domain::Sequence last, bool more) {
  out.field("last", last);
  if (more) {
    out.field("next", last);
  }
}

void write_change(JsonWriter& out, domain::Catalog const& catalog, app::Change const& change) {
  out.begin_object().field("sequence", change.sequence);
  render::write_id(out, "event", app::ExternalId(change.event));
  out.field("kind", domain::name_of(change.subject.kind));
  render::write_id(out, "id", {change.subject.kind, change.subject.id});
  if (change.subject.kind == domain::SubjectKind::record) {
    auto const kind = static_cast<domain::RecordKind>(change.record_kind);
    out.field("recordKind", domain::rule_of(kind).path);
    out.field("code", change.code.empty() ? catalog.code_of(kind, {change.subject.id.value}) : change.code);
  }
  out.end_object();
}

}  // namespace

void get_event(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    if (auto const fine = QueryReader(request.query).finish(); !fine) {
      return std::unexpected(fine.error());
    }
    auto const event = app::find_event(*reading.snapshot, request.captures.front());
    if (!event) {
      return std::unexpected(event.error());
    }
    std::string body;
    JsonWriter out(body);
    render::write_event(out, *reading.catalog, app::load_afterwards(*reading.snapshot, {&*event, 1}), *event);
    return json(200, std::move(body));
  });
}

void list_events(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const question = read_question(request);
    if (!question) {
      return std::unexpected(question.error());
    }
    auto const feed = app::events_after(*reading.snapshot, question->after, question->limit);
    auto const told = app::load_afterwards(*reading.snapshot, feed.events);
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array("events");
    for (auto const& event : feed.events) {
      render::write_event(out, *reading.catalog, told, event);
    }
    out.end_array();
    write_position(out, feed.last, feed.more);
    out.end_object();
    return json(200, std::move(body));
  });
}

void list_changes(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const question = read_question(request);
    if (!question) {
      return std::unexpected(question.error());
    }
    auto const feed = app::changes_after(*reading.snapshot, question->after, question->limit);
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array("changes");
    for (auto const& change : feed.changes) {
      write_change(out, *reading.catalog, change);
    }
    out.end_array();
    write_position(out, feed.last, feed.more);
    out.end_object();
    return json(200, std::move(body));
  });
}

}  // namespace nameplate::http
