#pragma once

#include "app/backups/backup_folder.hpp"
#include "app/backups/backups.hpp"

#include <functional>

namespace nameplate::app {

/// What one backup needs.
struct BackupWork {
  Ledger& ledger;
  std::string const& version;
  BackupRequest const& request;
  BackupTarget const& target;
  std::atomic<bool> const& cancel;
  std::function<void(std::string_view step, std::int64_t done, std::int64_t total)> report;
};

/// Copies, checks, hashes and puts in place. Whatever ends it early leaves nothing behind. Nothing: it was cancelled.
/// Errors: backup.unsound, backup.running, backup.target_exists. Throws store::StorageFailure, std::system_error.
[[nodiscard]] base::Result<std::optional<Backup>> make_backup(BackupWork const& work);

/// What a failure on the way means to whoever wanted the backup.
[[nodiscard]] base::Error explain_backup_failure(std::exception_ptr thrown, BackupTarget const& target);

}  // namespace nameplate::app
