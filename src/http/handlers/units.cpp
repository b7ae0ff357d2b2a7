#include "http/handlers/units.hpp"

#include "app/numbers/number_reports.hpp"
#include "app/queries/find_units.hpp"
#include "http/handlers/history.hpp"
#include "http/list_request.hpp"
#include "http/read_answer.hpp"
#include "http/render/sayings.hpp"
#include "http/render/subjects.hpp"

namespace nameplate::http {
namespace {

constexpr std::size_t serials_on_io_thread_max = 20;
constexpr std::string_view sort_names[] = {"id", "-id", "serial", "-serial"};
constexpr std::size_t sort_by_id = 0;

void read_sort(QueryReader& query, store::UnitPage& page) {
  auto const sort = query.choice("sort", sort_names, sort_by_id);
  page.sort = sort < 2 ? app::SortKey::id : app::SortKey::serial;
  page.order = sort % 2 == 0 ? app::SortOrder::ascending : app::SortOrder::descending;
}

base::Result<app::UnitQuestion> read_question(Request const& request) {
  QueryReader query(request.query);
  auto question = read_unit_filters(query);
  question.count = query.boolean("count", false);
  for (auto const& name : query.comma_texts("include")) {
    if (name == "identifiers") {
      question.with_identifiers = true;
    } else if (name == "attributes") {
      question.with_traits = true;
    } else {
      query.refuse("include", "knows identifiers and attributes.");
    }
  }
  question.as_of = read_as_of(query);
  read_sort(query, question.page);
  question.page.limit = query.limit();
  (void)query.text("cursor");
  if (auto const fine = query.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  auto after = read_position<app::UnitCursor>(request, [](base::ByteReader& in) {
    app::UnitCursor position;
    position.id = {in.signed_int()};
    position.serial_norm = in.text();
    return position;
  });
  if (!after) {
    return std::unexpected(after.error());
  }
  question.page.after = std::move(*after);
  return question;
}

void write_next(JsonWriter& out, Request const& request, app::UnitCursor const& next) {
  base::ByteWriter position;
  position.signed_int(next.id.value);
  position.text(next.serial_norm);
  out.field("next", make_cursor(request, position.take()));
}

Response render_list(Request const& request, app::Reading const& reading, app::UnitList const& list,
                     app::UnitQuestion const& question) {
  std::string body;
  body.reserve(64 + list.units.size() * 512);
  JsonWriter out(body);
  out.begin_object().begin_array("units");
  for (auto const& unit : list.units) {
    out.begin_object();
    render::write_unit(out, *reading.catalog, list.around, unit);
    if (question.with_identifiers) {
      render::write_identifiers(out, list.identifiers_of(unit.id));
    }
    if (question.with_traits) {
      render::write_traits(out, *reading.catalog, list.traits_of(unit.id));
    }
    out.end_object();
  }
  out.end_array();
  render::write_as_of(out, {.at = question.as_of.at, .known = {}, .day = {}});
  if (list.count) {
    out.begin_object("count").field("value", list.count->value).field("more", list.count->more).end_object();
  }
  if (list.next) {
    write_next(out, request, *list.next);
  }
  out.end_object();
  return json(200, std::move(body));
}

}  // namespace

bool is_heavy_unit_list(Services const& services, Request const& request) {
  std::size_t serials = 0;
  for (auto const& parameter : request.query) {
    if (parameter.name == "serial") {
      ++serials;
    } else if (parameter.name != "limit" && parameter.name != "include") {
      return true;
    }
  }
  return serials == 0 || serials > serials_on_io_thread_max || must_wait(services, request);
}

void list_units(Services& services, Request&& request, Respond respond) {
  if (asks_for_past(request)) {
    app::catch_up_with_past(services.ledger);
  }
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const question = read_question(request);
    if (!question) {
      return std::unexpected(question.error());
    }
    auto const list = question->as_of.is_now()
                          ? app::find_units(*reading.snapshot, *reading.catalog, reading.now, *question)
                          : app::find_units_then(*reading.snapshot, *reading.catalog, reading.now, *question);
    if (!list) {
      return std::unexpected(list.error());
    }
    return render_list(request, reading, *list, *question);
  });
}

void get_unit(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const as_of = find_as_of(request, reading);
    if (!as_of) {
      return std::unexpected(as_of.error());
    }
    auto const& id = request.captures.front();
    auto const found = as_of->is_now() ? app::find_unit(*reading.snapshot, *reading.catalog, reading.now, id)
                                       : app::find_unit_then(*reading.snapshot, *reading.catalog, id, *as_of);
    if (!found) {
      return std::unexpected(found.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    render::write_unit(out, *reading.catalog, found->around, found->units.front());
    render::write_identifiers(out, found->identifiers);
    render::write_traits(out, *reading.catalog, found->traits);
    if (as_of->is_now()) {
      auto const formats = services.ledger.master_data.formats_of(reading.catalog);
      render::write_sayings(out, "says", app::sayings_of(reading, *formats, found->units.front()));
    }
    render::write_as_of(out, *as_of);
    out.end_object();
    return json(200, std::move(body));
  });
}

void get_unit_history(Services& services, Request&& request, Respond respond) {
  answer_history(services, request, std::move(respond),
                 [](app::Reading& reading, std::string const& id) -> base::Result<app::Subject> {
                   auto const found = app::find_unit(*reading.snapshot, *reading.catalog, reading.now, id);
                   if (!found) {
                     return std::unexpected(found.error());
                   }
                   return app::Subject{domain::SubjectKind::unit, found->units.front().id};
                 });
}

}  // namespace nameplate::http
