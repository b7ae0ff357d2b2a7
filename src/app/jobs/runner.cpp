#include "app/jobs/runner.hpp"

#include "app/failure.hpp"
#include "app/imports/import_job.hpp"
#include "app/imports/take_back.hpp"
#include "base/logging.hpp"

#include <exception>

#include <pthread.h>

namespace nameplate::app {
namespace {

/// Who the account is today. Errors: job.account_revoked.
base::Result<domain::Actor> actor_of(Ledger const& ledger, store::Job const& job) {
  auto const catalog = ledger.master_data.now();
  auto const* const account = catalog->account(job.account);
  bool const may =
      account != nullptr && !account->revoked && (!account->expires || *account->expires > ledger.clock.now());
  if (!may) {
    return base::fail(base::ErrorKind::forbidden, "job.account_revoked",
                      "The account that asked for this job was revoked, or has expired. Ask for it with another one.");
  }
  return domain::Actor{.account = job.account.value, .role = account->role};
}

base::Error unexpected_failure() {
  return {.kind = base::ErrorKind::internal,
          .reason = "internal.error",
          .detail =
              "Something failed on the server. What was done so far stays done; look into the server's log, then "
              "resume the job."};
}

}  // namespace

JobRunner::JobRunner(Ledger& ledger, Jobs& jobs)
    : ledger_(ledger), jobs_(jobs), thread_([this](std::stop_token const& stop) { run(stop); }) {}

void JobRunner::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
    jobs_.stop_working();
  }
}

void JobRunner::run(std::stop_token const& stop) {
  ::pthread_setname_np(::pthread_self(), "jobs");
  while (!stop.stop_requested()) {
    try {
      if (auto job = jobs_.next()) {
        work_on(*std::move(job), stop);
        continue;
      }
    } catch (std::exception const& failure) {
      base::log::warn("jobs", "the jobs could not be read", {{"what", failure.what()}});
    }
    jobs_.wait_for_work(stop);
  }
}

void JobRunner::work_on(store::Job job, std::stop_token const& stop) {
  auto const id = job.id;
  base::Result<void> worked;
  try {
    auto const actor = actor_of(ledger_, job);
    auto const work = job.kind == take_back_job_kind ? do_take_back : do_import;
    worked = actor ? work({.ledger = ledger_, .jobs = jobs_, .actor = *actor, .stop = stop}, std::move(job))
                   : base::Result<void>(std::unexpected(actor.error()));
  } catch (std::exception const& failure) {
    base::log::error("jobs", "a job failed", {{"what", failure.what()}});
    worked = std::unexpected(explain_failure(std::current_exception()).value_or(unexpected_failure()));
  }
  bool const is_stopping = stop.stop_requested() || (!worked && worked.error().reason == "writer.stopping");
  if (!worked && !is_stopping) {
    jobs_.fail(id, worked.error());
  }
}

}  // namespace nameplate::app
