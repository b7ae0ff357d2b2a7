#include "http/handlers/holds.hpp"

#include "app/queries/holds.hpp"
#include "http/list_request.hpp"
#include "http/read_answer.hpp"
#include "http/render/subjects.hpp"

namespace nameplate::http {
namespace {

using domain::RecordKind;

void write_rule(JsonWriter& out, domain::Catalog const& catalog, app::Surroundings const& around,
                domain::HoldRule const& rule) {
  out.begin_object("rule");
  if (rule.product) {
    render::write_product(out, "product", catalog, rule.product);
  }
  if (rule.category) {
    render::write_code(out, "category", catalog.code_of(RecordKind::category, rule.category));
  }
  if (rule.lot) {
    render::write_lot(out, "lot", around, rule.lot);
  }
  if (rule.place.kind == domain::HolderKind::location) {
    render::write_code(out, "location", catalog.code_of(RecordKind::location, {rule.place.id}));
  } else if (rule.place.is_container()) {
    auto const* const container = around.container(rule.place.container());
    out.begin_object("container");
    render::write_id(out, "id", {domain::SubjectKind::container, rule.place.container()});
    render::write_code(out, "code", container == nullptr ? std::string_view() : std::string_view(container->code));
    out.end_object();
  }
  out.end_object();
}

void write_hold(JsonWriter& out, domain::Catalog const& catalog, app::Surroundings const& around,
                domain::Hold const& hold) {
  render::write_id(out, "id", app::ExternalId(hold.id));
  render::write_code(out, "kind", catalog.code_of(RecordKind::hold_kind, hold.kind));
  out.field("active", hold.is_active()).field("reason", hold.reason);
  render::write_code(out, "case", hold.case_number);
  if (hold.rule) {
    write_rule(out, catalog, around, *hold.rule);
  }
  render::write_id(out, "placedBy", app::ExternalId(hold.placed_by));
  render::write_time(out, "placedAt", hold.placed_at);
  if (hold.released_by) {
    render::write_id(out, "releasedBy", app::ExternalId(hold.released_by));
  }
  if (hold.released_at) {
    render::write_time(out, "releasedAt", *hold.released_at);
  }
}

/// What is under the hold, but for the units, which may be many: GET /units?hold= lists them.
void write_items(JsonWriter& out, app::HoldView const& view) {
  out.begin_object("items").field("held", view.items_held).field("released", view.items_released).end_object();
  out.begin_array("lots");
  for (auto const& lot : view.lots) {
    out.begin_object();
    render::write_id(out, "id", {domain::SubjectKind::lot, lot.id});
    render::write_code(out, "number", lot.number);
    out.end_object();
  }
  out.end_array().begin_array("containers");
  for (auto const& container : view.containers) {
    out.begin_object();
    render::write_id(out, "id", {domain::SubjectKind::container, container.id});
    out.field("code", container.code).end_object();
  }
  out.end_array();
}

}  // namespace

void list_holds(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    QueryReader query(request.query);
    app::HoldQuestion question{.active_only = query.boolean("active", true), .kind = query.text_or_empty("kind")};
    auto const page = read_id_page(query, request);
    if (!page) {
      return std::unexpected(page.error());
    }
    question.after = {page->after};
    question.limit = page->limit;
    auto const list = app::find_holds(*reading.snapshot, *reading.catalog, question);
    if (!list) {
      return std::unexpected(list.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array("holds");
    for (auto const& hold : list->holds) {
      out.begin_object();
      write_hold(out, *reading.catalog, list->around, hold);
      out.end_object();
    }
    out.end_array();
    if (list->next) {
      out.field("next", make_id_cursor(request, list->next.value));
    }
    out.end_object();
    return json(200, std::move(body));
  });
}

void get_hold(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    if (auto const fine = QueryReader(request.query).finish(); !fine) {
      return std::unexpected(fine.error());
    }
    auto const view = app::view_hold(*reading.snapshot, *reading.catalog, request.captures.front());
    if (!view) {
      return std::unexpected(view.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    write_hold(out, *reading.catalog, view->around, view->hold);
    write_items(out, *view);
    out.end_object();
    return json(200, std::move(body));
  });
}

}  // namespace nameplate::http
