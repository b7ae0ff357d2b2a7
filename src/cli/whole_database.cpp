#include "cli/whole_database.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace nameplate::cli {
namespace {

namespace fs = std::filesystem;

fs::path folder_for(Database const& database) {
  return database.path + ".making";
}

/// Held while a folder is worked in; gone with its process. Two at once would move each other's half-made database.
class FolderLock {
 public:
  explicit FolderLock(fs::path const& folder) : handle_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (handle_ < 0 || ::flock(handle_, LOCK_EX | LOCK_NB) != 0) {
      release();
      throw std::runtime_error("another process is making this database, in " + folder.string());
    }
  }
  ~FolderLock() { release(); }
  FolderLock(FolderLock const&) = delete;
  FolderLock& operator=(FolderLock const&) = delete;

 private:
  void release() const {
    if (handle_ >= 0) {
      ::close(handle_);
    }
  }
  int handle_;
};

/// Somebody may have begun to serve a new database at the place meanwhile: its acknowledged work is not to be lost.
void move_to_free_place(std::string const& from, std::string const& to) {
  // The log of a database that is gone would be replayed on this one. An empty one, as a reader leaves, is nothing.
  std::error_code absent;
  if (fs::file_size(to + "-wal", absent) == 0) {
    fs::remove(to + "-wal");
  } else if (!absent) {
    throw std::runtime_error("there is a log without its database at " + to + "-wal; move it away first");
  }
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot put the new database at " + to);
  }
}

/// A file that was moved is at its new place for good only when its folder is on disk.
void sync_folder(fs::path const& folder) {
  auto const handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle >= 0) {
    static_cast<void>(::fsync(handle));
    ::close(handle);
  }
}

}  // namespace

void clear_unfinished(Database const& database) {
  fs::remove_all(folder_for(database));
}

void make_whole_database(Database const& database, std::vector<std::string> const& endings,
                         std::function<void(Database const& unfinished)> const& make) {
  auto const folder = folder_for(database);
  fs::create_directories(folder.parent_path());
  fs::create_directory(folder);
  FolderLock const lock(folder);
  for (auto const& left : fs::directory_iterator(folder)) {
    fs::remove_all(left.path());  // of one that was broken off
  }
  Database const unfinished{.path = (folder / "ledger.db").string()};
  try {
    make(unfinished);
  } catch (...) {
    fs::remove_all(folder);
    throw;
  }
  // Closed by now, so all of it stands in the one file.
  if (fs::exists(unfinished.path + "-wal")) {
    throw std::runtime_error("the new database was not closed well; start again");
  }
  // The database comes last: its presence says that all is there.
  for (auto const& ending : endings) {
    fs::rename(unfinished.path + ending, database.path + ending);
  }
  move_to_free_place(unfinished.path, database.path);
  fs::remove_all(folder);
  sync_folder(folder.parent_path());
}

}  // namespace nameplate::cli
