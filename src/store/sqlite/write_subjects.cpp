#include "base/check.hpp"
#include "store/sqlite/rows.hpp"
#include "store/sqlite/sql_load.hpp"
#include "store/sqlite/sql_write.hpp"
#include "store/sqlite/write.hpp"

#include <unordered_map>

namespace nameplate::store::sqlite::write {
namespace {

/// The normalised form of the serials and codes that subjects take, from the identifiers opened with them. Most are
/// their own normalised form: only the others are kept here, for there may be 100,000.
class NormalisedNumbers {
 public:
  NormalisedNumbers(std::span<domain::Identifier const> opened, domain::IdentifierKind kind) {
    for (auto const& identifier : opened) {
      if (identifier.key.kind == kind && identifier.value != identifier.key.value_norm) {
        different_.emplace(identifier.subject, &identifier);
      }
    }
  }

  [[nodiscard]] std::string_view of(domain::SubjectId subject, std::string_view number) const {
    if (different_.empty()) {
      return number;
    }
    auto const [first, last] = different_.equal_range(subject);
    for (auto found = first; found != last; ++found) {
      if (found->second->value == number) {
        return found->second->key.value_norm;
      }
    }
    return number;
  }

 private:
  std::unordered_multimap<domain::SubjectId, domain::Identifier const*> different_;
};

std::optional<std::string_view> null_if_same(std::string_view label, std::string_view norm) {
  return label == norm ? std::nullopt : std::optional(label);
}

void update_unit(Connection& connection, Statement& load, domain::Guarded<domain::UnitState> const& row,
                 NormalisedNumbers const& serials) {
  auto const& [unit, expected] = row;
  load.bind(unit.id);
  if (!load.step()) {
    throw GuardLost("a unit is not there any more");
  }
  auto const before = read_unit(load);
  std::string const norm_before(load.text(2));
  load.reset();

  bool const only_moved = before.product == unit.product && before.serial == unit.serial && before.lot == unit.lot &&
                          before.dates == unit.dates;
  bool const same_status = before.status == unit.status && before.owner == unit.owner;
  std::int64_t changed = 0;
  if (only_moved && same_status && before.holder == unit.holder) {
    changed = connection.use(sql::update_unit_trail)
                  .bind(unit.id, expected, unit.trail.last_event, unit.trail.latest_time)
                  .change();
  } else if (only_moved && same_status) {
    changed =
        connection.use(sql::update_unit_holder)
            .bind(unit.id, expected, unit.trail.last_event, unit.trail.latest_time, unit.holder.kind, unit.holder.id)
            .change();
  } else if (only_moved) {
    changed = connection.use(sql::update_unit_status)
                  .bind(unit.id, expected, unit.trail.last_event, unit.trail.latest_time, unit.holder.kind,
                        unit.holder.id, unit.status, null_if_none(unit.owner))
                  .change();
  } else {
    auto const norm = before.serial == unit.serial ? std::string_view(norm_before) : serials.of(unit.id, unit.serial);
    changed =
        connection.use(sql::update_unit_whole)
            .bind(unit.id, expected, unit.trail.last_event, unit.trail.latest_time, unit.holder.kind, unit.holder.id,
                  unit.status, null_if_none(unit.owner), unit.product, norm, null_if_same(unit.serial, norm),
                  null_if_none(unit.lot), unit.dates.produced, unit.dates.expires)
            .change();
  }
  expect_one_row(changed, "a unit was changed by somebody else");
}

void units(Connection& connection, domain::Changes const& changes) {
  NormalisedNumbers const serials(changes.identifiers_opened, domain::IdentifierKind::serial);
  auto insert = connection.use(sql::insert_unit);
  auto load = connection.use(sql::load_unit);
  for (auto const& row : changes.units) {
    if (row.expected) {
      update_unit(connection, load, row, serials);
      continue;
    }
    auto const& unit = row.state;
    auto const norm = serials.of(unit.id, unit.serial);
    insert.bind(unit.id, unit.product, norm, null_if_same(unit.serial, norm), unit.status, unit.holder.kind,
                unit.holder.id, null_if_none(unit.owner), null_if_none(unit.lot), unit.dates.produced,
                unit.dates.expires, unit.trail.last_event, unit.trail.latest_time);
    insert.run();
  }
}

void update_container(Connection& connection, Statement& load, domain::Guarded<domain::ContainerState> const& row,
                      NormalisedNumbers const& codes) {
  auto const& [container, expected] = row;
  load.bind(container.id);
  if (!load.step()) {
    throw GuardLost("a container is not there any more");
  }
  auto const before = read_container(load);
  std::string const norm_before(load.text(1));
  load.reset();

  bool const same_parent = before.code == container.code && before.holder == container.holder;
  std::int64_t changed = 0;
  if (same_parent && before.place == container.place) {
    changed =
        connection.use(sql::update_container_trail)
            .bind(container.id, expected, container.trail.last_event, container.trail.latest_time, container.status)
            .change();
  } else if (same_parent) {
    changed = connection.use(sql::update_container_place)
                  .bind(container.id, expected, container.trail.last_event, container.trail.latest_time,
                        container.status, container.place.kind, container.place.id)
                  .change();
  } else {
    auto const norm =
        before.code == container.code ? std::string_view(norm_before) : codes.of(container.id, container.code);
    changed = connection.use(sql::update_container_whole)
                  .bind(container.id, expected, container.trail.last_event, container.trail.latest_time,
                        container.status, container.place.kind, container.place.id, container.holder.kind,
                        container.holder.id, norm, null_if_same(container.code, norm))
                  .change();
  }
  expect_one_row(changed, "a container was changed by somebody else");
}

void containers(Connection& connection, domain::Changes const& changes) {
  NormalisedNumbers const codes(changes.identifiers_opened, domain::IdentifierKind::container);
  auto insert = connection.use(sql::insert_container);
  auto load = connection.use(sql::load_container);
  for (auto const& row : changes.containers) {
    if (row.expected) {
      update_container(connection, load, row, codes);
      continue;
    }
    auto const& container = row.state;
    auto const norm = codes.of(container.id, container.code);
    insert.bind(container.id, norm, null_if_same(container.code, norm), container.status, container.holder.kind,
                container.holder.id, container.place.kind, container.place.id, container.trail.last_event,
                container.trail.latest_time);
    insert.run();
  }
}

void lots(Connection& connection, domain::Changes const& changes) {
  auto insert = connection.use(sql::insert_lot);
  auto update = connection.use(sql::update_lot);
  for (auto const& [lot, expected] : changes.lots) {
    auto const write_row = [&](Statement& statement, auto const&... key) -> Statement& {
      return statement.bind(key..., lot.product, lot.number, null_if_none(lot.owner), null_if_none(lot.supplier),
                            lot.dates.produced, lot.dates.expires, lot.trail.last_event, lot.trail.latest_time);
    };
    if (expected) {
      expect_one_row(write_row(update, lot.id, expected).change(), "a lot was changed by somebody else");
    } else {
      write_row(insert, lot.id).run();
    }
  }
}

Sql const& unchanged_statement(domain::SubjectKind kind) {
  switch (kind) {
    case domain::SubjectKind::unit: return sql::unit_is_unchanged;
    case domain::SubjectKind::lot: return sql::lot_is_unchanged;
    case domain::SubjectKind::container: return sql::container_is_unchanged;
    case domain::SubjectKind::hold: return sql::hold_is_unchanged;
    case domain::SubjectKind::record: return sql::record_is_unchanged;
  }
  base::unreachable();
}

void guards(Connection& connection, domain::Changes const& changes) {
  for (auto const& guard : changes.guards) {
    if (!connection.use(unchanged_statement(guard.kind)).bind(guard.subject, guard.expected).step()) {
      throw GuardLost("a row that was read was changed by somebody else");
    }
  }
}

}  // namespace

void subjects(Connection& connection, domain::Changes const& changes) {
  guards(connection, changes);
  units(connection, changes);
  containers(connection, changes);
  lots(connection, changes);
}

}  // namespace nameplate::store::sqlite::write
