#pragma once

#include "app/backups/backup.hpp"
#include "store/copy.hpp"

#include <atomic>
#include <filesystem>
#include <functional>

namespace nameplate::app {

/// The backup that is meant: a file, or the newest in a folder. Errors: backup.missing, backup.several_ledgers.
[[nodiscard]] base::Result<std::filesystem::path> find_backup(std::filesystem::path const& path);

struct RestoreWork {
  std::filesystem::path const& backup;
  std::filesystem::path const& target;  ///< where the copy is made; not yet a database that anybody opens
  std::function<store::CopyCheck(std::string const& path, std::atomic<bool> const* cancel)> const& check_copy;
  std::atomic<bool> const& cancel;
  std::function<void(std::string_view step, std::int64_t done, std::int64_t total)> report;
};

/// Copies a backup and makes sure that the copy is what its note says: the same bytes, sound, of the same moment.
/// Errors: backup.missing, backup.no_note, backup.note_malformed, backup.changed, backup.unsound, backup.cancelled.
/// Throws store::StorageFailure, std::system_error.
[[nodiscard]] base::Result<Backup> restore_backup(RestoreWork const& work);

}  // namespace nameplate::app
