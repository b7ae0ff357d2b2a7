#include "app/backups/restore.hpp"

#include "app/backups/backup_folder.hpp"
#include "base/file_hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace nameplate::app {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;

std::unexpected<base::Error> missing(fs::path const& path) {
  return base::fail(ErrorKind::not_found, "backup.missing",
                    "There is no backup at " + path.string() + ". `nameplate backup list` shows what a server has.");
}

std::unexpected<base::Error> changed(std::string const& how) {
  return base::fail(ErrorKind::conflict, "backup.changed",
                    "The backup is not what it was when it was made: " + how +
                        ". Nothing was restored. Take another copy of it, or another backup.");
}

std::unexpected<base::Error> cancelled() {
  return base::fail(ErrorKind::conflict, "backup.cancelled", "Broken off. Nothing was restored.");
}

}  // namespace

base::Result<fs::path> find_backup(fs::path const& path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) {
    return path;
  }
  if (!fs::is_directory(path, ignored)) {
    return missing(path);
  }
  auto const backups = list_backups(path);
  if (backups.empty()) {
    return missing(path);
  }
  auto const& newest = backups.front();
  if (!std::ranges::all_of(backups, [&](Backup const& backup) { return backup.ledger == newest.ledger; })) {
    return base::fail(ErrorKind::conflict, "backup.several_ledgers",
                      "There are backups of more than one ledger in " + path.string() + ". Name the file.");
  }
  return path / newest.file;
}

base::Result<Backup> restore_backup(RestoreWork const& work) {
  auto const note = read_note_of(work.backup);
  if (!note) {
    return std::unexpected(note.error());
  }
  auto const size = static_cast<std::int64_t>(fs::file_size(work.backup));
  if (size != note->bytes) {
    return changed(fmt::format("it has {} bytes instead of {}", size, note->bytes));
  }
  auto const hash = base::copy_file_hashed(work.backup, work.target, [&](std::int64_t done) {
    work.report("copy", done, size);
    return !work.cancel;
  });
  if (work.cancel) {
    return cancelled();
  }
  if (hash != note->sha256) {
    return changed("its SHA-256 is another one");
  }
  work.report("check", 0, size);
  auto const checked = work.check_copy(work.target, &work.cancel);
  if (work.cancel) {
    return cancelled();
  }
  if (!checked.faults.empty()) {
    return base::fail(ErrorKind::conflict, "backup.unsound",
                      "The backup is damaged: " + checked.faults.front() + ". Nothing was restored. Take another one.");
  }
  if (checked.head.sequence != note->sequence || checked.ledger != note->ledger) {
    return changed("its ledger is not the one that its note tells of");
  }
  return *note;
}

}  // namespace nameplate::app
