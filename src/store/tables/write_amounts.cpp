#include "store/tables/rows.hpp"
#include "store/tables/sql_write.hpp"
#include "store/tables/write.hpp"

#include <map>
#include <set>
#include <tuple>

namespace nameplate::store::tables::write {
namespace {

void balances(Connection& connection, domain::Changes const& changes) {
  auto const bind = [](Statement& statement, domain::BalanceDelta const& delta) -> Statement& {
    return statement.bind(delta.key.lot, delta.key.holder.kind, delta.key.holder.id, delta.key.status,
                          delta.quantity.millionths, delta.weight.millionths, delta.last_event, delta.latest_time);
  };
  auto const changed = collect(connection, sql::add_to_balance, changes.balances, bind,
                               [](Statement const& row) { return read_balance(row).key; });
  std::set<domain::BalanceKey> const found(changed.begin(), changed.end());
  auto insert = connection.use_for_each(sql::insert_balance);
  for (auto const& delta : changes.balances) {
    if (found.contains(delta.key)) {
      continue;
    }
    if (delta.quantity.millionths < 0) {
      throw GuardLost("a quantity was taken by somebody else");
    }
    bind(insert, delta).run();
  }
  insert.finish();
}

using TotalKey = std::tuple<std::int64_t, domain::Status, std::int64_t>;  ///< product, status, owner

void check_count(std::int64_t units) {
  if (units < 0) {
    throw StorageFailure(FailureKind::damaged, "the counts of units do not fit the units; run `nameplate verify`");
  }
}

void counts_at_holders(Connection& connection, std::span<domain::CountDelta const> deltas) {
  auto const left = collect(
      connection, sql::add_to_unit_count, deltas,
      [](Statement& statement, domain::CountDelta const& delta) {
        auto const& key = delta.key;
        statement.bind(key.holder.kind, key.holder.id, key.product, key.status, key.owner, key.lot, delta.units);
      },
      [](Statement const& row) {
        return domain::CountDelta{.key = {.holder = {static_cast<domain::HolderKind>(row.integer(0)), row.integer(1)},
                                          .product = {row.integer(2)},
                                          .lot = {row.integer(5)},
                                          .owner = {row.integer(4)},
                                          .status = static_cast<domain::Status>(row.integer(3))},
                                  .units = row.integer(6)};
      });
  auto remove = connection.use_for_each(sql::delete_unit_count);
  for (auto const& [key, units] : left) {
    check_count(units);
    if (units == 0) {
      remove.bind(key.holder.kind, key.holder.id, key.product, key.status, key.owner, key.lot).run();
    }
  }
  remove.finish();
}

void totals(Connection& connection, std::map<TotalKey, std::int64_t> const& deltas) {
  auto const left = collect(
      connection, sql::add_to_unit_total, deltas,
      [](Statement& statement, auto const& delta) {
        auto const& [product, status, owner] = delta.first;
        statement.bind(product, status, owner, delta.second);
      },
      [](Statement const& row) {
        return std::pair(TotalKey(row.integer(0), static_cast<domain::Status>(row.integer(1)), row.integer(2)),
                         row.integer(3));
      });
  auto remove = connection.use_for_each(sql::delete_unit_total);
  for (auto const& [key, units] : left) {
    check_count(units);
    if (units == 0) {
      remove.bind(std::get<0>(key), std::get<1>(key), std::get<2>(key)).run();
    }
  }
  remove.finish();
}

void counts(Connection& connection, domain::Changes const& changes) {
  std::map<domain::CountKey, std::int64_t> by_holder;
  std::map<TotalKey, std::int64_t> by_status;
  for (auto const& [key, units] : changes.counts) {
    by_holder[key] += units;
    by_status[{key.product.value, key.status, key.owner.value}] += units;
  }
  std::vector<domain::CountDelta> deltas;
  for (auto const& [key, units] : by_holder) {
    if (units != 0) {
      deltas.push_back({.key = key, .units = units});
    }
  }
  // A move inside the house changes places only, and leaves the totals alone.
  std::erase_if(by_status, [](auto const& total) { return total.second == 0; });
  counts_at_holders(connection, deltas);
  totals(connection, by_status);
}

}  // namespace

void amounts(Connection& connection, domain::Changes const& changes) {
  balances(connection, changes);
  counts(connection, changes);
}

void changes(Connection& connection, domain::Changes const& changes) {
  subjects(connection, changes);
  identifiers(connection, changes);
  containment(connection, changes);
  holds(connection, changes);
  traits(connection, changes);
  records(connection, changes);
  history(connection, changes);
  corrections(connection, changes);
  amounts(connection, changes);
}

}  // namespace nameplate::store::tables::write
