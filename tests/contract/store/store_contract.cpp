#include "contract/store/store_contract.hpp"

#include "store/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <map>

namespace nameplate::test {

std::vector<StoreFactory> store_factories() {
  return {{.name = "sqlite", .open = [] { return store::sqlite::open({.path = ":memory:"}); }}};
}

domain::UnitState a_unit(std::int64_t id, std::string serial, std::int64_t event) {
  return {.id = {id},
          .product = {7},
          .serial = std::move(serial),
          .status = domain::Status::in_stock,
          .holder = at(100),
          .owner = {},
          .lot = {},
          .dates = {},
          .trail = {.last_event = {event}, .latest_time = {1000 * event}}};
}

domain::ContainerState a_container(std::int64_t id, std::string code, domain::Holder holder, domain::Holder place,
                                   std::int64_t event) {
  return {.id = {id},
          .code = std::move(code),
          .status = domain::Status::in_stock,
          .holder = holder,
          .place = place,
          .trail = {.last_event = {event}, .latest_time = {1000 * event}}};
}

domain::LotState a_lot(std::int64_t id, std::string number, std::int64_t event) {
  return {.id = {id},
          .product = {7},
          .number = std::move(number),
          .owner = {},
          .supplier = {},
          .dates = {},
          .trail = {.last_event = {event}, .latest_time = {1000 * event}}};
}

domain::Identifier an_identifier(std::int64_t subject, std::string value, domain::IdentifierKind kind,
                                 std::int64_t scope) {
  return {.key = {.value_norm = value, .kind = kind, .scope = scope},
          .subject = {subject},
          .value = value,
          .valid_from = {1000},
          .opened_by = {1}};
}

domain::BalanceDelta a_delta(std::int64_t lot, domain::Holder holder, std::int64_t quantity, std::int64_t event,
                             std::int64_t time) {
  return {.key = {.lot = {lot}, .holder = holder, .status = domain::Status::in_stock},
          .quantity = {quantity},
          .weight = {2 * quantity},
          .last_event = {event},
          .latest_time = {time}};
}

domain::RecordRow a_record(std::int64_t id, std::uint8_t kind, std::string code, std::int64_t version) {
  return {.id = {id},
          .kind = kind,
          .code_norm = code,
          .code = code,
          .retired = false,
          .version = {version},
          .value = base::Value::Object{{"name", "Name of " + code}, {"count", std::int64_t{3}}}};
}

domain::Event an_event(std::int64_t id, domain::Sequence sequence) {
  domain::Event event{.id = {id},
                      .sequence = sequence,
                      .verb = domain::Verb::move,
                      .event_time = {1'700'000'000'000'000 + id},
                      .recorded_at = {1'700'000'000'000'001 + id},
                      .actor = 5,
                      .location = {100}};
  event.effects.push_back({.holder = at(100)});
  event.items.push_back({.subject = {1}});
  return event;
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
      ++counts[{.holder = unit.holder, .product = unit.product, .lot = unit.lot, .owner = unit.owner, .status = unit.status}];
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
    changes.counts.push_back({.key = {.holder = unit.holder, .product = unit.product, .lot = unit.lot,
                                      .owner = unit.owner, .status = unit.status},
                              .units = units});
  };
  count(before, -1);
  count(after, 1);
  changes.units.push_back({.state = std::move(after), .expected = before.trail.last_event});
  return changes;
}

}  // namespace nameplate::test
