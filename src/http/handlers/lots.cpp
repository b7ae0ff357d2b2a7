#include "http/handlers/lots.hpp"

#include "app/queries/lots.hpp"
#include "http/handlers/history.hpp"
#include "http/list_request.hpp"
#include "http/read_answer.hpp"
#include "http/render/subjects.hpp"

namespace nameplate::http {
namespace {

void write_balances(JsonWriter& out, domain::Catalog const& catalog, app::LotView const& view) {
  out.begin_array("balances");
  for (auto const& balance : view.balances) {
    out.begin_object().field("status", domain::name_of(balance.key.status));
    render::write_whereabouts(out, catalog, view.around, balance.key.holder);
    render::write_quantity(out, "quantity", balance.quantity);
    render::write_quantity(out, "weight", balance.weight);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

void list_lots(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    QueryReader query(request.query);
    app::LotQuestion question{.product = query.text_or_empty("product"),
                              .category = query.text_or_empty("category"),
                              .number = query.text_or_empty("number")};
    question.traits = read_trait_question(query);
    auto const page = read_id_page(query, request);
    if (!page) {
      return std::unexpected(page.error());
    }
    question.after = {page->after};
    question.limit = page->limit;
    auto const list = app::find_lots(*reading.snapshot, *reading.catalog, reading.now, question);
    if (!list) {
      return std::unexpected(list.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array("lots");
    for (auto const& lot : list->lots) {
      out.begin_object();
      render::write_lot(out, *reading.catalog, list->around, lot);
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

void get_lot(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const as_of = find_as_of(request, reading);
    if (!as_of) {
      return std::unexpected(as_of.error());
    }
    auto const& id = request.captures.front();
    auto const view = as_of->is_now() ? app::view_lot(*reading.snapshot, *reading.catalog, reading.now, id)
                                      : app::view_lot_then(*reading.snapshot, *reading.catalog, id, *as_of);
    if (!view) {
      return std::unexpected(view.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    render::write_lot(out, *reading.catalog, view->around, view->lot);
    render::write_identifiers(out, view->identifiers);
    render::write_traits(out, *reading.catalog, view->traits);
    write_balances(out, *reading.catalog, *view);
    render::write_as_of(out, *as_of);
    out.end_object();
    return json(200, std::move(body));
  });
}

void get_lot_history(Services& services, Request&& request, Respond respond) {
  answer_history(services, request, std::move(respond),
                 [](app::Reading& reading, std::string const& id) -> base::Result<app::Subject> {
                   auto const view = app::view_lot(*reading.snapshot, *reading.catalog, reading.now, id);
                   if (!view) {
                     return std::unexpected(view.error());
                   }
                   return app::Subject{domain::SubjectKind::lot, view->lot.id};
                 });
}

}  // namespace nameplate::http
