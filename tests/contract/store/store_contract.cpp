#include "contract/store/store_contract.hpp"

#include "store/postgres/postgres_store.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "support/postgres_for_tests.hpp"

#include <algorithm>
#include <map>

namespace nameplate::test {

std::vector<StoreFactory> store_factories() {
  std::vector<StoreFactory> factories = {
      {.name = "sqlite", .open = [] { return store::sqlite::open({.path = ":memory:"}); }}};
  if (auto const url = postgres_for_tests()) {
    factories.push_back({.name = "postgres", .open = [url] { return store::postgres::open_temporary({.url = *url}); }});
  }
  return factories;
}

domain::Changes StoreContract::registration(std::vector<domain::UnitState> units) {
  domain::Changes changes;
  std::ranges::sort(units, {}, &domain::UnitState::id);
  std::map<domain::CountKey, std::int64_t> counts;
  for (auto& unit : units) {
    auto identifier = an_identifier(unit.id.value, unit.serial, domain::IdentifierKind::serial, unit.product.value);
    identifier.opened_by = unit.trail.last_event;
    changes.identifiers_opened.push_back(std::move(identifier));
    if (unit.status != domain::Status::void_) {
      ++counts[{
          .holder = unit.holder, .product = unit.product, .lot = unit.lot, .owner = unit.owner, .status = unit.status}];
    }
    changes.units.push_back({.state = std::move(unit), .expected = {}});
  }
  std::ranges::sort(changes.identifiers_opened, {}, &domain::Identifier::key);
  for (auto const& [key, count] : counts) {
    changes.counts.push_back({.key = key, .units = count});
  }
  return changes;
}

domain::Changes StoreContract::change(domain::UnitState const& before, domain::UnitState after, std::int64_t event) {
  domain::Changes changes;
  after.trail = {.last_event = {event}, .latest_time = {1000 * event}};
  auto const count = [&](domain::UnitState const& unit, std::int64_t units) {
    changes.counts.push_back({.key = {.holder = unit.holder,
                                      .product = unit.product,
                                      .lot = unit.lot,
                                      .owner = unit.owner,
                                      .status = unit.status},
                              .units = units});
  };
  count(before, -1);
  count(after, 1);
  changes.units.push_back({.state = std::move(after), .expected = before.trail.last_event});
  return changes;
}

}  // namespace nameplate::test
