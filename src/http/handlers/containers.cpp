#include "http/handlers/containers.hpp"

#include "app/queries/codes.hpp"
#include "app/queries/containers.hpp"
#include "http/handlers/history.hpp"
#include "http/list_request.hpp"
#include "http/read_answer.hpp"
#include "http/render/subjects.hpp"

namespace nameplate::http {
namespace {

void write_contents(JsonWriter& out, domain::Catalog const& catalog, app::ContainerView const& view) {
  out.begin_object("contents");
  out.begin_object("units").field("value", view.units.value).field("more", view.units.more).end_object();
  out.begin_array("containers");
  for (auto const& inner : view.containers) {
    out.begin_object();
    render::write_id(out, "id", {domain::SubjectKind::container, inner.id});
    out.field("code", inner.code).field("status", domain::name_of(inner.status)).end_object();
  }
  out.end_array().begin_array("quantities");
  for (auto const& balance : view.balances) {
    auto const* const lot = view.around.lot(balance.key.lot);
    out.begin_object();
    render::write_product(out, "product", catalog, lot == nullptr ? domain::RecordId() : lot->product);
    render::write_lot(out, "lot", view.around, balance.key.lot);
    out.field("status", domain::name_of(balance.key.status));
    render::write_quantity(out, "quantity", balance.quantity);
    render::write_quantity(out, "weight", balance.weight);
    out.end_object();
  }
  out.end_array().end_object();
}

}  // namespace

void list_containers(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    QueryReader query(request.query);
    app::ContainerQuestion question{.location = query.text_or_empty("location"),
                                    .location_only = query.boolean("locationOnly", false)};
    question.traits = read_trait_question(query);
    auto const page = read_id_page(query, request);
    if (!page) {
      return std::unexpected(page.error());
    }
    question.after = {page->after};
    question.limit = page->limit;
    auto const list = app::find_containers(*reading.snapshot, *reading.catalog, reading.now, question);
    if (!list) {
      return std::unexpected(list.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array("containers");
    for (auto const& container : list->containers) {
      out.begin_object();
      render::write_container(out, *reading.catalog, list->around, container);
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

void get_container(Services& services, Request&& request, Respond respond) {
  if (asks_for_past(request)) {
    app::catch_up_with_past(services.ledger);
  }
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const as_of = find_as_of(request, reading);
    if (!as_of) {
      return std::unexpected(as_of.error());
    }
    auto const& id = request.captures.front();
    auto const view = as_of->is_now() ? app::view_container(*reading.snapshot, *reading.catalog, reading.now, id)
                                      : app::view_container_then(*reading.snapshot, *reading.catalog, id, *as_of);
    if (!view) {
      return std::unexpected(view.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    render::write_container(out, *reading.catalog, view->around, view->container);
    render::write_identifiers(out, view->identifiers);
    render::write_traits(out, *reading.catalog, view->traits);
    if (view->knows_contents) {
      write_contents(out, *reading.catalog, *view);
    }
    render::write_as_of(out, *as_of);
    out.end_object();
    return json(200, std::move(body));
  });
}

void get_container_history(Services& services, Request&& request, Respond respond) {
  answer_history(services, request, std::move(respond),
                 [](app::Reading& reading, std::string const& id) -> base::Result<app::Subject> {
                   auto const found = app::find_container(*reading.snapshot, id, base::ErrorKind::not_found);
                   if (!found) {
                     return std::unexpected(found.error());
                   }
                   return app::Subject{domain::SubjectKind::container, *found};
                 });
}

}  // namespace nameplate::http
