#include "store/tables/questions.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_question.hpp"
#include "store/tables/stock_rows.hpp"
#include "store/tables/unit_matcher.hpp"

#include <array>
#include <unordered_map>
#include <unordered_set>

namespace nameplate::store::tables::question {
namespace {

using domain::Holder;
using domain::HolderKind;

/// Looks where the counts and balances are that a question needs.
class Stock {
 public:
  Stock(Connection& connection, StockFilter const& filter, std::span<StockGroup const> group_by)
      : connection_(connection),
        filter_(filter),
        places_(connection),
        rows_(filter, group_by, [this](Holder holder) { return places_.effective(holder); }) {}

  std::vector<StockRow> answer() {
    add_units();
    add_balances();
    return rows_.take();
  }

 private:
  /// Places and what stands at them.
  std::vector<Holder> holders() {
    std::vector<Holder> found;
    for (auto const location : *rows_.locations()) {
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
    } else if (rows_.locations()) {
      for (auto const& holder : holders()) {
        auto counts = connection_.use(sql::stock_counts_at);
        add_counts(counts.bind(holder.id, holder.kind));
      }
    } else if (rows_.needs_places() || filter_.lot || rows_.groups_by(StockGroup::lot)) {
      auto counts = connection_.use(sql::stock_counts);
      add_counts(counts.bind());
    } else {
      add_totals();
    }
  }

  void add_counts(Statement& counts) {
    while (counts.step()) {
      rows_.add_units({.product = {counts.integer(2)},
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
      rows_.add_units({.product = {totals.integer(0)},
                       .holder = {},
                       .status = static_cast<domain::Status>(totals.integer(1)),
                       .owner = {totals.integer(2)},
                       .lot = {}},
                      totals.integer(3));
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
    } else if (rows_.locations()) {
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
      rows_.add_quantity({.product = product,
                          .holder = balance.key.holder,
                          .status = balance.key.status,
                          .owner = owner,
                          .lot = balance.key.lot},
                         balance.quantity, balance.weight);
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
  ContainerPlaces places_;
  StockRows rows_;
  std::unordered_map<domain::SubjectId, std::pair<domain::RecordId, domain::RecordId>> lots_;
};

}  // namespace

std::vector<StockRow> stock(Connection& connection, StockFilter const& filter, std::span<StockGroup const> group_by) {
  return Stock(connection, filter, group_by).answer();
}

}  // namespace nameplate::store::tables::question
