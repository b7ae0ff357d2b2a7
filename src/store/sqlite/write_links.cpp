#include "base/check.hpp"
#include "base/value.hpp"
#include "domain/identifier.hpp"
#include "store/sqlite/sql_write.hpp"
#include "store/sqlite/write.hpp"

namespace nameplate::store::sqlite::write {
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

void insert_into_mirror(Connection& connection, Identifier const& row) {
  connection.use(sql::insert_identifier_of_subject)
      .bind(row.subject, row.key.kind, row.key.value_norm, row.key.scope, row.closed_by, label_of(row), row.valid_from,
            row.opened_by, row.valid_to, flag(row.mistaken))
      .run();
}

void close_identifiers(Connection& connection, domain::Changes const& changes) {
  auto close = connection.use(sql::close_identifier);
  for (auto const& row : changes.identifiers_closed) {
    close.bind(row.key.value_norm, row.key.kind, row.key.scope, row.closed_by, twin_of(row), row.subject, row.valid_to,
               flag(row.mistaken));
    expect_one_row(close.change(), "a number was given up by somebody else");
    auto const in_mirror = connection.use(sql::close_identifier_of_subject)
                               .bind(row.subject, row.key.kind, row.key.value_norm, row.key.scope, row.closed_by,
                                     row.valid_to, flag(row.mistaken))
                               .change();
    if (in_mirror == 0) {
      insert_into_mirror(connection, row);
    }
  }
}

void open_identifiers(Connection& connection, domain::Changes const& changes) {
  auto insert = connection.use(sql::insert_identifier);
  for (auto const& row : changes.identifiers_opened) {
    insert.bind(row.key.value_norm, row.key.kind, row.key.scope, row.closed_by, twin_of(row), row.subject,
                label_of(row), row.valid_from, row.opened_by, row.valid_to, flag(row.mistaken));
    insert.run();
    if (!stands_in_own_row(row)) {
      insert_into_mirror(connection, row);
    }
  }
}

}  // namespace

void identifiers(Connection& connection, domain::Changes const& changes) {
  // First closed, then opened: so two labels can be swapped in one operation.
  close_identifiers(connection, changes);
  open_identifiers(connection, changes);
}

void containment(Connection& connection, domain::Changes const& changes) {
  auto find = connection.use(sql::find_open_containment);
  auto end = connection.use(sql::end_containment);
  auto end_mirror = connection.use(sql::end_contents);
  for (auto const& row : changes.left) {
    find.bind(row.child, row.parent);
    if (!find.step()) {
      throw GuardLost("something was taken out of its container by somebody else");
    }
    auto const from = find.integer(0);
    auto const entered_by = find.integer(1);
    find.reset();
    end.bind(row.child, from, entered_by, row.to, row.left_by);
    expect_one_row(end.change(), "a stay in a container");
    end_mirror.bind(row.child, from, entered_by, row.to, row.left_by, row.parent);
    expect_one_row(end_mirror.change(), "a stay in a container, by parent");
  }
  for (auto const* const sql : {&sql::insert_containment, &sql::insert_contents}) {
    auto insert = connection.use(*sql);
    for (auto const& row : changes.entered) {
      insert.bind(row.child, row.from, row.entered_by, row.child_kind, row.parent, row.to, null_if_none(row.left_by));
      insert.run();
    }
  }
}

void holds(Connection& connection, domain::Changes const& changes) {
  for (auto const& hold : changes.holds_placed) {
    auto const rule = hold.rule.value_or(domain::HoldRule());
    bool const anywhere = rule.place == domain::Holder();
    connection.use(sql::insert_hold)
        .bind(hold.id, hold.kind, hold.reason, hold.case_number, hold.rule.has_value(), null_if_none(rule.product),
              null_if_none(rule.lot), anywhere ? std::nullopt : std::optional(rule.place.kind),
              anywhere ? std::nullopt : std::optional(rule.place.id), hold.placed_by, hold.placed_at,
              null_if_none(hold.released_by), hold.released_at, null_if_none(rule.category))
        .run();
  }
  for (auto const& hold : changes.holds_released) {
    expect_one_row(connection.use(sql::release_hold).bind(hold.id, hold.released_by, hold.released_at).change(),
                   "a hold was released by somebody else");
  }
  auto place = connection.use(sql::insert_hold_member);
  for (auto const& member : changes.members_placed) {
    place.bind(member.subject, member.hold, member.kind, member.placed_by, null_if_none(member.released_by));
    place.run();
  }
  auto release = connection.use(sql::release_hold_member);
  for (auto const& member : changes.members_released) {
    release.bind(member.subject, member.hold, member.placed_by, member.released_by);
    expect_one_row(release.change(), "a hold on an item was released by somebody else");
  }
}

void records(Connection& connection, domain::Changes const& changes) {
  for (auto const& [record, expected] : changes.records) {
    base::ByteWriter writer;
    base::write_value(writer, record.value);
    auto const value = writer.take();
    if (expected) {
      expect_one_row(connection.use(sql::update_record)
                         .bind(record.id, expected, record.kind, record.code_norm, record.code, record.retired,
                               record.version, Blob{value})
                         .change(),
                     "a master record was changed by somebody else");
    } else {
      connection.use(sql::insert_record)
          .bind(record.id, record.kind, record.code_norm, record.code, record.retired, record.version, Blob{value})
          .run();
    }
  }
}

void history(Connection& connection, domain::Changes const& changes) {
  auto subject = connection.use(sql::insert_event_subject);
  for (auto const& row : changes.subjects) {
    subject.bind(row.subject, row.event_time, row.event, row.role, Blob{row.state});
    subject.run();
  }
  auto document = connection.use(sql::insert_event_document);
  for (auto const& row : changes.documents) {
    document.bind(row.number_norm, row.kind, row.event);
    document.run();
  }
}

}  // namespace nameplate::store::sqlite::write
