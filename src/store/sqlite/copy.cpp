#include "store/sqlite/copy.hpp"

#include "base/check.hpp"
#include "base/logging.hpp"
#include "store/failure.hpp"
#include "store/sqlite/files.hpp"
#include "store/tables/load.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace nameplate::store::sqlite {
namespace {

using std::chrono::microseconds;

/// A scan that comes meanwhile waits for so much to be copied: about half a millisecond.
constexpr int pages_at_once = 64;
/// Of the time, one part is for the copy and so many for the writer.
constexpr int parts_for_writer = 3;
constexpr microseconds pause_min{500};
constexpr microseconds pause_max{50'000};

/// So often the system is asked to begin to write out what it has of the copy: otherwise the sync at the end would have
/// all of it to write at once, and the commits beside it would wait for the disk.
constexpr int steps_between_starts = 32;

void start_writing(std::string const& path) {
  auto const file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file >= 0) {
    // Only advice: whether it is on the disk, the sync at the end says.
    static_cast<void>(::sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE));
    ::close(file);
  }
}

/// The file is thrown away unless it becomes whole: neither a journal nor syncs before the end are of use.
std::unique_ptr<Connection> open_target(std::string const& path) {
  auto target = std::make_unique<Connection>(Connection::Settings{.path = path, .create = true, .without_locks = true});
  target->execute(
      "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; "
      "PRAGMA cache_size = -2048");
  return target;
}

}  // namespace

OnlineCopy::OnlineCopy(Writer& writer, std::string path)
    : writer_(writer), path_(std::move(path)), target_(open_target(path_)) {
  auto const turn = writer_.take();
  connection_number_ = writer_.connection_number();  // NOLINT(*-prefer-member-initializer): only in its turn
  page_size_ = turn.connection().ask("PRAGMA page_size");
  backup_ = sqlite3_backup_init(target_->handle(), "main", turn.connection().handle(), "main");
  if (backup_ == nullptr) {
    fail(target_->handle(), sqlite3_errcode(target_->handle()), "begin a copy");
  }
}

OnlineCopy::~OnlineCopy() {
  if (backup_ == nullptr) {
    return;
  }
  try {
    close(writer_.take());
  } catch (std::exception const& failure) {
    // Ending it without the turn would touch the writer's connection while the writer uses it.
    base::log::warn("store", "a copy that was given up could not be closed", {{"what", failure.what()}});
    static_cast<void>(target_.release());
  }
}

Writer::Turn OnlineCopy::take_turn() {
  auto turn = writer_.take();
  if (writer_.connection_number() != connection_number_) {
    throw StorageFailure(FailureKind::unavailable, "the database failed meanwhile and was opened anew");
  }
  return turn;
}

/// Only within a turn, which keeps the writer away from the connection that is copied from.
void OnlineCopy::close(Writer::Turn const&) {
  sqlite3_backup_finish(std::exchange(backup_, nullptr));
}

bool OnlineCopy::step() {
  base::check(!whole_, "a copy is stepped on until it is whole");
  std::chrono::steady_clock::time_point begun;
  {
    auto turn = take_turn();
    begun = std::chrono::steady_clock::now();
    auto const result = sqlite3_backup_step(backup_, pages_at_once);
    auto const total = sqlite3_backup_pagecount(backup_);
    bytes_total_ = total * page_size_;
    bytes_done_ = (total - sqlite3_backup_remaining(backup_)) * page_size_;
    if (result == SQLITE_DONE) {
      head_ = tables::load::head(turn.connection());
      whole_ = true;
      close(turn);
      return false;
    }
    if (result != SQLITE_OK && result != SQLITE_BUSY && result != SQLITE_LOCKED) {
      fail(target_->handle(), result, "copy");
    }
  }
  if (++steps_ % steps_between_starts == 0) {
    start_writing(path_);
  }
  auto const took = std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - begun);
  std::this_thread::sleep_for(std::clamp(took * parts_for_writer, pause_min, pause_max));
  return true;
}

Head OnlineCopy::finish() {
  base::check(whole_, "a copy is finished when it is whole");
  target_.reset();
  sync_file(path_);
  return head_;
}

}  // namespace nameplate::store::sqlite
