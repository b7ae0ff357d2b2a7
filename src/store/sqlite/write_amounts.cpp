#include "store/sqlite/sql_write.hpp"
#include "store/sqlite/write.hpp"

#include <map>
#include <tuple>

namespace nameplate::store::sqlite::write {
namespace {

void balances(Connection& connection, domain::Changes const& changes) {
  auto add = connection.use(sql::add_to_balance);
  auto insert = connection.use(sql::insert_balance);
  for (auto const& delta : changes.balances) {
    auto const bind = [&](Statement& statement) -> Statement& {
      return statement.bind(delta.key.lot, delta.key.holder.kind, delta.key.holder.id, delta.key.status,
                            delta.quantity.millionths, delta.weight.millionths, delta.last_event, delta.latest_time);
    };
    if (bind(add).change() == 1) {
      continue;
    }
    if (delta.quantity.millionths < 0) {
      throw GuardLost("a quantity was taken by somebody else");
    }
    bind(insert).run();
  }
}

/// Adds to a counting row: makes it when it is not there, deletes it when nothing is left.
template <typename... Key>
void add_to_count(Statement& add, Statement& insert, Statement& remove, std::int64_t units, Key const&... key) {
  add.bind(key..., units);
  if (!add.step()) {
    if (units < 0) {
      throw StorageFailure(FailureKind::damaged, "the counts of units do not fit the units; run `nameplate verify`");
    }
    insert.bind(key..., units);
    insert.run();
    return;
  }
  auto const left = add.integer(0);
  add.reset();
  if (left < 0) {
    throw StorageFailure(FailureKind::damaged, "a count of units fell below zero; run `nameplate verify`");
  }
  if (left == 0) {
    remove.bind(key...);
    remove.run();
  }
}

void counts(Connection& connection, domain::Changes const& changes) {
  std::map<std::tuple<std::int64_t, domain::Status, std::int64_t>, std::int64_t> totals;
  {
    auto add = connection.use(sql::add_to_unit_count);
    auto insert = connection.use(sql::insert_unit_count);
    auto remove = connection.use(sql::delete_unit_count);
    for (auto const& [key, units] : changes.counts) {
      if (units != 0) {
        add_to_count(add, insert, remove, units, key.holder.kind, key.holder.id, key.product, key.status, key.owner,
                     key.lot);
        totals[{key.product.value, key.status, key.owner.value}] += units;
      }
    }
  }
  auto add = connection.use(sql::add_to_unit_total);
  auto insert = connection.use(sql::insert_unit_total);
  auto remove = connection.use(sql::delete_unit_total);
  for (auto const& [key, units] : totals) {
    // A move inside the house changes places only, and leaves the totals alone.
    if (units != 0) {
      add_to_count(add, insert, remove, units, std::get<0>(key), std::get<1>(key), std::get<2>(key));
    }
  }
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
  amounts(connection, changes);
}

}  // namespace nameplate::store::sqlite::write
