#include "http/handlers/stock.hpp"

#include "app/queries/stock.hpp"
#include "http/list_request.hpp"
#include "http/read_answer.hpp"
#include "http/render/parts.hpp"

#include <algorithm>

namespace nameplate::http {
namespace {

using app::StockGroup;

constexpr std::size_t groups_max = 2;
struct GroupName {
  std::string_view name;
  StockGroup group;
};
constexpr GroupName group_names[] = {{"product", StockGroup::product},
                                     {"location", StockGroup::location},
                                     {"status", StockGroup::status},
                                     {"owner", StockGroup::owner},
                                     {"lot", StockGroup::lot}};

void read_groups(QueryReader& query, std::vector<StockGroup>& groups) {
  auto const names = query.comma_texts("groupBy");
  if (names.empty()) {
    return;
  }
  groups.clear();
  for (auto const& name : names) {
    auto const* const known = std::ranges::find(group_names, std::string_view(name), &GroupName::name);
    if (known == std::end(group_names)) {
      return query.refuse("groupBy", "knows product, location, status, owner and lot.");
    }
    if (std::ranges::find(groups, known->group) != groups.end()) {
      return query.refuse("groupBy", "names " + name + " twice.");
    }
    groups.push_back(known->group);
  }
  if (groups.size() > groups_max) {
    query.refuse("groupBy", "takes two parts at most.");
  }
}

struct StockAsked {
  app::StockQuestion question;
  app::AsOfQuestion as_of;
};

base::Result<StockAsked> read_question(Request const& request) {
  QueryReader query(request.query);
  auto question = read_stock_filters(query);
  read_groups(query, question.group_by);
  auto const as_of = read_as_of(query);
  if (auto const fine = query.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  return StockAsked{.question = std::move(question), .as_of = as_of};
}

void write_row(JsonWriter& out, domain::Catalog const& catalog, app::Stock const& stock,
               std::vector<StockGroup> const& groups, store::StockRow const& row) {
  out.begin_object();
  for (auto const group : groups) {
    switch (group) {
      case StockGroup::product: render::write_product(out, "product", catalog, row.product); break;
      case StockGroup::location:
        render::write_location(out, catalog, row.place);
        render::write_holder(out, "holder", catalog, row.place);
        break;
      case StockGroup::status:
        render::write_code(out, "status", row.status ? domain::name_of(*row.status) : std::string_view());
        break;
      case StockGroup::owner: render::write_owner(out, "owner", catalog, row.owner); break;
      case StockGroup::lot: render::write_lot(out, "lot", stock.around, row.lot); break;
    }
  }
  out.field("units", row.units);
  render::write_quantity(out, "quantity", row.quantity);
  render::write_quantity(out, "weight", row.weight);
  out.end_object();
}

}  // namespace

void get_stock(Services& services, Request&& request, Respond respond) {
  answer_read(services, request, std::move(respond), [&](app::Reading& reading) -> base::Result<Response> {
    auto const asked = read_question(request);
    if (!asked) {
      return std::unexpected(asked.error());
    }
    auto const as_of = app::find_as_of(*reading.snapshot, reading.now, asked->as_of);
    if (!as_of) {
      return std::unexpected(as_of.error());
    }
    auto const& question = asked->question;
    auto const stock = as_of->is_now() ? app::find_stock(*reading.snapshot, *reading.catalog, question)
                                       : app::find_stock_then(
                                             *reading.snapshot, [&] { return services.ledger.store.begin_question(); },
                                             *reading.catalog, question, *as_of);
    if (!stock) {
      return std::unexpected(stock.error());
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().begin_array("stock");
    for (auto const& row : stock->rows) {
      write_row(out, *reading.catalog, *stock, question.group_by, row);
    }
    out.end_array();
    render::write_as_of(out, *as_of);
    out.end_object();
    return json(200, std::move(body));
  });
}

}  // namespace nameplate::http
