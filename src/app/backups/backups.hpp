#pragma once

#include "app/backups/backup.hpp"
#include "app/backups/backup_folder.hpp"
#include "app/ledger.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace nameplate::app {

/// What the settings of a server say.
struct BackupPlan {
  std::string folder = {};         ///< empty: there is none
  std::int64_t every_seconds = 0;  ///< 0: only when somebody asks
  std::size_t keep = 14;           ///< of those that the schedule made
};

enum class BackupRunState : std::uint8_t { running, done, failed, cancelled };
[[nodiscard]] std::string_view name_of(BackupRunState state);

/// One backup being made, or the last one.
struct BackupRun {
  std::int64_t number = 0;  ///< 1, 2, 3 ... since the start of the process
  BackupRunState state = BackupRunState::running;
  bool scheduled = false;
  bool verify = false;
  std::string step = {};   ///< copy, check, verify, hash
  std::int64_t done = 0;   ///< bytes; events or rows while it verifies
  std::int64_t total = 0;  ///< 0: not known
  base::Instant started_at = {};
  base::Instant ended_at = {};
  std::optional<Backup> made = {};        ///< when it is done
  std::string path = {};                  ///< where it was put
  std::optional<base::Error> error = {};  ///< when it failed
};

struct BackupRequest {
  std::string path = {};  ///< a folder, or a file that does not exist; empty: the folder of the plan
  bool verify = false;    ///< fold the ledger of the copy again, and compare every projection
  bool scheduled = false;
};

/// Makes backups of a ledger while it is being served, one at a time, and by a schedule.
class Backups {
 public:
  Backups(Ledger& ledger, std::string version, BackupPlan plan);
  /// Breaks off what is being made. Before the store goes.
  ~Backups() { stop(); }
  Backups(Backups const&) = delete;
  Backups& operator=(Backups const&) = delete;

  /// Begins one beside the caller. Errors: backup.running, backup.no_folder, those of find_backup_target.
  [[nodiscard]] base::Result<BackupRun> start(BackupRequest const& request);
  /// Breaks off the one that is being made and waits for its end: nothing of it is left. One
  /// that has ended before stays as it is. Errors: backup.none_running.
  [[nodiscard]] base::Result<BackupRun> cancel();
  /// The one that is being made, or the last one.
  [[nodiscard]] std::optional<BackupRun> run() const;
  /// What lies in the folder of the plan, newest first. Errors: backup.no_folder.
  [[nodiscard]] base::Result<std::vector<Backup>> list() const;
  [[nodiscard]] BackupPlan const& plan() const { return plan_; }

  /// From here on backups are made by the plan, the first one at once unless there is one that is young enough.
  void follow_plan();
  void stop();

  struct Figures {
    std::int64_t made = 0;
    std::int64_t failed = 0;
    base::Instant newest;  ///< when the newest in the folder of the plan was made; 0: none
    bool last_failed = false;
  };
  [[nodiscard]] Figures figures() const;
  /// Whether the plan is behind: the last try failed, or nothing was made for twice the time it says.
  [[nodiscard]] bool is_late() const;

 private:
  void make(BackupRequest const& request, BackupTarget const& target);
  void end(BackupRunState state, std::optional<base::Error> error);
  void schedule(std::stop_token const& stop);
  [[nodiscard]] base::Instant due() const;
  void follow_up(BackupRequest const& request, Backup const& made);

  Ledger& ledger_;
  std::string version_;
  BackupPlan plan_;

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<BackupRun> run_;
  Figures figures_;
  base::Instant not_before_;  ///< after a failure
  base::Instant planned_since_;
  std::atomic<bool> cancel_ = false;
  bool stopping_ = false;
  std::jthread worker_;
  std::jthread scheduler_;
};

}  // namespace nameplate::app
