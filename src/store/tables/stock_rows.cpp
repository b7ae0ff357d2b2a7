#include "store/tables/stock_rows.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::store::tables {

using domain::Holder;
using domain::HolderKind;

StockRows::StockRows(StockFilter const& filter, std::span<StockGroup const> group_by, PlaceOf place_of)
    : filter_(filter), place_of_(std::move(place_of)) {
  for (auto const group : group_by) {
    groups_.insert(group);
  }
  if (filter.locations) {
    locations_ = std::unordered_set(filter.locations->begin(), filter.locations->end());
  }
}

/// The row that counts an item; none when the filter leaves it out.
StockRow* StockRows::row_of(Item const& item) {
  if (!filter_.products.empty() && std::ranges::find(filter_.products, item.product) == filter_.products.end()) {
    return nullptr;
  }
  if ((!filter_.statuses.empty() && !filter_.statuses.contains(item.status)) ||
      (filter_.owner && *filter_.owner != item.owner) || (filter_.lot && *filter_.lot != item.lot)) {
    return nullptr;
  }
  auto place = needs_places() ? place_of_(item.holder) : Holder();
  if (place.kind == HolderKind::unit) {
    place = Holder();  // what is built into a unit has no place of its own
  }
  if (locations_ && (place.kind != HolderKind::location || !locations_->contains({place.id}))) {
    return nullptr;
  }
  StockRow row;
  row.product = groups_.contains(StockGroup::product) ? item.product : domain::RecordId();
  row.place = groups_.contains(StockGroup::location) ? place : Holder();
  row.status = groups_.contains(StockGroup::status) ? std::optional(item.status) : std::nullopt;
  row.owner = groups_.contains(StockGroup::owner) ? item.owner : domain::RecordId();
  row.lot = groups_.contains(StockGroup::lot) ? item.lot : domain::SubjectId();
  Key const key(row.product.value, row.place, row.status ? static_cast<int>(*row.status) : 0, row.owner.value,
                row.lot.value);
  return &rows_.try_emplace(key, row).first->second;
}

void StockRows::add_units(Item const& item, std::int64_t units) {
  if (auto* const row = row_of(item)) {
    row->units += units;
  }
}

void StockRows::add_quantity(Item const& item, base::Quantity quantity, base::Quantity weight) {
  if (auto* const row = row_of(item)) {
    row->quantity.millionths += quantity.millionths;
    row->weight.millionths += weight.millionths;
  }
}

std::vector<StockRow> StockRows::take() const {
  std::vector<StockRow> rows;
  for (auto const& [key, row] : rows_) {
    if (row.units != 0 || row.quantity != base::Quantity() || row.weight != base::Quantity()) {
      rows.push_back(row);
    }
  }
  return rows;
}

}  // namespace nameplate::store::tables
