#pragma once

#include "app/imports/mapping.hpp"
#include "app/imports/report.hpp"
#include "app/imports/row_error.hpp"
#include "app/jobs/jobs.hpp"

#include <string>
#include <vector>

namespace nameplate::app {

inline constexpr std::string_view import_job_kind = "import";

struct ImportRequest {
  std::string kind;     ///< `units`, `products`, ...
  std::string mapping;  ///< JSON
  std::string name;
  std::optional<store::KeyClaim> key = {};
};

/// Makes the job; its content is sent afterwards. Errors: those of parse_mapping and Jobs::create, access.role.
[[nodiscard]] base::Result<MadeJob> create_import(Jobs& jobs, domain::Actor const& actor, ImportRequest request);

/// What an import is about, from its job. Throws base::DamagedBytes.
struct ImportParameters {
  std::string kind;
  std::string mapping;
};
[[nodiscard]] ImportParameters import_parameters(store::Job const& job);

/// One row of which something is to tell.
struct ImportRow {
  store::RowOutcome outcome = store::RowOutcome::failed;
  RowNote note;
};

/// A page of them, in order, those after row `after`; only failed ones, or all.
[[nodiscard]] std::vector<ImportRow> import_rows(store::Store& store, domain::JobId job, bool only_failed,
                                                 std::int64_t after, std::size_t limit);

/// How far it is, from 0 to 1, in hundredths of a percent.
[[nodiscard]] std::int64_t progress_of(store::Job const& job, ImportReport const& report);

}  // namespace nameplate::app
