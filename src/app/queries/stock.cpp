#include "app/queries/stock.hpp"

#include "app/queries/codes.hpp"
#include "app/queries/stock_then.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

constexpr std::string_view every_owner = "all";

/// Nothing: no product can fit.
base::Result<std::optional<store::StockFilter>> make_filter(store::ReadSnapshot& snapshot,
                                                            domain::Catalog const& catalog,
                                                            StockQuestion const& question) {
  store::StockFilter filter{.statuses = question.statuses};
  auto const products = find_codes(catalog, domain::RecordKind::product, question.products);
  if (!products) {
    return std::unexpected(products.error());
  }
  filter.products = *products;
  auto within = products_with(catalog, question.category, question.traits);
  if (!within) {
    return std::unexpected(within.error());
  }
  if (*within) {
    std::erase_if(**within, [&](domain::RecordId id) {
      return !products->empty() && std::ranges::find(*products, id) == products->end();
    });
    if ((*within)->empty()) {
      return std::optional<store::StockFilter>();
    }
    filter.products = std::move(**within);
  }
  if (!question.location.empty()) {
    auto const location = find_code(catalog, domain::RecordKind::location, question.location);
    if (!location) {
      return std::unexpected(location.error());
    }
    filter.locations = question.location_only ? std::vector{*location} : catalog.with_places_below(*location);
  }
  if (question.owner != every_owner) {
    // The goods of others are no stock of ours, unless somebody asks for them.
    auto const owner = question.owner.empty() ? domain::RecordId() : find_owner(catalog, question.owner);
    if (!owner) {
      return std::unexpected(owner.error());
    }
    filter.owner = *owner;
  }
  if (!question.lot.empty()) {
    auto const product = filter.products.size() == 1 ? filter.products.front() : domain::RecordId();
    auto const lot = find_lot(snapshot, question.lot, product, base::ErrorKind::invalid);
    if (!lot) {
      return std::unexpected(lot.error());
    }
    filter.lot = *lot;
  }
  return filter;
}

/// By what people read, not by the ids in which the store thinks; with the lots that rows name.
Stock shown(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, std::vector<store::StockRow> rows) {
  Stock stock{.rows = std::move(rows), .around = Surroundings(snapshot, catalog, 0)};
  std::vector<domain::SubjectId> lots;
  for (auto const& row : stock.rows) {
    if (row.lot) {
      lots.push_back(row.lot);
    }
  }
  stock.around.load({}, std::move(lots));
  std::ranges::sort(stock.rows, {}, [&](store::StockRow const& row) {
    return std::tuple(catalog.code_of(domain::RecordKind::product, row.product), row.place.kind,
                      catalog.code_of(row.place.kind == domain::HolderKind::party ? domain::RecordKind::party
                                                                                  : domain::RecordKind::location,
                                      {row.place.id}),
                      row.status, row.owner, row.lot);
  });
  return stock;
}

}  // namespace

base::Result<Stock> find_stock(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                               StockQuestion const& question) {
  auto const filter = make_filter(snapshot, catalog, question);
  if (!filter) {
    return std::unexpected(filter.error());
  }
  return shown(snapshot, catalog,
               *filter ? snapshot.stock(**filter, question.group_by) : std::vector<store::StockRow>());
}

base::Result<Stock> find_stock_then(store::ReadSnapshot& snapshot, OpenSnapshot const& open,
                                    domain::Catalog const& catalog, StockQuestion const& question, AsOf const& as_of) {
  auto const filter = make_filter(snapshot, catalog, question);
  if (!filter) {
    return std::unexpected(filter.error());
  }
  if (!*filter) {
    return shown(snapshot, catalog, {});
  }
  auto rows = count_stock_then(open, **filter, question.group_by, as_of);
  if (!rows) {
    return std::unexpected(rows.error());
  }
  return shown(*open(), catalog, *std::move(rows));
}

}  // namespace nameplate::app
