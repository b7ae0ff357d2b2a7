#include "base/value.hpp"
#include "domain/identifier.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_write.hpp"
#include "store/tables/write.hpp"

#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>

namespace nameplate::store::tables::write {
namespace {

using domain::Identifier;
using domain::IdentifierKind;

/// Keeps apart the rows of a number that several subjects may bear at the same time.
std::int64_t twin_of(Identifier const& identifier) {
  return domain::rule_of(identifier.key.kind).scope == domain::Scope::none ? identifier.subject.value : 0;
}

/// A subject's own number stands in its own row as long as it is current.
bool stands_in_own_row(Identifier const& identifier) {
  switch (identifier.key.kind) {
    case IdentifierKind::serial:
    case IdentifierKind::container:
    case IdentifierKind::lot: return identifier.is_current();
    default: return false;
  }
}

std::optional<std::string_view> label_of(Identifier const& identifier) {
  return identifier.value == identifier.key.value_norm ? std::nullopt
                                                       : std::optional<std::string_view>(identifier.value);
}

std::optional<std::int64_t> flag(bool set) {
  return set ? std::optional<std::int64_t>(1) : std::nullopt;
}

/// The rows of the mirror, all bound in the same way.
void bind_mirror(Statement& insert, Identifier const& row) {
  insert
      .bind(row.subject, row.key.kind, row.key.value_norm, row.key.scope, row.closed_by, label_of(row), row.valid_from,
            row.opened_by, row.valid_to, flag(row.mistaken))
      .run();
}

using MirrorKey = std::tuple<std::int64_t, std::int64_t, std::string, std::int64_t>;  ///< subject, kind, value, scope

MirrorKey mirror_key(Identifier const& row) {
  return {row.subject.value, static_cast<std::int64_t>(row.key.kind), row.key.value_norm, row.key.scope};
}

void close_identifiers(Connection& connection, domain::Changes const& changes) {
  auto close = connection.use_for_each(sql::close_identifier);
  for (auto const& row : changes.identifiers_closed) {
    close.bind(row.key.value_norm, row.key.kind, row.key.scope, row.closed_by, twin_of(row), row.subject, row.valid_to,
               flag(row.mistaken));
    close.change_one("a number was given up by somebody else");
  }
  close.finish();
  auto const in_mirror = collect(
      connection, sql::close_identifier_of_subject, changes.identifiers_closed,
      [](Statement& statement, Identifier const& row) {
        statement.bind(row.subject, row.key.kind, row.key.value_norm, row.key.scope, row.closed_by, row.valid_to,
                       flag(row.mistaken));
      },
      [](Statement const& row) {
        return MirrorKey(row.integer(0), row.integer(1), std::string(row.text(2)), row.integer(3));
      });
  std::set<MirrorKey> const found(in_mirror.begin(), in_mirror.end());
  auto insert = connection.use_for_each(sql::insert_identifier_of_subject);
  for (auto const& row : changes.identifiers_closed) {
    if (!found.contains(mirror_key(row))) {
      bind_mirror(insert, row);
    }
  }
  insert.finish();
}

void open_identifiers(Connection& connection, domain::Changes const& changes) {
  auto insert = connection.use_for_each(sql::insert_identifier);
  auto insert_mirror = connection.use_for_each(sql::insert_identifier_of_subject);
  for (auto const& row : changes.identifiers_opened) {
    insert.bind(row.key.value_norm, row.key.kind, row.key.scope, row.closed_by, twin_of(row), row.subject,
                label_of(row), row.valid_from, row.opened_by, row.valid_to, flag(row.mistaken));
    insert.run();
    if (!stands_in_own_row(row)) {
      bind_mirror(insert_mirror, row);
    }
  }
  insert.finish();
  insert_mirror.finish();
}

void remove_identifiers(Connection& connection, domain::Changes const& changes) {
  auto remove = connection.use_for_each(sql::delete_identifier);
  auto remove_mirror = connection.use_for_each(sql::delete_identifier_of_subject);
  for (auto const& row : changes.identifiers_removed) {
    remove.bind(row.key.value_norm, row.key.kind, row.key.scope, row.closed_by, twin_of(row), row.subject);
    remove.change_one("a number was changed by somebody else");
    if (!stands_in_own_row(row)) {
      remove_mirror.bind(row.subject, row.key.kind, row.key.value_norm, row.key.scope, row.closed_by);
      remove_mirror.change_one("a number, by subject, was changed by somebody else");
    }
  }
  remove.finish();
  remove_mirror.finish();
}

void remove_stays(Connection& connection, domain::Changes const& changes) {
  auto remove = connection.use_for_each(sql::delete_containment);
  auto remove_mirror = connection.use_for_each(sql::delete_contents);
  for (auto const& row : changes.stays_removed) {
    remove.bind(row.child, row.from, row.entered_by);
    remove.change_one("a stay in a container was changed by somebody else");
    remove_mirror.bind(row.parent, row.from, row.child, row.entered_by);
    remove_mirror.change_one("a stay in a container, by parent, was changed by somebody else");
  }
  remove.finish();
  remove_mirror.finish();
}

/// Where and since when something is inside, by (child, parent).
using OpenStays = std::map<std::pair<std::int64_t, std::int64_t>, std::pair<base::Instant, domain::EventId>>;

OpenStays open_stays(Connection& connection, std::span<domain::Containment const> left) {
  OpenStays stays;
  auto const rows = collect(
      connection, sql::find_open_containment, left,
      [](Statement& statement, domain::Containment const& row) { statement.bind(row.child, row.parent); },
      [](Statement const& row) {
        return OpenStays::value_type({row.integer(0), row.integer(1)}, {{row.integer(2)}, {row.integer(3)}});
      });
  stays.insert(rows.begin(), rows.end());
  return stays;
}

void end_stays(Connection& connection, std::span<domain::Containment const> left) {
  auto const stays = open_stays(connection, left);
  auto end = connection.use_for_each(sql::end_containment);
  auto end_mirror = connection.use_for_each(sql::end_contents);
  for (auto const& row : left) {
    auto const stay = stays.find({row.child.value, row.parent.value});
    if (stay == stays.end()) {
      throw GuardLost("something was taken out of its container by somebody else");
    }
    auto const& [from, entered_by] = stay->second;
    end.bind(row.child, from, entered_by, row.to, row.left_by);
    end.change_one("a stay in a container");
    end_mirror.bind(row.child, from, entered_by, row.to, row.left_by, row.parent);
    end_mirror.change_one("a stay in a container, by parent");
  }
  end.finish();
  end_mirror.finish();
}

}  // namespace

void identifiers(Connection& connection, domain::Changes const& changes) {
  remove_identifiers(connection, changes);
  // First closed, then opened: so two labels can be swapped in one operation.
  close_identifiers(connection, changes);
  open_identifiers(connection, changes);
}

void containment(Connection& connection, domain::Changes const& changes) {
  remove_stays(connection, changes);
  end_stays(connection, changes.left);
  for (auto const* const sql : {&sql::insert_containment, &sql::insert_contents}) {
    auto insert = connection.use_for_each(*sql);
    for (auto const& row : changes.entered) {
      insert.bind(row.child, row.from, row.entered_by, row.child_kind, row.parent, row.to, null_if_none(row.left_by));
      insert.run();
    }
    insert.finish();
  }
}

void records(Connection& connection, domain::Changes const& changes) {
  for (auto const& [record, expected] : changes.records) {
    base::ByteWriter writer;
    base::write_value(writer, record.value);
    auto const value = writer.take();
    if (expected) {
      connection.use(sql::update_record)
          .bind(record.id, expected, record.kind, record.code_norm, record.code, record.retired, record.version,
                Blob{value})
          .change_one("a master record was changed by somebody else");
    } else {
      connection.use(sql::insert_record)
          .bind(record.id, record.kind, record.code_norm, record.code, record.retired, record.version, Blob{value})
          .run();
    }
  }
}

void history(Connection& connection, domain::Changes const& changes) {
  auto remove = connection.use_for_each(sql::delete_event_subject);
  for (auto const& row : changes.subjects_removed) {
    remove.bind(row.subject, row.event_time, row.event, row.role);
    remove.change_one("a row of the history was changed by somebody else");
  }
  remove.finish();
  auto subject = connection.use_for_each(sql::insert_event_subject);
  for (auto const& row : changes.subjects) {
    subject.bind(row.subject, row.event_time, row.event, row.role, Blob{row.state});
    subject.run();
  }
  subject.finish();
  auto document = connection.use_for_each(sql::insert_event_document);
  for (auto const& row : changes.documents) {
    document.bind(row.number_norm, row.kind, row.event);
    document.run();
  }
  document.finish();
}

void corrections(Connection& connection, domain::Changes const& changes) {
  auto reverse = connection.use_for_each(sql::insert_reversal);
  for (auto const& item : changes.reversed) {
    reverse.bind(item.event, item.subject, item.reversed_by).run();
  }
  reverse.finish();
  for (auto const& amendment : changes.amended) {
    connection.use(sql::insert_amendment).bind(amendment.event, amendment.amended_by).run();
  }
  for (auto const& exception : changes.exceptions_raised) {
    connection.use(sql::insert_exception)
        .bind(exception.raised_by, exception.raised_at, null_if_none(exception.resolved_by), exception.resolved_at)
        .run();
  }
  for (auto const& exception : changes.exceptions_resolved) {
    connection.use(sql::resolve_exception)
        .bind(exception.raised_by, exception.resolved_by, exception.resolved_at)
        .change_one("an exception was resolved by somebody else");
  }
}

}  // namespace nameplate::store::tables::write
