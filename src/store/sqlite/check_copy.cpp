#include "store/sqlite/check_copy.hpp"

#include "migrations.embedded.hpp"
#include "store/failure.hpp"
#include "store/sqlite/migrate.hpp"
#include "store/tables/load.hpp"
#include "store/tables/seals.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace nameplate::store::sqlite {
namespace {

constexpr int steps_between_looks = 20'000;

/// Statements on the connection are broken off when somebody asks for it.
void obey(Connection& connection, std::atomic<bool> const* cancel) {
  if (cancel != nullptr) {
    sqlite3_progress_handler(
        connection.handle(), steps_between_looks,
        [](void* flag) { return static_cast<std::atomic<bool> const*>(flag)->load() ? 1 : 0; },
        const_cast<std::atomic<bool>*>(cancel));  // NOLINT(cppcoreguidelines-pro-type-const-cast): SQLite's signature
  }
}

std::vector<std::string> faults_of_structure(Connection& connection) {
  static constexpr Sql check{"integrity_check", "PRAGMA integrity_check(20)"};
  std::vector<std::string> faults;
  auto rows = connection.use(check);
  while (rows.step()) {
    faults.emplace_back(rows.text(0));
  }
  if (faults == std::vector<std::string>{"ok"}) {
    faults.clear();
  }
  return faults;
}

/// The events must be 1, 2, 3 ... up to the head.
void check_ledger(Connection& connection, CopyCheck& found) {
  auto const events = connection.ask("SELECT count(*) FROM event");
  auto const newest = connection.ask("SELECT coalesce(max(sequence), 0) FROM event");
  if (events != found.head.sequence || newest != found.head.sequence) {
    found.faults.push_back(fmt::format("the head says that there are {} events; there are {}, the newest is {}",
                                       found.head.sequence, events, newest));
  }
}

std::string name_of_ledger(Connection& connection) {
  std::string name;
  domain::SealHasher hasher;
  tables::seals::for_each_stored_event(connection, 0, {.events = 1}, [&](domain::StoredEvent const& event) {
    name = domain::ledger_name(hasher.leaf(event));
  });
  return name;
}

}  // namespace

CopyCheck check_copy(std::string const& path, std::atomic<bool> const* cancel) {
  Connection connection({.path = path, .read_only = true, .immutable = true});
  obey(connection, cancel);
  auto const identity = identify(connection);
  refuse_newer(identity, migrations());
  if (identity.is_empty) {
    throw StorageFailure(FailureKind::damaged, "the database " + path + " is empty");
  }
  CopyCheck found{.schema = identity.schema, .faults = faults_of_structure(connection)};
  if (found.faults.empty()) {
    found.head = tables::load::head(connection);
    found.ledger = name_of_ledger(connection);
    check_ledger(connection, found);
  }
  return found;
}

}  // namespace nameplate::store::sqlite
