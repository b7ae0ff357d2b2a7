#include "http/handlers/record_reads.hpp"

#include "app/queries/records.hpp"
#include "base/time_text.hpp"
#include "http/cursor.hpp"
#include "http/list_request.hpp"
#include "http/query_reader.hpp"
#include "http/read_answer.hpp"
#include "http/record_path.hpp"
#include "http/render/events.hpp"
#include "http/render/parts.hpp"
#include "http/render/records.hpp"

namespace nameplate::http {
namespace {

constexpr std::string_view state_names[] = {"active", "retired", "all"};
constexpr std::size_t every_state = 2;

/// As the path, in the case of all names: `holdKinds`.
std::string list_name_of(domain::RecordKind kind) {
  std::string name;
  bool upper = false;
  for (char const c : domain::rule_of(kind).path) {
    if (c == '-') {
      upper = true;
    } else {
      name.push_back(upper ? static_cast<char>(c - 'a' + 'A') : c);
      upper = false;
    }
  }
  return name;
}

struct RecordsAsked {
  app::RecordQuestion question;
  app::AsOf as_of;
};

base::Result<RecordsAsked> read_question(Request const& request, app::Reading& reading) {
  auto const& catalog = *reading.catalog;
  QueryReader query(request.query);
  auto const as_of_asked = read_as_of(query);
  app::RecordQuestion question{.kind = record_kind_of_path(request.path).kind};
  question.state = static_cast<app::RecordState>(query.choice("state", state_names, every_state));
  question.limit = query.limit();
  (void)query.text("cursor");
  bool const has_traits = question.kind == domain::RecordKind::product;
  auto const category = has_traits ? query.text_or_empty("category") : std::string();
  auto const traits = has_traits ? read_trait_question(query) : app::TraitQuestion();
  if (auto const fine = query.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  auto after = read_position<std::string>(request, [](base::ByteReader& in) { return std::string(in.text()); });
  if (!after) {
    return std::unexpected(after.error());
  }
  question.after_code_norm = after->value_or("");
  auto among = app::products_with(catalog, category, traits);
  if (!among) {
    return std::unexpected(among.error());
  }
  question.among = *std::move(among);
  auto const as_of = app::find_as_of(*reading.snapshot, reading.now, as_of_asked);
  if (!as_of) {
    return std::unexpected(as_of.error());
  }
  return RecordsAsked{.question = std::move(question), .as_of = *as_of};
}

app::RecordList list_asked(app::Reading& reading, RecordsAsked const& asked) {
  return asked.as_of.is_now()
             ? app::list_records(*reading.snapshot, *reading.catalog, asked.question)
             : app::list_records_then(*reading.snapshot, *reading.catalog, asked.question, asked.as_of);
}

void write_next(JsonWriter& out, Request const& request, app::RecordList const& list) {
  if (list.next_code_norm) {
    base::ByteWriter position;
    position.text(*list.next_code_norm);
    out.field("next", make_cursor(request, position.take()));
  }
}

void write_change(JsonWriter& out, domain::Catalog const& catalog, domain::RecordKind kind,
                  app::RecordChange const& change) {
  out.begin_object();
  render::write_event_head(out, catalog, change.event);
  out.begin_array("fields");
  for (auto const& field : change.fields) {
    out.begin_object().field("field", field.field).key("old");
    render::write_record_field(out, catalog, kind, field.field, field.before);
    out.key("new");
    render::write_record_field(out, catalog, kind, field.field, field.after);
    if (field.erased) {
      out.field("erased", true);
    }
    out.end_object();
  }
  out.end_array().end_object();
}

/// Without ETag: what was so cannot be changed.
base::Result<Response> render_record_then(app::Reading& reading, domain::RecordRow const& now, app::AsOf const& as_of) {
  auto const then = app::find_record_then(*reading.snapshot, now, as_of);
  if (!then) {
    return std::unexpected(then.error());
  }
  auto response = json(200, {});
  JsonWriter out(response.body);
  out.begin_object();
  render::write_record(out, *reading.catalog, *then);
  render::write_as_of(out, as_of);
  out.end_object();
  return response;
}

}  // namespace

void list_records(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const asked = read_question(request, reading);
    if (!asked) {
      return std::unexpected(asked.error());
    }
    auto const list = list_asked(reading, *asked);
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array(list_name_of(asked->question.kind));
    for (auto const& record : list.records) {
      out.begin_object();
      render::write_record(out, *reading.catalog, record);
      out.end_object();
    }
    out.end_array();
    render::write_as_of(out, asked->as_of);
    write_next(out, request, list);
    out.end_object();
    return json(200, std::move(body));
  });
}

void get_record(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const as_of = find_as_of(request, reading);
    if (!as_of) {
      return std::unexpected(as_of.error());
    }
    auto const record = app::find_record(*reading.snapshot, *reading.catalog, record_kind_of_path(request.path).kind,
                                         request.captures.front());
    if (!record) {
      return std::unexpected(record.error());
    }
    if (!as_of->is_now()) {
      return render_record_then(reading, *record, *as_of);
    }
    auto const etag = render::etag_of(*record);
    if (request.headers.if_none_match == etag) {
      auto unchanged = no_content();
      unchanged.status = 304;
      unchanged.headers.emplace_back("ETag", etag);
      return unchanged;
    }
    auto response = json(200, {});
    JsonWriter out(response.body);
    out.begin_object();
    render::write_record(out, *reading.catalog, *record);
    out.end_object();
    response.headers.emplace_back("ETag", etag);
    return response;
  });
}

void get_record_history(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    QueryReader query(request.query);
    auto const limit = query.limit();
    (void)query.text("cursor");
    if (auto const fine = query.finish(); !fine) {
      return std::unexpected(fine.error());
    }
    auto const skip = read_id_cursor(request);
    if (!skip || *skip < 0) {
      return std::unexpected(skip ? invalid_cursor() : skip.error());
    }
    auto const kind = record_kind_of_path(request.path).kind;
    auto const record = app::find_record(*reading.snapshot, *reading.catalog, kind, request.captures.front());
    if (!record) {
      return std::unexpected(record.error());
    }
    auto const history = app::find_record_history(*reading.snapshot, *record, static_cast<std::size_t>(*skip), limit);
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array("changes");
    for (auto const& change : history.changes) {
      write_change(out, *reading.catalog, kind, change);
    }
    out.end_array();
    if (history.next) {
      out.field("next", make_id_cursor(request, static_cast<std::int64_t>(*history.next)));
    }
    out.end_object();
    return json(200, std::move(body));
  });
}

void list_tokens(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const asked = read_question(request, reading);
    if (!asked) {
      return std::unexpected(asked.error());
    }
    auto list = list_asked(reading, *asked);
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array("tokens");
    for (auto const& account : app::with_last_use(*reading.snapshot, services.ledger.access, std::move(list.records))) {
      out.begin_object();
      render::write_record(out, *reading.catalog, account.record);
      out.key("lastUsed");
      if (account.last_used) {
        out.value(base::to_string(*account.last_used));
      } else {
        out.null();
      }
      out.end_object();
    }
    out.end_array();
    render::write_as_of(out, asked->as_of);
    write_next(out, request, list);
    out.end_object();
    return json(200, std::move(body));
  });
}

}  // namespace nameplate::http
