#include "app/imports/imports.hpp"

#include "base/byte_codec.hpp"

#include <algorithm>

namespace nameplate::app {

base::Result<MadeJob> create_import(Jobs& jobs, domain::Actor const& actor, ImportRequest request) {
  auto const mapping = parse_mapping(request.mapping, request.kind);
  if (!mapping) {
    return std::unexpected(mapping.error());
  }
  auto const needed = role_min_of(mapping->kind);
  if (actor.role < needed) {
    return base::fail(base::ErrorKind::forbidden, "access.role",
                      "This import needs the role " + std::string(domain::name_of(needed)) + ".");
  }
  base::ByteWriter parameters;
  parameters.text(name_of(mapping->kind));
  parameters.text(request.mapping);
  return jobs.create(actor, {.kind = std::string(import_job_kind),
                             .name = std::move(request.name),
                             .parameters = parameters.take(),
                             .key = request.key});
}

ImportParameters import_parameters(store::Job const& job) {
  base::ByteReader in(job.parameters);
  ImportParameters parameters;
  parameters.kind = in.text();
  parameters.mapping = in.text();
  return parameters;
}

std::vector<ImportRow> import_rows(store::Store& store, domain::JobId job, bool only_failed, std::int64_t after,
                                   std::size_t limit) {
  std::vector<ImportRow> rows;
  auto const only = only_failed ? std::optional(store::RowOutcome::failed) : std::nullopt;
  for (auto const& row : store.begin_read()->job_rows(job, only, after, limit)) {
    rows.push_back({.outcome = row.outcome, .note = decode_note(row.row, row.body)});
  }
  return rows;
}

std::int64_t progress_of(store::Job const& job, ImportReport const& report) {
  constexpr std::int64_t whole = 10'000;
  if (job.state == store::JobState::done || job.state == store::JobState::checked) {
    return whole;
  }
  if (report.bytes_total == 0) {
    return 0;
  }
  return std::clamp<std::int64_t>(report.bytes_read * whole / report.bytes_total, 0, whole - 1);
}

}  // namespace nameplate::app
