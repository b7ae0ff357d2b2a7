#pragma once

#include <filesystem>
#include <string>

/// What the file system has to do with a database.
namespace nameplate::store::sqlite {

/// Holds `<database>.lock` for as long as it lives: one process serves a database. The system lets go of it when the
/// process dies, however that happens.
class FileLock {
 public:
  /// Throws StorageFailure busy, with the process that holds it.
  explicit FileLock(std::filesystem::path const& database);
  ~FileLock();
  FileLock(FileLock const&) = delete;
  FileLock& operator=(FileLock const&) = delete;

 private:
  int file_ = -1;
};

/// Throws StorageFailure unavailable: locks and shared memory cannot be relied on over NFS and SMB.
void refuse_network_file_system(std::filesystem::path const& database);

/// A folder that is gone, with all that is in it, at the end of the scope.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(std::filesystem::path const& parent);
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder const&) = delete;
  TemporaryFolder& operator=(TemporaryFolder const&) = delete;
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Memory if the system has it as a folder, otherwise the folder for temporary files.
[[nodiscard]] std::filesystem::path folder_in_memory();
/// Beside the database if one may write there, otherwise the folder for temporary files.
[[nodiscard]] std::filesystem::path folder_beside(std::filesystem::path const& database);

/// Brings a file, or a folder with the names in it, to the disk. Throws StorageFailure.
void sync_file(std::filesystem::path const& path);

[[nodiscard]] bool is_writable(std::filesystem::path const& path);

}  // namespace nameplate::store::sqlite
