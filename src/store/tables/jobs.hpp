#pragma once

#include "store/job.hpp"
#include "store/tables/connection.hpp"

#include <optional>
#include <span>
#include <vector>

/// Jobs in SQLite. Private to the store.
namespace nameplate::store::tables::jobs {

[[nodiscard]] std::vector<Job> load(Connection& connection, std::span<domain::JobId const> ids);
[[nodiscard]] std::vector<Job> list(Connection& connection, std::optional<domain::RecordId> account,
                                    domain::JobId before, std::size_t limit);
[[nodiscard]] std::optional<Job> find_by_key(Connection& connection, ShortHash const& key);
[[nodiscard]] std::vector<domain::JobId> at_work(Connection& connection);
[[nodiscard]] std::vector<JobPartInfo> parts(Connection& connection, domain::JobId job);
[[nodiscard]] std::optional<std::string> part(Connection& connection, domain::JobId job, std::int64_t number);
[[nodiscard]] std::vector<domain::EventId> events(Connection& connection, domain::JobId job);
[[nodiscard]] std::vector<JobRow> rows(Connection& connection, domain::JobId job, std::optional<RowOutcome> only,
                                       std::int64_t after, std::size_t limit);

void write(Connection& connection, std::span<JobChange const> changes);

[[nodiscard]] std::optional<domain::JobId> with_old_content(Connection& connection, base::Instant limit);
/// Some of it: one part, and some rows. Bounded, so that nobody waits for the writer.
void delete_some_content(Connection& connection, domain::JobId job);

}  // namespace nameplate::store::tables::jobs
