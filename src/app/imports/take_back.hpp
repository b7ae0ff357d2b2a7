#pragma once

#include "app/jobs/jobs.hpp"
#include "app/jobs/runner.hpp"

#include <optional>
#include <string>

/// Taking a whole import back: the events that it recorded are reversed, the latest first.
namespace nameplate::app {

inline constexpr std::string_view take_back_job_kind = "take-back";

struct TakeBackRequest {
  domain::JobId import;
  bool check_only = false;  ///< only find out what depends on it
  bool proceeds = false;    ///< take back what can be, and leave the rest
  std::string reason = {};
  std::optional<store::KeyClaim> key = {};
};

/// Makes the job; it begins at once. Where corrections need a second person it only checks, and waits for one to run
/// it. Errors: job.unknown, job.state, take_back.not_goods, take_back.events_unknown, those of Jobs::create.
[[nodiscard]] base::Result<MadeJob> create_take_back(Ledger& ledger, Jobs& jobs, domain::Actor const& actor,
                                                     TakeBackRequest request);

/// Runs what was uploaded or checked. Errors: approval.own: a take-back needs another account; those of Jobs::run.
[[nodiscard]] base::Result<store::Job> run_job(Ledger& ledger, Jobs& jobs, domain::Actor const& actor,
                                               domain::JobId id);

/// What a take-back is about, from its job. Throws base::DamagedBytes.
struct TakeBackParameters {
  domain::JobId import;
  bool proceeds = false;
  std::string reason;
};
[[nodiscard]] TakeBackParameters take_back_parameters(store::Job const& job);

/// Checks or does it, from where it stands. Nothing is done when something depends on any of it, unless it proceeds.
[[nodiscard]] base::Result<void> do_take_back(JobContext const& context, store::Job job);

}  // namespace nameplate::app
