#include "store/sqlite/files.hpp"

#include "store/failure.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/statfs.h>
#include <unistd.h>

namespace nameplate::store::sqlite {
namespace {

[[noreturn]] void fail_system(std::string const& doing) {
  auto const error = errno;
  auto const kind = error == EROFS || error == EACCES || error == EPERM ? FailureKind::read_only
                    : error == ENOSPC || error == EDQUOT                ? FailureKind::full
                                                                        : FailureKind::unavailable;
  throw StorageFailure(kind, fmt::format("{}: {}", doing, std::strerror(error)));
}

std::string read_holder(int file) {
  std::array<char, 32> text{};
  auto const size = pread(file, text.data(), text.size() - 1, 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "unknown";
}

}  // namespace

FileLock::FileLock(std::filesystem::path const& database) {
  auto const path = database.string() + ".lock";
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) {
    fail_system("cannot make " + path);
  }
  if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
    auto const error = errno;
    auto const holder = read_holder(file_);
    close(file_);
    if (error != EWOULDBLOCK && error != EINTR) {
      throw StorageFailure(FailureKind::unavailable, fmt::format("cannot lock {}: {}", path, std::strerror(error)));
    }
    throw StorageFailure(FailureKind::busy,
                         fmt::format("the database {} is in use by process {}", database.string(), holder));
  }
  // The number is only for the message; a full disk is no reason not to start.
  auto const holder = std::to_string(getpid());
  if (ftruncate(file_, 0) == 0) {
    [[maybe_unused]] auto const written = pwrite(file_, holder.data(), holder.size(), 0);
  }
}

FileLock::~FileLock() {
  close(file_);  // the file stays: deleting it would race with the next one who opens it
}

void refuse_network_file_system(std::filesystem::path const& database) {
  auto const folder = database.has_parent_path() ? database.parent_path() : std::filesystem::path(".");
  struct statfs about{};
  if (statfs(folder.c_str(), &about) != 0) {
    return;  // opening the database says what is wrong
  }
  constexpr std::int64_t cifs_magic = 0xFF534D42;
  constexpr std::int64_t smb2_magic = 0xFE534D42;
  auto const type = static_cast<std::int64_t>(about.f_type) & 0xFFFFFFFF;
  if (type == NFS_SUPER_MAGIC || type == SMB_SUPER_MAGIC || type == cifs_magic || type == smb2_magic) {
    throw StorageFailure(FailureKind::unavailable,
                         fmt::format("{} is on a network file system, where a database can be damaged; "
                                     "put it on a disk of this machine, or use PostgreSQL",
                                     database.string()));
  }
}

TemporaryFolder::TemporaryFolder(std::filesystem::path const& parent) {
  auto pattern = (parent / "nameplate-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    fail_system("cannot make a folder in " + parent.string());
  }
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path folder_in_memory() {
  std::filesystem::path const memory = "/dev/shm";
  return is_writable(memory) ? memory : std::filesystem::temp_directory_path();
}

std::filesystem::path folder_beside(std::filesystem::path const& database) {
  auto const folder = database.has_parent_path() ? database.parent_path() : std::filesystem::path(".");
  return is_writable(folder) ? folder : std::filesystem::temp_directory_path();
}

void sync_file(std::filesystem::path const& path) {
  auto const file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    fail_system("cannot open " + path.string());
  }
  auto const synced = fsync(file);
  auto const error = errno;
  close(file);
  if (synced != 0) {
    errno = error;
    fail_system("cannot write " + path.string() + " to the disk");
  }
}

bool is_writable(std::filesystem::path const& path) {
  return access(path.c_str(), W_OK) == 0;
}

}  // namespace nameplate::store::sqlite
