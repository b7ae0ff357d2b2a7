#pragma once

#include "app/backups/backup.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// Where backups are put, and what lies there.
namespace nameplate::app {

/// A place for a new backup.
struct BackupTarget {
  std::filesystem::path folder;
  std::string name;  ///< empty: it is named when it is known of what moment it is

  /// Under this name it is made, so that a file with a backup's name is always a whole one.
  [[nodiscard]] std::filesystem::path making() const;
};

/// `path`: a folder, or a file that does not exist yet. `database`: the file of the ledger; empty: none.
/// Errors: backup.path_relative, backup.folder_missing, backup.target_exists, backup.beside_database,
/// backup.cannot_write.
[[nodiscard]] base::Result<BackupTarget> find_backup_target(std::filesystem::path const& path,
                                                            std::filesystem::path const& database);

/// `nameplate-20261125T230000Z-12345.db`; with `-2` when a backup of that second, or the note that a killed one left,
/// has that name already.
[[nodiscard]] std::string backup_name(std::filesystem::path const& folder, base::Instant made_at,
                                      domain::Sequence sequence);

[[nodiscard]] inline std::filesystem::path note_path(std::filesystem::path const& backup) {
  return backup.string() + ".json";
}
/// Errors: backup.no_note, backup.note_malformed.
[[nodiscard]] base::Result<Backup> read_note_of(std::filesystem::path const& backup);

/// Those with a note, newest first. What else lies there is left alone. A folder that cannot be read has none.
[[nodiscard]] std::vector<Backup> list_backups(std::filesystem::path const& folder);

/// Held while a backup is being made under a name; gone with its process. The file is made, or emptied when one that
/// was broken off left it. Errors: backup.running; throws std::system_error.
class BackupLock {
 public:
  [[nodiscard]] static base::Result<BackupLock> take(std::filesystem::path const& making);
  ~BackupLock();
  BackupLock(BackupLock&& other) noexcept;
  BackupLock(BackupLock const&) = delete;
  BackupLock& operator=(BackupLock&&) = delete;
  BackupLock& operator=(BackupLock const&) = delete;

 private:
  explicit BackupLock(int file) : file_(file) {}
  int file_;
};

/// Puts a finished backup and its note in place, on disk when it returns. Errors: backup.target_exists; throws
/// std::system_error.
[[nodiscard]] base::Result<void> place_backup(BackupTarget const& target, Backup const& backup);

/// Takes away what the schedule made of this ledger, but for the newest `keep`. How many went. Throws
/// std::filesystem::filesystem_error.
std::size_t thin_out_backups(std::filesystem::path const& folder, std::string const& ledger, std::size_t keep);

}  // namespace nameplate::app
