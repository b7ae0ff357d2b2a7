#include "app/jobs/jobs.hpp"

#include "base/hash.hpp"
#include "base/logging.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>

namespace nameplate::app {
namespace {

using base::ErrorKind;
using store::Job;
using store::JobChange;
using store::JobState;

constexpr int attempts_max = 5;
/// Longer than a job takes between two places where it saves how far it is.
constexpr std::int64_t lease_life = 10 * base::microseconds_per_second;
/// How soon a failure that could not be written down is tried again, and how soon work that another server took in is
/// noticed.
constexpr auto patience = std::chrono::seconds(2);
/// The position of a job whose run has not begun.
constexpr std::int64_t not_begun = -1;

base::Error unknown(domain::JobId id) {
  return {.kind = ErrorKind::not_found,
          .reason = "job.unknown",
          .detail = "There is no job j" + std::to_string(id.value) + ", or it is not yours. Check the id."};
}

std::unexpected<base::Error> wrong_state(Job const& job, std::string_view remedy) {
  return base::fail(ErrorKind::conflict, "job.state",
                    "The job is " + std::string(name_of(job.state)) + ". " + std::string(remedy));
}

store::ShortHash short_hash(std::string_view bytes) {
  auto const digest = base::sha256(bytes);
  store::ShortHash half{};
  std::copy_n(digest.begin(), half.size(), half.begin());
  return half;
}

/// Some jobs are about what is in the ledger already.
bool lacks_content(store::Store& store, Job const& job) {
  return job.kind == "import" && store.begin_read()->job_parts(job.id).empty();
}

bool is_at_work(Job const& job) {
  return job.state == JobState::checking || job.state == JobState::running;
}

}  // namespace

std::string_view name_of(JobState state) {
  constexpr std::array<std::string_view, 8> names = {"",        "uploading", "checking",  "checked",
                                                     "running", "done",      "cancelled", "failed"};
  return names[static_cast<std::size_t>(state)];
}

Jobs::Jobs(store::Store& store, base::Clock const& clock)
    : store_(store), clock_(clock), lease_(store, clock, store::Work::jobs, lease_life) {}

base::Result<MadeJob> Jobs::create(domain::Actor const& actor, NewJob wanted) {
  std::lock_guard const lock(mutex_);
  if (wanted.key) {
    if (auto const known = store_.begin_read()->find_job_by_key(wanted.key->key)) {
      if (known->body != wanted.key->body) {
        return base::fail(ErrorKind::invalid, "key.other_body",
                          "This Idempotency-Key was used for another request. Use a new key for a new request.");
      }
      return MadeJob{.job = as_told(*known), .replayed = true};
    }
  }
  JobChange change{.job = {.id = {store_.reserve_ids(store::IdSeries::job, 1)},
                           .kind = std::move(wanted.kind),
                           .state = wanted.begins,
                           .account = {actor.account},
                           .name = std::move(wanted.name),
                           .parameters = std::move(wanted.parameters),
                           .report = {},
                           .position = wanted.begins == JobState::running ? 0 : not_begun,
                           .plan = {},
                           .reason = {},
                           .detail = {},
                           .created_at = clock_.now(),
                           .updated_at = clock_.now()}};
  if (wanted.key) {
    change.job.key = wanted.key->key;
    change.job.body = wanted.key->body;
  }
  store_.write_jobs({&change, 1}, {});
  change.job.version = 1;
  ++changes_;
  wake_.notify_all();
  return MadeJob{.job = std::move(change.job)};
}

base::Result<Job> Jobs::add_part(domain::Actor const& actor, domain::JobId id, std::int64_t part, std::string bytes) {
  if (bytes.empty()) {
    return base::fail(ErrorKind::invalid, "part.empty", "The part has no bytes. Send a piece of the file as the body.");
  }
  if (bytes.size() > job_part_bytes_max) {
    return base::fail(ErrorKind::too_large, "part.too_large", "A part has at most 16 MiB. Send smaller pieces.");
  }
  if (part > job_parts_max) {
    return base::fail(ErrorKind::too_large, "part.too_many", "A job has at most 10,000 parts. Send larger pieces.");
  }
  return update(actor, id, [&](JobChange& change) -> base::Result<void> {
    auto const known = store_.begin_read()->job_parts(id);
    auto const count = static_cast<std::int64_t>(known.size());
    if (part >= 1 && part <= count) {
      if (known[static_cast<std::size_t>(part - 1)].hash == short_hash(bytes)) {
        return {};
      }
      return base::fail(ErrorKind::conflict, "part.differs",
                        "Part " + std::to_string(part) + " was sent before, with other bytes. Make a new job.");
    }
    if (change.job.state != JobState::uploading) {
      return wrong_state(change.job, "Its content is complete; make a new job for more.");
    }
    if (part != count + 1) {
      return base::fail(ErrorKind::conflict, "part.gap",
                        "The next part is " + std::to_string(count + 1) + ". Send the parts in order.");
    }
    change.parts.push_back({.part = part, .bytes = bytes});
    return {};
  });
}

base::Result<Job> Jobs::check(domain::Actor const& actor, domain::JobId id) {
  return update(actor, id, [&](JobChange& change) -> base::Result<void> {
    auto& job = change.job;
    if (job.state == JobState::checking) {
      return {};
    }
    bool const may = job.position == not_begun && job.state != JobState::cancelled;
    if (!may) {
      return wrong_state(job, "Only what has not been run can be checked.");
    }
    if (lacks_content(store_, job)) {
      return base::fail(ErrorKind::conflict, "job.no_content", "The job has no content. Send its parts first.");
    }
    job.state = JobState::checking;
    job.reason.clear();
    job.detail.clear();
    return {};
  });
}

base::Result<Job> Jobs::run(domain::Actor const& actor, domain::JobId id, Prepare const& prepare) {
  return update(actor, id, [&](JobChange& change) -> base::Result<void> {
    auto& job = change.job;
    if (job.state == JobState::running) {
      return {};
    }
    bool const may = job.position == not_begun && job.state != JobState::cancelled && job.state != JobState::checking;
    if (!may) {
      return wrong_state(job, "Wait for it, resume it, or make a new job.");
    }
    if (lacks_content(store_, job)) {
      return base::fail(ErrorKind::conflict, "job.no_content", "The job has no content. Send its parts first.");
    }
    if (prepare) {
      if (auto fine = prepare(job); !fine) {
        return fine;
      }
    }
    job.state = JobState::running;
    job.position = 0;
    job.reason.clear();
    job.detail.clear();
    change.forgets_rows = true;
    return {};
  });
}

base::Result<Job> Jobs::cancel(domain::Actor const& actor, domain::JobId id) {
  return update(actor, id, [&](JobChange& change) -> base::Result<void> {
    if (change.job.state == JobState::done) {
      return wrong_state(change.job, "What it did stays done.");
    }
    change.job.state = JobState::cancelled;
    return {};
  });
}

base::Result<Job> Jobs::resume(domain::Actor const& actor, domain::JobId id) {
  return update(actor, id, [&](JobChange& change) -> base::Result<void> {
    auto& job = change.job;
    if (is_at_work(job)) {
      return {};
    }
    if (job.state != JobState::cancelled && job.state != JobState::failed) {
      return wrong_state(job, "Only what was cancelled or has failed can be resumed.");
    }
    bool const has_begun = job.position != not_begun;
    if (has_begun && lacks_content(store_, job)) {
      return base::fail(ErrorKind::conflict, "job.no_content",
                        "The content of the job was removed 30 days after it stopped. Make a new job.");
    }
    job.state = has_begun ? JobState::running : JobState::uploading;
    job.reason.clear();
    job.detail.clear();
    return {};
  });
}

base::Result<Job> Jobs::update(domain::Actor const& actor, domain::JobId id, Change const& apply) {
  std::lock_guard const lock(mutex_);
  for (int attempt = 1;; ++attempt) {
    auto job = find_locked(actor, id);
    if (!job) {
      return job;
    }
    auto const before = *job;
    JobChange change{.job = *std::move(job)};
    if (auto const applied = apply(change); !applied) {
      return std::unexpected(applied.error());
    }
    bool const is_same = change.job == before && change.parts.empty() && !unsaved_failures_.contains(id);
    if (is_same) {
      return change.job;
    }
    change.job.updated_at = std::max(clock_.now(), change.job.updated_at);
    try {
      store_.write_jobs({&change, 1}, {});
      ++change.job.version;
      unsaved_failures_.erase(id);
      ++changes_;
      wake_.notify_all();
      return std::move(change.job);
    } catch (store::GuardLost const&) {
      if (attempt == attempts_max) {
        throw store::StorageFailure(store::FailureKind::unavailable, "others changed the job, again and again");
      }
    }
  }
}

base::Result<Job> Jobs::find_locked(domain::Actor const& actor, domain::JobId id) {
  auto found = store_.begin_read()->load_jobs({&id, 1});
  bool const is_visible =
      !found.empty() && (found.front().account.value == actor.account || actor.role >= domain::Role::manager);
  if (!is_visible) {
    return std::unexpected(unknown(id));
  }
  return as_told(std::move(found.front()));
}

base::Result<Job> Jobs::find(domain::Actor const& actor, domain::JobId id) {
  std::lock_guard const lock(mutex_);
  return find_locked(actor, id);
}

JobPage Jobs::list(domain::Actor const& actor, domain::JobId before, std::size_t limit) {
  std::lock_guard const lock(mutex_);
  auto const account =
      actor.role >= domain::Role::manager ? std::nullopt : std::optional(domain::RecordId{actor.account});
  auto const from = before ? before : domain::JobId{std::numeric_limits<std::int64_t>::max()};
  JobPage page{.jobs = store_.begin_read()->list_jobs(account, from, limit + 1)};
  if (page.jobs.size() > limit) {
    page.jobs.resize(limit);
    page.next = page.jobs.back().id;
  }
  for (auto& job : page.jobs) {
    job = as_told(std::move(job));
  }
  return page;
}

Job Jobs::as_told(Job job) const {
  if (auto const failure = unsaved_failures_.find(job.id); failure != unsaved_failures_.end() && is_at_work(job)) {
    job.state = JobState::failed;
    job.reason = failure->second.reason;
    job.detail = failure->second.detail;
  }
  return job;
}

std::optional<Job> Jobs::next() {
  std::lock_guard const lock(mutex_);
  changes_seen_ = changes_;
  auto const snapshot = store_.begin_read();
  for (auto const id : snapshot->jobs_at_work()) {
    if (!unsaved_failures_.contains(id)) {
      auto found = snapshot->load_jobs({&id, 1});
      if (!found.empty()) {
        return lease_.hold() ? std::optional(std::move(found.front())) : std::nullopt;
      }
    }
  }
  return std::nullopt;
}

bool Jobs::save(JobChange& change) {
  std::lock_guard const lock(mutex_);
  change.job.updated_at = std::max(clock_.now(), change.job.updated_at);
  auto const lease = lease_.hold();
  if (!lease) {
    return false;
  }
  try {
    store_.write_jobs({&change, 1}, lease);
  } catch (store::GuardLost const&) {
    lease_.doubt();
    return false;
  }
  ++change.job.version;
  return true;
}

void Jobs::fail(domain::JobId id, base::Error const& error) {
  base::log::warn("jobs", "a job stopped", {{"job", "j" + std::to_string(id.value)}, {"reason", error.reason}});
  std::lock_guard const lock(mutex_);
  unsaved_failures_.insert_or_assign(id, error);
  write_down_failures();
}

void Jobs::write_down_failures() {
  for (auto failure = unsaved_failures_.begin(); failure != unsaved_failures_.end();) {
    try {
      auto const& [id, error] = *failure;
      auto found = store_.begin_read()->load_jobs({&id, 1});
      if (!found.empty() && is_at_work(found.front())) {
        JobChange change{.job = std::move(found.front())};
        change.job.state = JobState::failed;
        change.job.reason = error.reason;
        change.job.detail = error.detail;
        change.job.updated_at = std::max(clock_.now(), change.job.updated_at);
        store_.write_jobs({&change, 1}, {});
      }
      failure = unsaved_failures_.erase(failure);
    } catch (store::GuardLost const&) {
      ++failure;  // somebody changed it just now: looked at again in the next round
    } catch (store::StorageFailure const&) {
      return;  // the disk is still full; it stands as failed in memory until then
    }
  }
}

void Jobs::stop_working() {
  std::lock_guard const lock(mutex_);
  lease_.give_up();
}

void Jobs::wait_for_work(std::stop_token const& stop) {
  std::unique_lock lock(mutex_);
  static_cast<void>(wake_.wait_for(lock, stop, patience, [this] { return changes_ != changes_seen_; }));
  write_down_failures();
}

}  // namespace nameplate::app
