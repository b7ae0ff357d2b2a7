#include "app/exports/export_cells.hpp"
#include "app/queries/reading.hpp"
#include "app/queries/unit_filter.hpp"
#include "base/time_text.hpp"

#include <algorithm>
#include <set>

namespace nameplate::app {
namespace {

using domain::UnitState;

/// What a piece of units is shown with, by subject.
struct Around {
  std::map<domain::SubjectId, std::string> containers;
  std::map<domain::SubjectId, std::string> lots;
  std::vector<domain::Identifier> identifiers;
  std::vector<domain::Trait> traits;
  std::map<domain::SubjectId, std::set<std::string>> holds;
};

Around load_around(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, std::vector<UnitState> const& units) {
  Around around;
  std::vector<domain::SubjectId> ids;
  std::vector<domain::SubjectId> lots;
  std::vector<domain::Holder> holders;
  for (auto const& unit : units) {
    ids.push_back(unit.id);
    holders.push_back(unit.holder);
    if (unit.lot) {
      lots.push_back(unit.lot);
    }
  }
  std::ranges::sort(ids);
  std::ranges::sort(lots);
  lots.erase(std::ranges::unique(lots).begin(), lots.end());
  around.containers = container_codes(snapshot, holders);
  for (auto const& lot : lots.empty() ? std::vector<domain::LotState>() : snapshot.load_lots(lots)) {
    around.lots.emplace(lot.id, lot.number);
  }
  around.identifiers = snapshot.identifiers_of(ids);
  std::ranges::stable_sort(around.identifiers, {}, &domain::Identifier::subject);
  around.traits = snapshot.traits_of(ids);
  for (auto const& member : snapshot.active_members_of(ids)) {
    around.holds[member.subject].insert(std::string(catalog.code_of(domain::RecordKind::hold_kind, member.kind)));
  }
  return around;
}

class UnitRows final : public ExportRows {
 public:
  UnitRows(Ledger& ledger, domain::Catalog const& catalog, std::optional<store::UnitFilter> filter,
           std::vector<domain::RecordId> products)
      : ledger_(ledger),
        filter_(std::move(filter)),
        products_(std::move(products)),
        identifiers_(domain::SubjectKind::unit),
        traits_(catalog, domain::Bearer::unit) {
    columns_ = {"product", "serial", "lot",  "status",   "location", "container",
                "party",   "owner",  "time", "produced", "expires",  "hold"};
    identifiers_.add_columns(columns_);
    traits_.add_columns(columns_);
  }

  [[nodiscard]] std::vector<std::string> const& columns() const override { return columns_; }

  [[nodiscard]] bool next(std::vector<ExportRow>& rows) override {
    auto const reading = begin_reading(ledger_);
    // Many products have few units or none: a piece goes on with the next ones.
    while (filter_ && product_ < products_.size() && rows.size() < export_rows_at_once) {
      add_page(reading, rows);
    }
    return filter_ && product_ < products_.size();
  }

 private:
  void add_page(Reading const& reading, std::vector<ExportRow>& rows) {
    auto filter = *filter_;
    filter.products = {products_[product_]};
    auto const units =
        reading.snapshot->list_units(filter, {.sort = SortKey::serial, .after = after_, .limit = export_rows_at_once});
    if (units.size() < export_rows_at_once) {
      ++product_;
      after_.reset();
    } else {
      after_ = UnitCursor{.serial_norm = domain::normalise_code(units.back().serial), .id = units.back().id};
    }
    auto const around = load_around(*reading.snapshot, *reading.catalog, units);
    for (auto const& unit : units) {
      if (unit.status != domain::Status::void_) {
        rows.push_back(row_of(*reading.catalog, unit, around));
      }
    }
  }

  [[nodiscard]] ExportRow row_of(domain::Catalog const& catalog, UnitState const& unit, Around const& around) const {
    auto const where = whereabouts(catalog, unit.holder, around.containers);
    auto const lot = around.lots.find(unit.lot);
    auto const holds = around.holds.find(unit.id);
    ExportRow row{std::string(catalog.code_of(domain::RecordKind::product, unit.product)),
                  unit.serial,
                  lot == around.lots.end() ? std::string() : lot->second,
                  std::string(domain::name_of(unit.status)),
                  where.location,
                  where.container,
                  where.party,
                  std::string(catalog.code_of(domain::RecordKind::party, unit.owner)),
                  base::to_string(unit.trail.latest_time),
                  date_cell(unit.dates.produced),
                  date_cell(unit.dates.expires),
                  holds == around.holds.end()
                      ? std::string()
                      : joined(std::vector<std::string>(holds->second.begin(), holds->second.end()))};
    auto const own = std::ranges::equal_range(around.identifiers, unit.id, {}, &domain::Identifier::subject);
    identifiers_.add_cells({own.begin(), own.end()}, row);
    auto const borne = std::ranges::equal_range(around.traits, unit.id, {}, &domain::Trait::subject);
    traits_.add_cells({borne.begin(), borne.end()}, row);
    return row;
  }

  Ledger& ledger_;
  std::optional<store::UnitFilter> filter_;  ///< none: nothing fits
  std::vector<domain::RecordId> products_;   ///< by SKU
  std::size_t product_ = 0;
  std::optional<UnitCursor> after_;
  IdentifierColumns identifiers_;
  TraitColumns traits_;
  std::vector<std::string> columns_;
};

/// The products whose units may be among those that a filter names: the rest need not be asked for.
std::vector<domain::RecordId> products_of(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                          store::UnitFilter const& filter) {
  if (!filter.products.empty()) {
    return filter.products;
  }
  if (!filter.among) {
    return catalog.products_that([](domain::Product const&) { return true; });
  }
  std::set<domain::RecordId> products;
  for (auto const& unit : snapshot.load_units(*filter.among)) {
    products.insert(unit.product);
  }
  return {products.begin(), products.end()};
}

}  // namespace

base::Result<std::unique_ptr<ExportRows>> export_units(Ledger& ledger, UnitQuestion const& question) {
  auto const reading = begin_reading(ledger);
  auto filter = make_unit_filter(*reading.snapshot, *reading.catalog, question);
  if (!filter) {
    return std::unexpected(filter.error());
  }
  std::vector<domain::RecordId> products;
  if (*filter) {
    products = products_of(*reading.snapshot, *reading.catalog, **filter);
  }
  std::ranges::sort(products, {}, [&](domain::RecordId id) {
    return domain::normalise_code(reading.catalog->code_of(domain::RecordKind::product, id));
  });
  return std::make_unique<UnitRows>(ledger, *reading.catalog, *std::move(filter), std::move(products));
}

}  // namespace nameplate::app
