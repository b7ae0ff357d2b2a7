#include "http/handlers/history.hpp"

#include "http/cursor.hpp"
#include "http/list_request.hpp"
#include "http/query_reader.hpp"
#include "http/render/events.hpp"

namespace nameplate::http {
namespace {

constexpr std::string_view orders[] = {"asc", "desc"};

base::Result<app::HistoryQuestion> read_question(Request const& request, app::Reading& reading) {
  QueryReader query(request.query);
  app::HistoryQuestion question;
  auto const as_of = read_as_of(query);
  question.newest_first = query.choice("order", orders, 0) == 1;
  question.limit = query.limit();
  (void)query.text("cursor");
  if (auto const fine = query.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  auto const after = read_position<app::Moment>(request, [](base::ByteReader& in) {
    app::Moment moment;
    moment.time = {in.signed_int()};
    moment.event = {in.signed_int()};
    return moment;
  });
  if (!after) {
    return std::unexpected(after.error());
  }
  question.after = *after;
  auto const found = app::find_as_of(*reading.snapshot, reading.now, as_of);
  if (!found) {
    return std::unexpected(found.error());
  }
  question.as_of = *found;
  return question;
}

Response render_history(Request const& request, app::Reading const& reading, app::History const& history,
                        app::AsOf const& as_of) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().begin_array("events");
  for (auto const& row : history.rows) {
    render::write_history_row(out, *reading.catalog, history, row);
  }
  out.end_array();
  render::write_as_of(out, as_of);
  if (history.next) {
    base::ByteWriter position;
    position.signed_int(history.next->time.microseconds);
    position.signed_int(history.next->event.value);
    out.field("next", make_cursor(request, position.take()));
  }
  out.end_object();
  return json(200, std::move(body));
}

}  // namespace

void answer_history(Services& services, Request const& request, Respond respond, FindSubject const& find) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto question = read_question(request, reading);
    if (!question) {
      return std::unexpected(question.error());
    }
    auto const subject = find(reading, request.captures.front());
    if (!subject) {
      return std::unexpected(subject.error());
    }
    question->subject = *subject;
    auto const history = app::find_history(*reading.snapshot, *question);
    if (history.rows.empty() && !question->after && !question->as_of.is_now()) {
      return app::not_yet(*reading.snapshot, question->as_of, request.captures.front(), subject->id);
    }
    return render_history(request, reading, history, question->as_of);
  });
}

}  // namespace nameplate::http
