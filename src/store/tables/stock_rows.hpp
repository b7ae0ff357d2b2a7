#pragma once

#include "domain/state.hpp"
#include "domain/status.hpp"
#include "store/query.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <unordered_set>
#include <vector>

namespace nameplate::store::tables {

/// Counts of units and sums of quantities by the parts of the key that were asked for.
class StockRows {
 public:
  struct Item {
    domain::RecordId product;
    domain::Holder holder;
    domain::Status status = domain::Status::in_stock;
    domain::RecordId owner;
    domain::SubjectId lot;
  };
  /// Where a holder effectively is.
  using PlaceOf = std::function<domain::Holder(domain::Holder)>;

  /// The filter must outlive this.
  StockRows(StockFilter const& filter, std::span<StockGroup const> group_by, PlaceOf place_of);

  /// Leaves out what the filter does not ask for.
  void add_units(Item const& item, std::int64_t units);
  void add_quantity(Item const& item, base::Quantity quantity, base::Quantity weight);

  [[nodiscard]] bool needs_places() const { return locations_ || groups_.contains(StockGroup::location); }
  [[nodiscard]] bool groups_by(StockGroup group) const { return groups_.contains(group); }
  [[nodiscard]] std::optional<std::unordered_set<domain::RecordId>> const& locations() const { return locations_; }

  /// Those that are not all zero.
  [[nodiscard]] std::vector<StockRow> take() const;

 private:
  using Key = std::tuple<std::int64_t, domain::Holder, int, std::int64_t, std::int64_t>;

  StockRow* row_of(Item const& item);

  StockFilter const& filter_;
  domain::EnumSet<StockGroup> groups_;
  PlaceOf place_of_;
  std::optional<std::unordered_set<domain::RecordId>> locations_;
  std::map<Key, StockRow> rows_;
};

}  // namespace nameplate::store::tables
