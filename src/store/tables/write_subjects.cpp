#include "base/check.hpp"
#include "domain/records/catalog.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_load.hpp"
#include "store/tables/sql_write.hpp"
#include "store/tables/write.hpp"

#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nameplate::store::tables::write {
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

  /// The same for a number that was perhaps taken long ago.
  [[nodiscard]] std::string anew(domain::SubjectId subject, std::string_view number) const {
    auto const opened = of(subject, number);
    return opened != number ? std::string(opened) : domain::normalise_code(number);
  }

 private:
  std::unordered_multimap<domain::SubjectId, domain::Identifier const*> different_;
};

std::optional<std::string_view> null_if_same(std::string_view label, std::string_view norm) {
  return label == norm ? std::nullopt : std::optional(label);
}

/// A row as it was, and the number by which it was sorted.
template <typename State>
struct Before {
  State state;
  std::string norm;
};

/// The rows that are to be written over, as they are now.
template <typename State, typename Read>
auto rows_before(Connection& connection, Sql const& load, std::vector<domain::Guarded<State>> const& rows, Read read) {
  std::vector<domain::SubjectId> ids;
  for (auto const& row : rows) {
    if (row.expected) {
      ids.push_back(row.state.id);
    }
  }
  std::unordered_map<domain::SubjectId, Before<State>> before;
  before.reserve(ids.size());
  for (auto& row : collect(connection, load, ids, read)) {
    auto const id = row.state.id;
    before.emplace(id, std::move(row));
  }
  return before;
}

/// The updates of units: each names only what changed. Where others write too all go by one statement (`whole`), so
/// that every writer locks rows in the order of their keys.
class UnitUpdates {
 public:
  explicit UnitUpdates(Connection& connection)
      : trail_(connection.use_for_each(sql::update_unit_trail)),
        holder_(connection.use_for_each(sql::update_unit_holder)),
        status_(connection.use_for_each(sql::update_unit_status)),
        whole_(connection.use_for_each(sql::update_unit_whole)) {}

  void add(Before<domain::UnitState> const& row_before, domain::Guarded<domain::UnitState> const& row,
           NormalisedNumbers const& serials) {
    auto const& [before, norm_before] = row_before;
    auto const& [unit, expected] = row;
    bool const only_moved = before.product == unit.product && before.serial == unit.serial && before.lot == unit.lot &&
                            before.dates == unit.dates;
    bool const same_status = before.status == unit.status && before.owner == unit.owner;
    if (only_moved && same_status && before.holder == unit.holder) {
      trail_.bind(unit.id, expected, unit.trail.last_event, unit.trail.latest_time).change_one(lost);
    } else if (only_moved && same_status) {
      holder_.bind(unit.id, expected, unit.trail.last_event, unit.trail.latest_time, unit.holder.kind, unit.holder.id)
          .change_one(lost);
    } else if (only_moved) {
      status_
          .bind(unit.id, expected, unit.trail.last_event, unit.trail.latest_time, unit.holder.kind, unit.holder.id,
                unit.status, null_if_none(unit.owner))
          .change_one(lost);
    } else {
      whole(row, before.serial == unit.serial ? std::string_view(norm_before) : serials.of(unit.id, unit.serial));
    }
  }

  void whole(domain::Guarded<domain::UnitState> const& row, std::string_view norm) {
    auto const& [unit, expected] = row;
    whole_
        .bind(unit.id, expected, unit.trail.last_event, unit.trail.latest_time, unit.holder.kind, unit.holder.id,
              unit.status, null_if_none(unit.owner), unit.product, norm, null_if_same(unit.serial, norm),
              null_if_none(unit.lot), unit.dates.produced, unit.dates.expires)
        .change_one(lost);
  }

  void finish() {
    for (auto* const statement : {&trail_, &holder_, &status_, &whole_}) {
      statement->finish();
    }
  }

 private:
  static constexpr char const* lost = "a unit was changed by somebody else";

  Statement trail_;
  Statement holder_;
  Statement status_;
  Statement whole_;
};

void update_units(Connection& connection, domain::Changes const& changes, NormalisedNumbers const& serials) {
  UnitUpdates updates(connection);
  if (!connection.is_only_writer()) {
    for (auto const& row : changes.units) {
      if (row.expected) {
        updates.whole(row, serials.anew(row.state.id, row.state.serial));
      }
    }
    return updates.finish();
  }
  auto const before = rows_before(connection, sql::load_unit, changes.units, [](Statement const& row) {
    return Before<domain::UnitState>{.state = read_unit(row), .norm = std::string(row.text(2))};
  });
  for (auto const& row : changes.units) {
    if (!row.expected) {
      continue;
    }
    auto const found = before.find(row.state.id);
    if (found == before.end()) {
      throw GuardLost("a unit is not there any more");
    }
    updates.add(found->second, row, serials);
  }
  updates.finish();
}

void units(Connection& connection, domain::Changes const& changes) {
  NormalisedNumbers const serials(changes.identifiers_opened, domain::IdentifierKind::serial);
  update_units(connection, changes, serials);
  auto insert = connection.use_for_each(sql::insert_unit);
  for (auto const& [unit, expected] : changes.units) {
    if (expected) {
      continue;
    }
    auto const norm = serials.of(unit.id, unit.serial);
    insert.bind(unit.id, unit.product, norm, null_if_same(unit.serial, norm), unit.status, unit.holder.kind,
                unit.holder.id, null_if_none(unit.owner), null_if_none(unit.lot), unit.dates.produced,
                unit.dates.expires, unit.trail.last_event, unit.trail.latest_time);
    insert.run();
  }
  insert.finish();
}

/// The same for containers.
class ContainerUpdates {
 public:
  explicit ContainerUpdates(Connection& connection)
      : trail_(connection.use_for_each(sql::update_container_trail)),
        place_(connection.use_for_each(sql::update_container_place)),
        whole_(connection.use_for_each(sql::update_container_whole)) {}

  void add(Before<domain::ContainerState> const& row_before, domain::Guarded<domain::ContainerState> const& row,
           NormalisedNumbers const& codes) {
    auto const& [before, norm_before] = row_before;
    auto const& [container, expected] = row;
    auto const& trail = container.trail;
    bool const same_parent = before.code == container.code && before.holder == container.holder;
    if (same_parent && before.place == container.place) {
      trail_.bind(container.id, expected, trail.last_event, trail.latest_time, container.status).change_one(lost);
    } else if (same_parent) {
      place_
          .bind(container.id, expected, trail.last_event, trail.latest_time, container.status, container.place.kind,
                container.place.id)
          .change_one(lost);
    } else {
      whole(row,
            before.code == container.code ? std::string_view(norm_before) : codes.of(container.id, container.code));
    }
  }

  void whole(domain::Guarded<domain::ContainerState> const& row, std::string_view norm) {
    auto const& [container, expected] = row;
    whole_
        .bind(container.id, expected, container.trail.last_event, container.trail.latest_time, container.status,
              container.place.kind, container.place.id, container.holder.kind, container.holder.id, norm,
              null_if_same(container.code, norm))
        .change_one(lost);
  }

  void finish() {
    for (auto* const statement : {&trail_, &place_, &whole_}) {
      statement->finish();
    }
  }

 private:
  static constexpr char const* lost = "a container was changed by somebody else";

  Statement trail_;
  Statement place_;
  Statement whole_;
};

void update_containers(Connection& connection, domain::Changes const& changes, NormalisedNumbers const& codes) {
  ContainerUpdates updates(connection);
  if (!connection.is_only_writer()) {
    for (auto const& row : changes.containers) {
      if (row.expected) {
        updates.whole(row, codes.anew(row.state.id, row.state.code));
      }
    }
    return updates.finish();
  }
  auto const before = rows_before(connection, sql::load_container, changes.containers, [](Statement const& row) {
    return Before<domain::ContainerState>{.state = read_container(row), .norm = std::string(row.text(1))};
  });
  for (auto const& row : changes.containers) {
    if (!row.expected) {
      continue;
    }
    auto const found = before.find(row.state.id);
    if (found == before.end()) {
      throw GuardLost("a container is not there any more");
    }
    updates.add(found->second, row, codes);
  }
  updates.finish();
}

void containers(Connection& connection, domain::Changes const& changes) {
  NormalisedNumbers const codes(changes.identifiers_opened, domain::IdentifierKind::container);
  update_containers(connection, changes, codes);
  auto insert = connection.use_for_each(sql::insert_container);
  for (auto const& [container, expected] : changes.containers) {
    if (expected) {
      continue;
    }
    auto const norm = codes.of(container.id, container.code);
    insert.bind(container.id, norm, null_if_same(container.code, norm), container.status, container.holder.kind,
                container.holder.id, container.place.kind, container.place.id, container.trail.last_event,
                container.trail.latest_time);
    insert.run();
  }
  insert.finish();
}

void lots(Connection& connection, domain::Changes const& changes) {
  auto insert = connection.use_for_each(sql::insert_lot);
  auto update = connection.use_for_each(sql::update_lot);
  for (auto const& [lot, expected] : changes.lots) {
    auto const write_row = [&](Statement& statement, auto const&... key) -> Statement& {
      return statement.bind(key..., lot.product, lot.number, null_if_none(lot.owner), null_if_none(lot.supplier),
                            lot.dates.produced, lot.dates.expires, lot.trail.last_event, lot.trail.latest_time);
    };
    if (expected) {
      write_row(update, lot.id, expected).change_one("a lot was changed by somebody else");
    } else {
      write_row(insert, lot.id).run();
    }
  }
  update.finish();
  insert.finish();
}

/// How a row that was only read is found to be as it was; and how it is kept so, where others may write too.
std::pair<Sql const*, Sql const*> guards_of(domain::SubjectKind kind) {
  switch (kind) {
    case domain::SubjectKind::unit: return {&sql::unit_is_unchanged, &sql::keep_unit};
    case domain::SubjectKind::lot: return {&sql::lot_is_unchanged, &sql::keep_lot};
    case domain::SubjectKind::container: return {&sql::container_is_unchanged, &sql::keep_container};
    case domain::SubjectKind::hold: return {&sql::hold_is_unchanged, &sql::keep_hold};
    case domain::SubjectKind::record: return {&sql::record_is_unchanged, &sql::keep_record};
  }
  base::unreachable();
}

constexpr char const* read_row_changed = "a row that was read was changed by somebody else";

void compare_guards(Connection& connection, std::span<domain::ReadGuard const> guards) {
  for (auto const& guard : guards) {
    if (!connection.use(*guards_of(guard.kind).first).bind(guard.subject, guard.expected).step()) {
      throw GuardLost(read_row_changed);
    }
  }
}

/// One statement for each kind, in the order of kinds and of rows: the same for every writer.
void keep_guards(Connection& connection, std::span<domain::ReadGuard const> guards) {
  std::set<domain::ReadGuard> const sorted(guards.begin(), guards.end());
  for (auto first = sorted.begin(); first != sorted.end();) {
    auto const kind = first->kind;
    auto keep = connection.use_for_each(*guards_of(kind).second);
    for (; first != sorted.end() && first->kind == kind; ++first) {
      keep.bind(first->subject, first->expected).change_one(read_row_changed);
    }
    keep.finish();
  }
}

void guards(Connection& connection, domain::Changes const& changes) {
  if (connection.is_only_writer()) {
    compare_guards(connection, changes.guards);
  } else {
    keep_guards(connection, changes.guards);
  }
}

}  // namespace

void subjects(Connection& connection, domain::Changes const& changes) {
  guards(connection, changes);
  units(connection, changes);
  containers(connection, changes);
  lots(connection, changes);
}

}  // namespace nameplate::store::tables::write
