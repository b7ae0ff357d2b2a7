#include "app/backups/backup_folder.hpp"

#include "base/time_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace nameplate::app {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;

[[noreturn]] void fail_system(std::string const& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void sync(fs::path const& path) {
  auto const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 || ::fsync(file) != 0) {
    auto const error = errno;
    if (file >= 0) {
      ::close(file);
    }
    errno = error;
    fail_system("cannot write " + path.string() + " to the disk");
  }
  ::close(file);
}

void write_file(fs::path const& path, std::string const& text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  if (!out) {
    fail_system("cannot write " + path.string());
  }
  out.close();
  sync(path);
}

bool is_taken(fs::path const& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

/// False, with errno, when it cannot be moved; EEXIST when the place is taken.
bool move_to_free_place(fs::path const& from, fs::path const& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    return true;
  }
  if (errno != EINVAL) {
    return false;
  }
  // Network file systems do not know the flag.
  if (is_taken(to)) {
    errno = EEXIST;
    return false;
  }
  return ::rename(from.c_str(), to.c_str()) == 0;
}

bool is_same_folder(fs::path const& a, fs::path const& b) {
  std::error_code ignored;
  return fs::equivalent(a, b, ignored);
}

base::Result<void> check_folder(fs::path const& folder, fs::path const& database) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return base::fail(ErrorKind::invalid, "backup.folder_missing",
                      "There is no folder " + folder.string() + " to put a backup into. Make it first.");
  }
  if (!database.empty() && is_same_folder(folder, database.parent_path())) {
    return base::fail(ErrorKind::invalid, "backup.beside_database",
                      folder.string() +
                          " is the folder of the database itself: whatever takes the one takes the other. Give another "
                          "folder, best on another disk.");
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return base::fail(
        ErrorKind::conflict, "backup.cannot_write",
        fmt::format("Nothing can be written into {}: {}. Give the owner of the database the right to, or take "
                    "another folder.",
                    folder.string(), std::generic_category().message(errno)));
  }
  return {};
}

std::unexpected<base::Error> target_exists(fs::path const& path) {
  return base::fail(ErrorKind::conflict, "backup.target_exists",
                    "There is " + path.string() + " already, and nothing is overwritten. Give another name.");
}

}  // namespace

fs::path BackupTarget::making() const {
  return folder / ((name.empty() ? "nameplate-backup" : name) + ".making");
}

base::Result<BackupTarget> find_backup_target(fs::path const& path, fs::path const& database) {
  if (!path.is_absolute()) {
    return base::fail(ErrorKind::invalid, "backup.path_relative",
                      "The path must be absolute: the server stands in another folder than you.");
  }
  std::error_code ignored;
  bool const is_folder = fs::is_directory(path, ignored) || !path.has_filename();
  BackupTarget target{.folder = is_folder ? path : path.parent_path(),
                      .name = is_folder ? std::string() : path.filename().string()};
  if (auto const fine = check_folder(target.folder, database); !fine) {
    return std::unexpected(fine.error());
  }
  for (auto const& taken : {path, note_path(path)}) {
    if (!is_folder && is_taken(taken)) {
      return target_exists(taken);
    }
  }
  return target;
}

std::string backup_name(fs::path const& folder, base::Instant made_at, domain::Sequence sequence) {
  std::string time;
  base::Instant const second{made_at.microseconds - made_at.microseconds % base::microseconds_per_second};
  for (char const c : base::to_string(second)) {
    if (c != '-' && c != ':') {
      time.push_back(c);
    }
  }
  auto const stem = fmt::format("nameplate-{}-{}", time, sequence);
  auto name = stem + ".db";
  for (int repetition = 2; is_taken(folder / name) || is_taken(note_path(folder / name)); ++repetition) {
    name = fmt::format("{}-{}.db", stem, repetition);
  }
  return name;
}

base::Result<Backup> read_note_of(fs::path const& backup) {
  std::ifstream in(note_path(backup), std::ios::binary);
  if (!in) {
    return base::fail(ErrorKind::not_found, "backup.no_note",
                      "There is no note " + note_path(backup).string() +
                          " beside the backup, so nothing says what it held when it was made. Put the note back.");
  }
  std::ostringstream text;
  text << in.rdbuf();
  return parse_note(text.str());
}

std::vector<Backup> list_backups(fs::path const& folder) {
  std::vector<Backup> backups;
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    auto const& path = entry->path();
    if (path.extension() != ".json") {
      continue;
    }
    auto const file = path.parent_path() / path.stem();
    std::error_code ignored;
    if (auto note = read_note_of(file); note && fs::is_regular_file(file, ignored)) {
      note->file = file.filename().string();
      backups.push_back(*std::move(note));
    }
  }
  std::ranges::sort(backups, [](Backup const& a, Backup const& b) {
    return std::pair(a.made_at, a.sequence) > std::pair(b.made_at, b.sequence);
  });
  return backups;
}

base::Result<BackupLock> BackupLock::take(fs::path const& making) {
  auto const file = ::open(making.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) {
    fail_system("cannot make " + making.string());
  }
  BackupLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return base::fail(ErrorKind::conflict, "backup.running",
                      "A backup is being made there already. Wait for it, or break it off.");
  }
  if (::ftruncate(file, 0) != 0) {
    fail_system("cannot empty " + making.string());
  }
  return lock;
}

BackupLock::BackupLock(BackupLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

BackupLock::~BackupLock() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

base::Result<void> place_backup(BackupTarget const& target, Backup const& backup) {
  auto const file = target.folder / backup.file;
  auto const note = note_path(file);
  auto const note_making = note_path(target.making());
  write_file(note_making, note_of(backup));
  // The backup comes last: where it is, its note is too.
  auto const place = [](fs::path const& from, fs::path const& to, fs::path const& in_the_way) -> base::Result<void> {
    if (move_to_free_place(from, to)) {
      return {};
    }
    auto const error = errno;
    fs::remove(in_the_way);
    errno = error;
    if (error == EEXIST) {
      return target_exists(to);
    }
    fail_system("cannot make " + to.string());
  };
  if (auto const placed = place(note_making, note, note_making); !placed) {
    return placed;
  }
  if (auto const placed = place(target.making(), file, note); !placed) {
    return placed;
  }
  sync(target.folder);
  return {};
}

std::size_t thin_out_backups(fs::path const& folder, std::string const& ledger, std::size_t keep) {
  std::size_t kept = 0;
  std::size_t gone = 0;
  for (auto const& backup : list_backups(folder)) {
    if (!backup.scheduled || backup.ledger != ledger || ++kept <= keep) {
      continue;
    }
    // First the backup: a note without one is not listed, and a backup without a note is never taken away.
    fs::remove(folder / backup.file);
    fs::remove(note_path(folder / backup.file));
    ++gone;
  }
  return gone;
}

}  // namespace nameplate::app
