#include "app/exports/export_cells.hpp"
#include "app/queries/reading.hpp"

namespace nameplate::app {

base::Result<std::unique_ptr<ExportRows>> export_stock(Ledger& ledger, StockQuestion question) {
  question.group_by = {StockGroup::product, StockGroup::location, StockGroup::status, StockGroup::owner,
                       StockGroup::lot};
  auto const reading = begin_reading(ledger);
  auto const& catalog = *reading.catalog;
  auto const stock = find_stock(*reading.snapshot, catalog, question);
  if (!stock) {
    return std::unexpected(stock.error());
  }
  std::vector<ExportRow> rows;
  for (auto const& row : stock->rows) {
    auto const where = whereabouts(catalog, row.place, {});
    auto const* const lot = stock->around.lot(row.lot);
    auto const* const product = catalog.product(row.product);
    rows.push_back(
        {product == nullptr ? std::string() : product->sku, product == nullptr ? std::string() : product->name,
         row.status ? std::string(domain::name_of(*row.status)) : std::string(), where.location, where.party,
         std::string(catalog.code_of(domain::RecordKind::party, row.owner)),
         lot == nullptr ? std::string() : lot->number, std::to_string(row.units), base::to_string(row.quantity),
         product == nullptr ? std::string() : product->uom, base::to_string(row.weight)});
  }
  return std::make_unique<ReadyRows>(std::vector<std::string>{"product", "name", "status", "location", "party", "owner",
                                                              "lot", "units", "quantity", "uom", "weight"},
                                     std::move(rows));
}

}  // namespace nameplate::app
