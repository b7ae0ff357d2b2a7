#include "app/backups/backups.hpp"

#include "app/backups/make_backup.hpp"
#include "app/proof/ledger_tree.hpp"
#include "base/logging.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include <pthread.h>

namespace nameplate::app {
namespace {

using base::ErrorKind;

/// After a failure it is tried again so soon, or after the time of the plan where that is shorter.
constexpr std::int64_t retry_seconds = 600;
constexpr std::chrono::seconds look_again{1};

std::unexpected<base::Error> no_folder() {
  return base::fail(ErrorKind::conflict, "backup.no_folder",
                    "This server has no folder for backups. Start it with --backup-dir, or give a FILE to `nameplate "
                    "backup` on its machine.");
}

}  // namespace

std::string_view name_of(BackupRunState state) {
  switch (state) {
    case BackupRunState::running: return "running";
    case BackupRunState::done: return "done";
    case BackupRunState::failed: return "failed";
    case BackupRunState::cancelled: return "cancelled";
  }
  return "";
}

Backups::Backups(Ledger& ledger, std::string version, BackupPlan plan)
    : ledger_(ledger), version_(std::move(version)), plan_(std::move(plan)) {}

base::Result<BackupRun> Backups::start(BackupRequest const& request) {
  if (request.path.empty() && plan_.folder.empty()) {
    return no_folder();
  }
  // With a slash at its end it is a folder, also when it is not there.
  auto const target =
      find_backup_target(request.path.empty() ? plan_.folder + "/" : request.path, ledger_.store.place());
  if (!target) {
    return std::unexpected(target.error());
  }
  std::unique_lock lock(mutex_);
  if (stopping_ || (run_ && run_->state == BackupRunState::running)) {
    return base::fail(ErrorKind::conflict, "backup.running",
                      "A backup is being made already. Wait for it, or break it off.");
  }
  cancel_ = false;
  run_ = BackupRun{.number = run_ ? run_->number + 1 : 1,
                   .scheduled = request.scheduled,
                   .verify = request.verify,
                   .step = "copy",
                   .started_at = ledger_.clock.now()};
  worker_ = std::jthread([this, request, target = *target] {  // the one before has nothing left to do
    ::pthread_setname_np(::pthread_self(), "backup");
    make(request, target);
  });
  return *run_;
}

void Backups::make(BackupRequest const& request, BackupTarget const& target) {
  BackupWork const work{.ledger = ledger_,
                        .version = version_,
                        .request = request,
                        .target = target,
                        .cancel = cancel_,
                        .report = [this](std::string_view step, std::int64_t done, std::int64_t total) {
                          std::scoped_lock const lock(mutex_);
                          run_->step = step;
                          run_->done = done;
                          run_->total = total;
                        }};
  try {
    auto const made = make_backup(work);
    if (!made) {
      return end(BackupRunState::failed, made.error());
    }
    if (!*made) {
      return end(BackupRunState::cancelled, std::nullopt);
    }
    {
      std::scoped_lock const lock(mutex_);
      run_->made = **made;
      run_->path = (target.folder / (*made)->file).string();
      if (request.path.empty()) {
        figures_.newest = (*made)->made_at;
      }
    }
    follow_up(request, **made);
    end(BackupRunState::done, std::nullopt);
  } catch (...) {
    // What breaks off a check looks like a failure.
    cancel_ ? end(BackupRunState::cancelled, std::nullopt)
            : end(BackupRunState::failed, explain_backup_failure(std::current_exception(), target));
  }
}

/// A backup that is there is a success, even where older ones cannot be taken away.
void Backups::follow_up(BackupRequest const& request, Backup const& made) {
  base::log::info("backup", "made",
                  {{"file", run()->path},
                   {"sequence", std::to_string(made.sequence)},
                   {"bytes", std::to_string(made.bytes)},
                   {"scheduled", made.scheduled ? "yes" : "no"}});
  if (!request.scheduled) {
    return;
  }
  try {
    if (auto const gone = thin_out_backups(plan_.folder, made.ledger, plan_.keep); gone > 0) {
      base::log::info("backup", "took old ones away", {{"count", std::to_string(gone)}});
    }
  } catch (std::exception const& failure) {
    base::log::warn("backup", "an old backup could not be taken away", {{"what", failure.what()}});
  }
}

void Backups::end(BackupRunState state, std::optional<base::Error> error) {
  std::scoped_lock const lock(mutex_);
  auto const now = ledger_.clock.now();
  if (state == BackupRunState::done) {
    ++figures_.made;
    figures_.last_failed = false;
  } else if (state == BackupRunState::failed) {
    ++figures_.failed;
    figures_.last_failed = true;
    base::log::error("backup", "failed", {{"reason", error->reason}, {"what", error->detail}});
  }
  if (run_->scheduled && state != BackupRunState::done) {
    not_before_ = now.plus(std::min(retry_seconds, plan_.every_seconds) * base::microseconds_per_second);
  }
  run_->state = state;
  run_->error = std::move(error);
  run_->ended_at = now;
  changed_.notify_all();
}

base::Result<BackupRun> Backups::cancel() {
  std::unique_lock lock(mutex_);
  if (!run_) {
    return base::fail(ErrorKind::conflict, "backup.none_running", "No backup was made since the server started.");
  }
  if (run_->state != BackupRunState::running) {
    return *run_;
  }
  auto const number = run_->number;
  cancel_ = true;
  changed_.wait(lock, [&] { return run_->number != number || run_->state != BackupRunState::running; });
  return *run_;
}

std::optional<BackupRun> Backups::run() const {
  std::scoped_lock const lock(mutex_);
  return run_;
}

base::Result<std::vector<Backup>> Backups::list() const {
  if (plan_.folder.empty()) {
    return no_folder();
  }
  return list_backups(plan_.folder);
}

void Backups::follow_plan() {
  if (plan_.folder.empty()) {
    return;
  }
  auto const there = list_backups(plan_.folder);
  domain::SealHasher hasher;
  auto const ledger = ledger_name(*ledger_.store.begin_read(), hasher);
  auto const ours = std::ranges::find(there, ledger, &Backup::ledger);
  figures_.newest = ours == there.end() ? base::Instant{} : ours->made_at;
  planned_since_ = ledger_.clock.now();
  if (plan_.every_seconds > 0) {
    scheduler_ = std::jthread([this](std::stop_token const& stop) { schedule(stop); });
  }
}

base::Instant Backups::due() const {
  auto const next = figures_.newest.plus(plan_.every_seconds * base::microseconds_per_second);
  return std::max(next, not_before_);
}

void Backups::schedule(std::stop_token const& stop) {
  ::pthread_setname_np(::pthread_self(), "backup plan");
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    bool const is_due = (!run_ || run_->state != BackupRunState::running) && due() <= ledger_.clock.now();
    if (is_due) {
      lock.unlock();
      auto const started = start({.scheduled = true});
      lock.lock();
      if (!started && started.error().reason != "backup.running") {
        ++figures_.failed;
        figures_.last_failed = true;
        not_before_ =
            ledger_.clock.now().plus(std::min(retry_seconds, plan_.every_seconds) * base::microseconds_per_second);
        base::log::error("backup", "could not begin",
                         {{"reason", started.error().reason}, {"what", started.error().detail}});
      }
    }
    changed_.wait_for(lock, stop, look_again, [] { return false; });
  }
}

void Backups::stop() {
  {
    std::scoped_lock const lock(mutex_);
    stopping_ = true;
    cancel_ = true;
  }
  if (scheduler_.joinable()) {
    scheduler_.request_stop();
    scheduler_.join();
  }
  if (worker_.joinable()) {
    worker_.join();
  }
}

Backups::Figures Backups::figures() const {
  std::scoped_lock const lock(mutex_);
  return figures_;
}

bool Backups::is_late() const {
  std::scoped_lock const lock(mutex_);
  if (plan_.folder.empty() || plan_.every_seconds == 0) {
    return false;
  }
  auto const since = std::max(figures_.newest, planned_since_);
  auto const patience = 2 * plan_.every_seconds * base::microseconds_per_second;
  return figures_.last_failed || ledger_.clock.now() > since.plus(patience);
}

}  // namespace nameplate::app
