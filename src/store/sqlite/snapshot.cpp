#include "store/sqlite/snapshot.hpp"

#include "base/hash.hpp"
#include "store/sqlite/jobs.hpp"
#include "store/sqlite/questions.hpp"
#include "store/sqlite/rows.hpp"
#include "store/sqlite/sql_ledger.hpp"
#include "store/sqlite/sql_question.hpp"

#include <algorithm>

namespace nameplate::store::sqlite {
namespace {

/// All rows of a statement, with its values.
template <typename Read, typename... Values>
auto all_rows(Connection& connection, Sql const& sql, Read read, Values const&... values) {
  std::vector<decltype(read(std::declval<Statement const&>()))> rows;
  auto statement = connection.use(sql);
  statement.bind(values...);
  while (statement.step()) {
    rows.push_back(read(statement));
  }
  return rows;
}

domain::Containment read_containment(Statement const& row) {
  domain::Containment containment{.child = {row.integer(0)},
                                  .child_kind = static_cast<domain::SubjectKind>(row.integer(1)),
                                  .parent = {row.integer(2)},
                                  .from = {row.integer(3)},
                                  .entered_by = {row.integer(4)},
                                  .left_by = {row.integer(6)}};
  if (!row.is_null(5)) {
    containment.to = base::Instant{row.integer(5)};
  }
  return containment;
}

TokenSecret read_secret(Statement const& row) {
  TokenSecret secret{.account = {row.integer(1)}};
  auto const hash = row.blob(0);
  std::copy_n(hash.begin(), std::min(hash.size(), secret.hash.size()), secret.hash.begin());
  if (!row.is_null(2)) {
    secret.last_used = base::Instant{row.integer(2)};
  }
  return secret;
}

constexpr std::size_t records_at_once = 500;

}  // namespace

std::vector<domain::UnitState> Snapshot::list_units(UnitFilter const& filter, UnitPage const& page) {
  return run([&](Connection& connection) { return question::list_units(connection, filter, page); });
}

Count Snapshot::count_units(UnitFilter const& filter, std::int64_t limit) {
  return run([&](Connection& connection) { return question::count_units(connection, filter, limit); });
}

std::vector<StockRow> Snapshot::stock(StockFilter const& filter, std::span<StockGroup const> group_by) {
  return run([&](Connection& connection) { return question::stock(connection, filter, group_by); });
}

std::vector<domain::ContainerState> Snapshot::list_containers(
    std::optional<std::vector<domain::RecordId>> const& locations, domain::SubjectId after, std::size_t limit) {
  return run([&](Connection& connection) { return question::list_containers(connection, locations, after, limit); });
}

std::vector<domain::LotState> Snapshot::list_lots(std::optional<domain::RecordId> product, domain::SubjectId after,
                                                  std::size_t limit) {
  return run([&](Connection& connection) {
    return product ? all_rows(connection, sql::list_lots_of_product, read_lot, after, limit, *product)
                   : all_rows(connection, sql::list_lots, read_lot, after, limit);
  });
}

std::vector<domain::Hold> Snapshot::list_holds(bool active_only, domain::HoldId after, std::size_t limit) {
  return run([&](Connection& connection) {
    return all_rows(connection, active_only ? sql::list_active_holds : sql::list_holds, read_hold, after, limit);
  });
}

std::vector<domain::Event> Snapshot::events_after(domain::Sequence after, EventLimit limit) {
  return run([&](Connection& connection) {
    std::vector<domain::Event> events;
    auto statement = connection.use(sql::events_after);
    statement.bind(after, limit.events);
    for (std::size_t items = 0; items < limit.items && statement.step();) {
      events.push_back(read_event(statement));
      items += events.back().items.size();
    }
    statement.reset();
    load::add_private_fields(connection, events);
    return events;
  });
}

std::vector<domain::EventSubject> Snapshot::history_of(std::span<domain::SubjectId const> subjects) {
  return run(
      [&](Connection& connection) { return collect(connection, sql::history_of, subjects, read_event_subject); });
}

std::vector<domain::Containment> Snapshot::parents_of(std::span<domain::SubjectId const> children) {
  return run([&](Connection& connection) { return collect(connection, sql::parents_of, children, read_containment); });
}

std::vector<domain::Containment> Snapshot::contents_of(std::span<domain::SubjectId const> parents, base::Instant from,
                                                       base::Instant to) {
  return run([&](Connection& connection) {
    return collect(
        connection, sql::contents_of, parents,
        [&](Statement& statement, domain::SubjectId parent) { statement.bind(parent, from, to); }, read_containment);
  });
}

std::vector<domain::EventId> Snapshot::events_naming(std::string const& number_norm,
                                                     std::optional<std::string> const& kind) {
  return run([&](Connection& connection) {
    auto ids = all_rows(
        connection, sql::events_naming, [](Statement const& row) { return domain::EventId{row.integer(0)}; },
        number_norm, kind);
    // One event may name the paper as two kinds.
    auto const repeated = std::ranges::unique(ids);
    ids.erase(repeated.begin(), repeated.end());
    return ids;
  });
}

std::vector<domain::RecordRow> Snapshot::list_records(std::uint8_t kind, std::string const& code_norm_after,
                                                      std::size_t limit) {
  return run([&](Connection& connection) {
    return all_rows(connection, sql::list_records, read_record, kind, code_norm_after, limit);
  });
}

void Snapshot::for_each_record(std::uint8_t kind, std::function<void(domain::RecordRow&&)> const& take) {
  // In parts, so that `take` may ask this snapshot something else. Every code has at least one character.
  std::string after;
  while (true) {
    auto rows = list_records(kind, after, records_at_once);
    if (rows.empty()) {
      return;
    }
    after = rows.back().code_norm;
    for (auto& row : rows) {
      take(std::move(row));
    }
  }
}

std::vector<domain::Hold> Snapshot::active_rule_holds() {
  return run([&](Connection& connection) { return all_rows(connection, sql::active_rule_holds, read_hold); });
}

std::optional<TokenSecret> Snapshot::find_token(std::array<std::uint8_t, 32> const& hash) {
  return run([&](Connection& connection) {
    auto const found = all_rows(connection, sql::find_secret, read_secret, Blob{base::as_text(hash)});
    return found.empty() ? std::nullopt : std::optional(found.front());
  });
}

std::vector<TokenSecret> Snapshot::list_tokens() {
  return run([&](Connection& connection) { return all_rows(connection, sql::list_secrets, read_secret); });
}

bool Snapshot::has_old_keys(std::string_view from, std::string_view to, base::Instant limit) {
  return run([&](Connection& connection) {
    return connection.use(sql::has_old_key).bind(Blob{from}, Blob{to}, limit).step();
  });
}

std::vector<Job> Snapshot::load_jobs(std::span<domain::JobId const> ids) {
  return run([&](Connection& connection) { return jobs::load(connection, ids); });
}

std::vector<Job> Snapshot::list_jobs(std::optional<domain::RecordId> account, domain::JobId before, std::size_t limit) {
  return run([&](Connection& connection) { return jobs::list(connection, account, before, limit); });
}

std::optional<Job> Snapshot::find_job_by_key(ShortHash const& key) {
  return run([&](Connection& connection) { return jobs::find_by_key(connection, key); });
}

std::vector<domain::JobId> Snapshot::jobs_at_work() {
  return run([](Connection& connection) { return jobs::at_work(connection); });
}

std::vector<JobPartInfo> Snapshot::job_parts(domain::JobId job) {
  return run([&](Connection& connection) { return jobs::parts(connection, job); });
}

std::optional<std::string> Snapshot::load_job_part(domain::JobId job, std::int64_t part) {
  return run([&](Connection& connection) { return jobs::part(connection, job, part); });
}

std::vector<JobRow> Snapshot::job_rows(domain::JobId job, std::optional<RowOutcome> only, std::int64_t after,
                                       std::size_t limit) {
  return run([&](Connection& connection) { return jobs::rows(connection, job, only, after, limit); });
}

std::optional<domain::JobId> Snapshot::job_with_old_content(base::Instant limit) {
  return run([&](Connection& connection) { return jobs::with_old_content(connection, limit); });
}

std::vector<ProjectionRow> Snapshot::dump(Projection projection, std::optional<std::string> const& after,
                                          std::size_t limit) {
  return run([&](Connection& connection) { return question::dump(connection, projection, after, limit); });
}

}  // namespace nameplate::store::sqlite
