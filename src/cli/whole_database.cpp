#include "cli/whole_database.hpp"

#include <filesystem>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace nameplate::cli {
namespace {

namespace fs = std::filesystem;

fs::path folder_for(Database const& database) {
  return database.path + ".making";
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
  fs::remove_all(folder);
  fs::create_directory(folder);
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
  fs::rename(unfinished.path, database.path);
  fs::remove_all(folder);
  sync_folder(folder.parent_path());
}

}  // namespace nameplate::cli
