#pragma once

#include "app/jobs/jobs.hpp"
#include "app/jobs/runner.hpp"

namespace nameplate::app {

/// Checks or runs an import, from where it stands to its end. Returns early when it was cancelled or the process stops;
/// an error stops the job, and it can be resumed. docs/internals/jobs.md says how no row is done twice.
[[nodiscard]] base::Result<void> do_import(JobContext const& context, store::Job job);

}  // namespace nameplate::app
