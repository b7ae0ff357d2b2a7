#include "store/sqlite/questions.hpp"
#include "store/sqlite/rows.hpp"
#include "store/sqlite/sql_question.hpp"
#include "store/sqlite/unit_matcher.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace nameplate::store::sqlite::question {
namespace {

using domain::Holder;
using domain::HolderKind;

/// Counts units and adds up quantities by the parts of the key that were asked for.
class Stock {
 public:
  Stock(Connection& connection, StockFilter const& filter, std::span<StockGroup const> group_by)
      : connection_(connection), filter_(filter), places_(connection) {
    for (auto const group : group_by) {
      groups_.insert(group);
    }
    if (filter.locations) {
      locations_ = std::unordered_set(filter.locations->begin(), filter.locations->end());
    }
  }

  std::vector<StockRow> answer() {
    add_units();
    add_balances();
    std::vector<StockRow> rows;
    for (auto& [key, row] : rows_) {
      if (row.units != 0 || row.quantity != base::Quantity() || row.weight != base::Quantity()) {
        rows.push_back(row);
      }
    }
    return rows;
  }

 private:
  struct Item {
    domain::RecordId product;
    Holder holder;
    domain::Status status = domain::Status::in_stock;
    domain::RecordId owner;
    domain::SubjectId lot;
  };
  using Key = std::tuple<std::int64_t, Holder, int, std::int64_t, std::int64_t>;

  [[nodiscard]] bool needs_places() const { return locations_ || groups_.contains(StockGroup::location); }

  /// The row that counts an item; none when the filter leaves it out.
  StockRow* row_of(Item const& item) {
    if (!filter_.products.empty() && std::ranges::find(filter_.products, item.product) == filter_.products.end()) {
      return nullptr;
    }
    if ((!filter_.statuses.empty() && !filter_.statuses.contains(item.status)) ||
        (filter_.owner && *filter_.owner != item.owner) || (filter_.lot && *filter_.lot != item.lot)) {
      return nullptr;
    }
    auto const place = needs_places() ? place_of(item.holder) : Holder();
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

  /// What is built into a unit has no place of its own.
  Holder place_of(Holder holder) {
    auto const place = places_.effective(holder);
    return place.kind == HolderKind::unit ? Holder() : place;
  }

  /// Places and what stands at them.
  std::vector<Holder> holders() {
    std::vector<Holder> found;
    for (auto const location : *locations_) {
      found.push_back(Holder::at(location));
      auto containers = connection_.use(sql::containers_at_place);
      containers.bind(location, HolderKind::location);
      while (containers.step()) {
        found.push_back(Holder::in({containers.integer(0)}));
      }
    }
    return found;
  }

  void add_units() {
    if (filter_.lot && *filter_.lot) {
      auto units = connection_.use(sql::stock_units_of_lot);
      add_counts(units.bind(*filter_.lot));
    } else if (locations_) {
      for (auto const& holder : holders()) {
        auto counts = connection_.use(sql::stock_counts_at);
        add_counts(counts.bind(holder.id, holder.kind));
      }
    } else if (needs_places() || filter_.lot || groups_.contains(StockGroup::lot)) {
      auto counts = connection_.use(sql::stock_counts);
      add_counts(counts.bind());
    } else {
      add_totals();
    }
  }

  void add_counts(Statement& counts) {
    while (counts.step()) {
      add_units({.product = {counts.integer(2)},
                 .holder = {static_cast<HolderKind>(counts.integer(0)), counts.integer(1)},
                 .status = static_cast<domain::Status>(counts.integer(3)),
                 .owner = {counts.integer(4)},
                 .lot = {counts.integer(5)}},
                counts.integer(6));
    }
  }

  void add_totals() {
    auto totals = connection_.use(sql::stock_totals);
    totals.bind();
    while (totals.step()) {
      add_units({.product = {totals.integer(0)},
                 .holder = {},
                 .status = static_cast<domain::Status>(totals.integer(1)),
                 .owner = {totals.integer(2)},
                 .lot = {}},
                totals.integer(3));
    }
  }

  void add_units(Item const& item, std::int64_t units) {
    if (auto* const row = row_of(item)) {
      row->units += units;
    }
  }

  void add_balances() {
    if (filter_.lot) {
      add_balances_of(sql::load_balances, *filter_.lot);
    } else if (!filter_.products.empty()) {
      for (auto const product : std::unordered_set(filter_.products.begin(), filter_.products.end())) {
        for (auto const& lot : collect(connection_, sql::lots_of_product, std::array{product}, read_lot)) {
          lots_.try_emplace(lot.id, lot.product, lot.owner);
          add_balances_of(sql::load_balances, lot.id);
        }
      }
    } else if (locations_) {
      for (auto const& holder : holders()) {
        add_balances_of(sql::balances_held_by, holder.id, holder.kind);
      }
    } else {
      auto lots = connection_.use(sql::all_lots);
      lots.bind();
      while (lots.step()) {
        auto const lot = read_lot(lots);
        lots_.try_emplace(lot.id, lot.product, lot.owner);
      }
      add_balances_of(sql::stock_balances);
    }
  }

  template <typename... Values>
  void add_balances_of(Sql const& sql, Values const&... values) {
    auto statement = connection_.use(sql);
    statement.bind(values...);
    while (statement.step()) {
      auto const balance = read_balance(statement);
      auto const& [product, owner] = product_and_owner(balance.key.lot);
      if (auto* const row = row_of({.product = product,
                                    .holder = balance.key.holder,
                                    .status = balance.key.status,
                                    .owner = owner,
                                    .lot = balance.key.lot})) {
        row->quantity.millionths += balance.quantity.millionths;
        row->weight.millionths += balance.weight.millionths;
      }
    }
  }

  std::pair<domain::RecordId, domain::RecordId> const& product_and_owner(domain::SubjectId id) {
    auto const [known, added] = lots_.try_emplace(id);
    if (added) {
      auto load = connection_.use(sql::load_lot);
      if (load.bind(id).step()) {
        auto const lot = read_lot(load);
        known->second = {lot.product, lot.owner};
      }
    }
    return known->second;
  }

  Connection& connection_;
  StockFilter const& filter_;
  domain::EnumSet<StockGroup> groups_;
  std::optional<std::unordered_set<domain::RecordId>> locations_;
  ContainerPlaces places_;
  std::unordered_map<domain::SubjectId, std::pair<domain::RecordId, domain::RecordId>> lots_;
  std::map<Key, StockRow> rows_;
};

}  // namespace

std::vector<StockRow> stock(Connection& connection, StockFilter const& filter, std::span<StockGroup const> group_by) {
  return Stock(connection, filter, group_by).answer();
}

}  // namespace nameplate::store::sqlite::question
