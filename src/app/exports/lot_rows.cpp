#include "app/exports/export_cells.hpp"
#include "app/queries/codes.hpp"
#include "app/queries/reading.hpp"
#include "base/time_text.hpp"

#include <algorithm>
#include <tuple>

namespace nameplate::app {
namespace {

using domain::Balance;
using domain::LotState;

/// A piece is the lots of some products, each product whole: they are sorted by number.
class LotRows final : public ExportRows {
 public:
  LotRows(Ledger& ledger, domain::Catalog const& catalog, std::vector<domain::RecordId> products)
      : ledger_(ledger), products_(std::move(products)), traits_(catalog, domain::Bearer::lot) {
    columns_ = {"product", "lot",   "quantity", "weight", "status",   "location", "container",
                "party",   "owner", "supplier", "time",   "produced", "expires"};
    traits_.add_columns(columns_);
  }

  [[nodiscard]] std::vector<std::string> const& columns() const override { return columns_; }

  [[nodiscard]] bool next(std::vector<ExportRow>& rows) override {
    auto const reading = begin_reading(ledger_);
    while (product_ < products_.size() && rows.size() < export_rows_at_once) {
      add_product(reading, products_[product_++], rows);
    }
    return product_ < products_.size();
  }

 private:
  void add_product(Reading const& reading, domain::RecordId product, std::vector<ExportRow>& rows) {
    domain::SubjectId after;
    auto const first = rows.size();
    while (true) {
      auto const lots = reading.snapshot->list_lots(product, after, export_rows_at_once);
      add_lots(reading, lots, rows);
      if (lots.size() < export_rows_at_once) {
        break;
      }
      after = lots.back().id;
    }
    // By number, owner, status and place: the columns after the product, but for quantities.
    auto const key = [](ExportRow const& row) { return std::tie(row[1], row[8], row[4], row[5], row[6], row[7]); };
    std::sort(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end(),
              [&](ExportRow const& left, ExportRow const& right) { return key(left) < key(right); });
  }

  void add_lots(Reading const& reading, std::vector<LotState> const& lots, std::vector<ExportRow>& rows) const {
    std::vector<domain::SubjectId> ids;
    std::map<domain::SubjectId, LotState const*> by_id;
    for (auto const& lot : lots) {
      ids.push_back(lot.id);
      by_id.emplace(lot.id, &lot);
    }
    if (ids.empty()) {
      return;
    }
    std::ranges::sort(ids);
    auto const balances = reading.snapshot->load_balances(ids);
    auto const traits = reading.snapshot->traits_of(ids);
    std::vector<domain::Holder> holders;
    for (auto const& balance : balances) {
      holders.push_back(balance.key.holder);
    }
    auto const containers = container_codes(*reading.snapshot, holders);
    for (auto const& balance : balances) {
      if (balance.quantity.millionths != 0) {
        auto const borne = std::ranges::equal_range(traits, balance.key.lot, {}, &domain::Trait::subject);
        auto row = row_of(*reading.catalog, *by_id.at(balance.key.lot), balance, containers);
        traits_.add_cells({borne.begin(), borne.end()}, row);
        rows.push_back(std::move(row));
      }
    }
  }

  static ExportRow row_of(domain::Catalog const& catalog, LotState const& lot, Balance const& balance,
                          std::map<domain::SubjectId, std::string> const& containers) {
    auto const where = whereabouts(catalog, balance.key.holder, containers);
    return {std::string(catalog.code_of(domain::RecordKind::product, lot.product)),
            lot.number,
            base::to_string(balance.quantity),
            balance.weight.millionths == 0 ? std::string() : base::to_string(balance.weight),
            std::string(domain::name_of(balance.key.status)),
            where.location,
            where.container,
            where.party,
            std::string(catalog.code_of(domain::RecordKind::party, lot.owner)),
            std::string(catalog.code_of(domain::RecordKind::party, lot.supplier)),
            base::to_string(balance.trail.latest_time),
            date_cell(lot.dates.produced),
            date_cell(lot.dates.expires)};
  }

  Ledger& ledger_;
  std::vector<domain::RecordId> products_;  ///< by SKU
  std::size_t product_ = 0;
  TraitColumns traits_;
  std::vector<std::string> columns_;
};

}  // namespace

base::Result<std::unique_ptr<ExportRows>> export_lots(Ledger& ledger, LotExport const& question) {
  auto const catalog = ledger.master_data.now();
  auto within = products_with(*catalog, question.category, {});
  if (!within) {
    return std::unexpected(within.error());
  }
  auto products = within->value_or(std::vector<domain::RecordId>());
  if (!*within) {
    products = catalog->products_that(
        [](domain::Product const& product) { return product.tracking != domain::Tracking::serial; });
  }
  if (!question.product.empty()) {
    auto const product = find_code(*catalog, domain::RecordKind::product, question.product);
    if (!product) {
      return std::unexpected(product.error());
    }
    std::erase_if(products, [&](domain::RecordId id) { return id != *product; });
  }
  std::ranges::sort(products, {}, [&](domain::RecordId id) {
    return domain::normalise_code(catalog->code_of(domain::RecordKind::product, id));
  });
  return std::make_unique<LotRows>(ledger, *catalog, std::move(products));
}

}  // namespace nameplate::app
