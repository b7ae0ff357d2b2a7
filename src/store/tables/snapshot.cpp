#include "store/tables/snapshot.hpp"

#include "base/hash.hpp"
#include "store/tables/check.hpp"
#include "store/tables/jobs.hpp"
#include "store/tables/questions.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/seals.hpp"
#include "store/tables/side.hpp"
#include "store/tables/sql_ledger.hpp"
#include "store/tables/sql_past.hpp"
#include "store/tables/sql_question.hpp"
#include "store/tables/sql_seals.hpp"

#include <algorithm>

namespace nameplate::store::tables {
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

UnitsThen Snapshot::list_units_at(UnitFilter const& filter, base::Instant at, UnitPage const& page) {
  return run([&](Connection& connection) { return question::list_units_at(connection, filter, at, page); });
}

std::vector<StockRow> Snapshot::stock(StockFilter const& filter, std::span<StockGroup const> group_by) {
  return run([&](Connection& connection) { return question::stock(connection, filter, group_by); });
}

StockPart Snapshot::stock_at(StockFilter const& filter, std::span<StockGroup const> group_by, base::Instant at,
                             KnownOnce const* known, domain::SubjectId after) {
  return run(
      [&](Connection& connection) { return question::stock_at(connection, filter, group_by, at, known, after); });
}

Rewritten Snapshot::rewritten_since(domain::Sequence after) {
  return run([&](Connection& connection) { return question::rewritten_since(connection, after); });
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

std::vector<domain::EventSubject> Snapshot::states_at(std::span<domain::SubjectId const> subjects, base::Instant at) {
  return run([&](Connection& connection) {
    return collect(
        connection, sql::past_state_row_at, subjects,
        [&](Statement& statement, domain::SubjectId subject) { statement.bind(subject, at); }, read_event_subject);
  });
}

std::vector<CounterRange> Snapshot::read_counters(std::span<std::string const> counters) {
  return run([&](Connection& connection) {
    std::vector<CounterRange> read;
    auto statement = connection.use(sql::read_counter);
    for (auto const& counter : counters) {
      if (statement.bind(counter).step()) {
        read.push_back({.counter = counter, .first = statement.integer(0)});
      }
    }
    return read;
  });
}

domain::Sequence Snapshot::sequence_at(base::Instant recorded) {
  return run([&](Connection& connection) {
    // Recorded time never runs backwards, so the one sought stands between two that are known.
    domain::Sequence below = 0;
    auto above = load::head(connection).sequence + 1;
    auto statement = connection.use(sql::recorded_at);
    while (above - below > 1) {
      auto const middle = below + (above - below) / 2;
      bool const is_there = statement.bind(middle).step() && statement.integer(0) <= recorded.microseconds;
      (is_there ? below : above) = middle;
    }
    return below;
  });
}

std::vector<EventMoment> Snapshot::moments_of(std::span<domain::EventId const> events) {
  return run([&](Connection& connection) {
    return collect(connection, sql::event_moment, events, [](Statement const& row) {
      return EventMoment{.event = {row.integer(0)},
                         .sequence = row.integer(1),
                         .event_time = {row.integer(2)},
                         .recorded_at = {row.integer(3)}};
    });
  });
}

std::vector<domain::Containment> Snapshot::parents_of(std::span<domain::SubjectId const> children) {
  return run([&](Connection& connection) { return collect(connection, sql::parents_of, children, read_containment); });
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

std::vector<PrivateRow> Snapshot::private_after(domain::ErasedValue const& after, std::size_t limit) {
  return run([&](Connection& connection) {
    return all_rows(
        connection, sql::private_after,
        [](Statement const& row) {
          return PrivateRow{.key = {.event = {row.integer(0)},
                                    .field = std::string(row.text(1)),
                                    .place = static_cast<std::int32_t>(row.integer(2))},
                            .value = std::string(row.blob(3))};
        },
        after.event, after.field, after.place, limit);
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

PastStep Snapshot::past_step(std::int64_t events_max) {
  return run([&](Connection& connection) { return read_past_step(connection, events_max); });
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

std::vector<domain::Exception> Snapshot::list_exceptions(ExceptionFilter const& filter, domain::EventId before,
                                                         std::size_t limit) {
  return run([&](Connection& connection) {
    bool const only_open = filter.open.value_or(false);
    auto const read = [](Statement const& row) { return read_exception(row); };
    return only_open ? all_rows(connection, sql::list_open_exceptions, read, before, filter.since, limit)
                     : all_rows(connection, sql::list_exceptions, read, before, filter.since, limit, filter.open);
  });
}

std::vector<Approval> Snapshot::list_approvals(std::optional<ApprovalState> state, ApprovalId before,
                                               std::size_t limit) {
  return run([&](Connection& connection) { return approvals::list(connection, state, before, limit); });
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

std::vector<domain::EventId> Snapshot::job_events(domain::JobId job) {
  return run([&](Connection& connection) { return jobs::events(connection, job); });
}

std::vector<JobRow> Snapshot::job_rows(domain::JobId job, std::optional<RowOutcome> only, std::int64_t after,
                                       std::size_t limit) {
  return run([&](Connection& connection) { return jobs::rows(connection, job, only, after, limit); });
}

std::optional<domain::JobId> Snapshot::job_with_old_content(base::Instant limit) {
  return run([&](Connection& connection) { return jobs::with_old_content(connection, limit); });
}

void Snapshot::for_each_stored_event(domain::Sequence after, StoredEventLimit limit,
                                     std::function<void(domain::StoredEvent const&)> const& take) {
  run([&](Connection& connection) { seals::for_each_stored_event(connection, after, limit, take); });
}

std::vector<Seal> Snapshot::seals_after(std::int64_t block, std::size_t limit) {
  return run(
      [&](Connection& connection) { return all_rows(connection, sql::seals_after, seals::read_seal, block, limit); });
}

std::optional<Seal> Snapshot::newest_seal() {
  return run([](Connection& connection) {
    auto const found = all_rows(connection, sql::newest_seal, seals::read_seal);
    return found.empty() ? std::nullopt : std::optional(found.front());
  });
}

std::vector<domain::SealNode> Snapshot::seal_nodes(std::span<domain::SealNodeKey const> keys) {
  return run([&](Connection& connection) { return seals::nodes(connection, keys); });
}

std::vector<SideRow> Snapshot::side_rows(SideTable table, SideRow const& after, SideLimit limit) {
  return run([&](Connection& connection) { return side::rows(connection, table, after, limit); });
}

bool Snapshot::is_half_made() {
  return run([](Connection& connection) { return side::is_half_made(connection); });
}

LedgerCounts Snapshot::ledger_counts() {
  return run([](Connection& connection) { return check::ledger_counts(connection); });
}

std::vector<CountDifference> Snapshot::compare_counts() {
  return run([](Connection& connection) { return check::compare_counts(connection); });
}

std::vector<std::string> Snapshot::check_structure() {
  return run([](Connection& connection) { return connection.check_structure(); });
}

std::vector<ProjectionRow> Snapshot::dump(Projection projection, std::optional<std::string> const& after,
                                          std::size_t limit) {
  return run([&](Connection& connection) { return question::dump(connection, projection, after, limit); });
}

}  // namespace nameplate::store::tables
