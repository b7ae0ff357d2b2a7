#include "store/tables/jobs.hpp"

#include "base/hash.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_jobs.hpp"
#include "store/tables/write.hpp"

#include <algorithm>

namespace nameplate::store::tables::jobs {
namespace {

std::optional<ShortHash> read_hash(Statement const& row, int column) {
  if (row.is_null(column)) {
    return std::nullopt;
  }
  ShortHash hash{};
  auto const bytes = row.blob(column);
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

std::optional<Blob> blob_of(std::optional<ShortHash> const& hash) {
  return hash ? std::optional(Blob{base::as_text(*hash)}) : std::nullopt;
}

Job read_job(Statement const& row) {
  return {.id = {row.integer(0)},
          .kind = std::string(row.text(1)),
          .state = static_cast<JobState>(row.integer(2)),
          .account = {row.integer(3)},
          .name = std::string(row.text(4)),
          .key = read_hash(row, 13),
          .body = read_hash(row, 14),
          .parameters = std::string(row.blob(12)),
          .report = std::string(row.blob(11)),
          .position = row.integer(5),
          .plan = {},
          .reason = std::string(row.text(6)),
          .detail = std::string(row.text(7)),
          .created_at = {row.integer(8)},
          .updated_at = {row.integer(9)},
          .version = row.integer(10)};
}

Job read_whole_job(Statement const& row) {
  auto job = read_job(row);
  job.plan = row.blob(15);
  return job;
}

ShortHash short_hash(std::string_view bytes) {
  auto const digest = base::sha256(bytes);
  ShortHash half{};
  std::copy_n(digest.begin(), half.size(), half.begin());
  return half;
}

void write_job(Connection& connection, Job const& job) {
  if (job.version == 0) {
    connection.use(sql::insert_job)
        .bind(job.id, job.kind, job.state, job.account, job.name, Blob{job.parameters}, Blob{job.report}, job.position,
              Blob{job.plan}, job.reason, job.detail, job.created_at, job.updated_at, 1, blob_of(job.key),
              blob_of(job.body))
        .run();
    return;
  }
  connection.use(sql::update_job)
      .bind(job.id, job.state, Blob{job.report}, job.position, Blob{job.plan}, job.reason, job.detail, job.updated_at,
            job.version)
      .change_one("the job was changed by somebody else");
}

}  // namespace

std::vector<Job> load(Connection& connection, std::span<domain::JobId const> ids) {
  return collect(connection, sql::load_job, ids, read_whole_job);
}

std::vector<Job> list(Connection& connection, std::optional<domain::RecordId> account, domain::JobId before,
                      std::size_t limit) {
  std::vector<Job> jobs;
  auto statement = connection.use(sql::list_jobs);
  statement.bind(before, account, limit);
  while (statement.step()) {
    jobs.push_back(read_job(statement));
  }
  return jobs;
}

std::optional<Job> find_by_key(Connection& connection, ShortHash const& key) {
  auto statement = connection.use(sql::find_job_by_key);
  return statement.bind(Blob{base::as_text(key)}).step() ? std::optional(read_whole_job(statement)) : std::nullopt;
}

std::vector<domain::JobId> at_work(Connection& connection) {
  std::vector<domain::JobId> ids;
  auto statement = connection.use(sql::jobs_at_work);
  while (statement.step()) {
    ids.push_back({statement.integer(0)});
  }
  return ids;
}

std::vector<JobPartInfo> parts(Connection& connection, domain::JobId job) {
  std::vector<JobPartInfo> parts;
  auto statement = connection.use(sql::list_job_parts);
  statement.bind(job);
  while (statement.step()) {
    parts.push_back({.part = statement.integer(0),
                     .size = statement.integer(1),
                     .hash = read_hash(statement, 2).value_or(ShortHash())});
  }
  return parts;
}

std::optional<std::string> part(Connection& connection, domain::JobId job, std::int64_t number) {
  auto statement = connection.use(sql::load_job_part);
  return statement.bind(job, number).step() ? std::optional(std::string(statement.blob(0))) : std::nullopt;
}

std::vector<domain::EventId> events(Connection& connection, domain::JobId job) {
  std::vector<domain::EventId> ids;
  auto statement = connection.use(sql::list_job_events);
  statement.bind(job);
  while (statement.step()) {
    ids.push_back({statement.integer(0)});
  }
  return ids;
}

std::vector<JobRow> rows(Connection& connection, domain::JobId job, std::optional<RowOutcome> only, std::int64_t after,
                         std::size_t limit) {
  std::vector<JobRow> rows;
  auto statement = connection.use(sql::list_job_rows);
  statement.bind(job, after, only, limit);
  while (statement.step()) {
    rows.push_back({.row = statement.integer(0),
                    .outcome = static_cast<RowOutcome>(statement.integer(1)),
                    .body = std::string(statement.blob(2))});
  }
  return rows;
}

void write(Connection& connection, std::span<JobChange const> changes) {
  for (auto const& change : changes) {
    auto const id = change.job.id;
    write_job(connection, change.job);
    for (auto const& part : change.parts) {
      auto const hash = short_hash(part.bytes);
      connection.use(sql::insert_job_part).bind(id, part.part, Blob{base::as_text(hash)}, Blob{part.bytes}).run();
    }
    if (change.forgets_rows) {
      connection.use(sql::delete_job_rows).bind(id).run();
    }
    auto remove = connection.use_for_each(sql::delete_job_row);
    for (auto const row : change.rows_done) {
      remove.bind(id, row).run();
    }
    remove.finish();
    auto put_event = connection.use_for_each(sql::put_job_event);
    for (auto const event : change.events) {
      put_event.bind(id, event).run();
    }
    put_event.finish();
    auto put = connection.use(sql::put_job_row);  // one by one: the last word on a row counts
    for (auto const& row : change.rows) {
      put.bind(id, row.row, row.outcome, Blob{row.body}).run();
    }
  }
}

std::optional<domain::JobId> with_old_content(Connection& connection, base::Instant limit) {
  auto statement = connection.use(sql::old_job_content);
  return statement.bind(limit).step() ? std::optional(domain::JobId{statement.integer(0)}) : std::nullopt;
}

void delete_some_content(Connection& connection, domain::JobId job) {
  connection.use(sql::delete_a_part).bind(job).run();
  connection.use(sql::delete_some_rows).bind(job).run();
}

}  // namespace nameplate::store::tables::jobs
