#include "store/sqlite/checkpointer.hpp"

#include "base/logging.hpp"
#include "store/failure.hpp"

#include <malloc.h>

#include <algorithm>

namespace nameplate::store::sqlite {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::int64_t mebibyte = 1024 * 1024;
/// The syncs of a step hold up the commits beside it, the longer the more it moves. While the writer has time to spare
/// steps are short, so that hardly a scan waits for one; a writer that has none gains more by fewer of them.
constexpr std::int64_t short_step_bytes = 1 * mebibyte;
constexpr std::int64_t long_step_bytes = 8 * mebibyte;
/// Time to spare: idle for at least one part in so many.
constexpr std::int64_t idle_part = 3;
/// With an older SQLite the writer itself takes the steps, as often as SQLite would.
constexpr std::int64_t own_step_pages = 1000;
/// Above this the writer itself lets the log begin anew; so far it gives way to readers.
constexpr std::int64_t restart_bytes = 64 * mebibyte;
constexpr std::int64_t restart_retry_bytes = 8 * mebibyte;
constexpr milliseconds restart_wait{20};
/// Above this readers give way: nobody writes until the log is empty.
constexpr std::int64_t forced_bytes = 128 * mebibyte;
constexpr milliseconds forced_wait{250};
constexpr milliseconds forced_snapshot_age{1000};
constexpr int forced_tries = 12;

constexpr milliseconds tick{100};
/// When nobody has written for so long, what is left is moved, and memory is given back.
constexpr std::int64_t rest_after_us = 2'000'000;
constexpr std::chrono::seconds pause_after_failure{5};

std::int64_t now_us() {
  return std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Checkpointer::Checkpointer(Setup const& setup, Figures& figures, Readers& readers)
    : setup_(setup), figures_(figures), readers_(readers) {}

Checkpointer::~Checkpointer() {
  stop();
}

void Checkpointer::stop() {
  {
    std::scoped_lock const lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
  connection_.reset();
}

void Checkpointer::start(Writer& writer) {
  writer_ = &writer;
  thread_ = std::thread([this] { run(); });
}

std::int64_t Checkpointer::log_bytes() const {
  constexpr std::int64_t frame_header = 24;
  return figures_.log_pages * (setup_.page_size + frame_header);
}

std::int64_t Checkpointer::waiting_bytes() const {
  return (figures_.log_pages - figures_.log_pages_moved) * setup_.page_size;
}

std::int64_t Checkpointer::step_bytes() const {
  bool const has_time = idle_us_ * idle_part > now_us() - last_step_us_;
  return has_time ? short_step_bytes : long_step_bytes;
}

void Checkpointer::note_commit() {
  ++figures_.commits;
  last_commit_us_ = now_us();
  if (setup_.checkpoints_beside && waiting_bytes() >= step_bytes()) {
    wake_.notify_one();
  }
}

void Checkpointer::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, tick);
    if (stopping_) {
      return;
    }
    lock.unlock();
    readers_.end_older_than(std::chrono::seconds(setup_.options.snapshot_seconds_max));
    auto const idle = now_us() - last_commit_us_ >= rest_after_us;
    auto const waiting = waiting_bytes();
    if (setup_.checkpoints_beside && setup_.options.access == Access::read_write &&
        (waiting >= step_bytes() || (idle && waiting > 0))) {
      step();
      idle_us_ = 0;
      last_step_us_ = now_us();
    }
    if (idle) {
      rest(*writer_);
    } else {
      rested_ = false;
    }
    lock.lock();
  }
}

void Checkpointer::rest(Writer& writer) {
  readers_.close_idle();
  if (!rested_) {
    writer.release_memory();
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    rested_ = true;
  }
}

void Checkpointer::step() {
  std::scoped_lock const lock(checkpoint_mutex_);
  if (std::chrono::steady_clock::now() < no_step_before_) {
    return;
  }
  try {
    if (connection_ == nullptr) {
      connection_ = connect(setup_, Purpose::checkpoint);
      // The first read opens the log; a checkpoint on a connection that never read does nothing.
      static_cast<void>(connection_->ask("PRAGMA user_version"));
    }
    auto const result = connection_->checkpoint(Connection::Restart::no);
    figures_.log_pages_moved = result.pages_moved;
    ++figures_.checkpoints;
  } catch (StorageFailure const& failure) {
    // As with the writer: after a failed sync the connection is not used again. Nothing is lost, the log is there.
    connection_.reset();
    ++figures_.checkpoint_failures;
    no_step_before_ = std::chrono::steady_clock::now() + pause_after_failure;
    base::log::warn("store", "a checkpoint failed", {{"reason", failure.what()}});
  }
}

bool Checkpointer::restart_log(Connection& connection) {
  std::scoped_lock const lock(checkpoint_mutex_);
  auto const result = connection.checkpoint(Connection::Restart::yes);
  figures_.log_pages_moved = result.pages_moved;
  ++figures_.checkpoints;
  if (!result.complete) {
    return false;
  }
  figures_.log_pages = 0;
  figures_.log_pages_moved = 0;
  ++figures_.log_restarts;
  return true;
}

void Checkpointer::between_writes(Connection& connection) {
  idle_us_ += now_us() - last_commit_us_;
  if (!setup_.checkpoints_beside && figures_.log_pages - figures_.log_pages_moved >= own_step_pages) {
    figures_.log_pages_moved = connection.checkpoint(Connection::Restart::no).pages_moved;
    ++figures_.checkpoints;
  }
  auto const bytes = log_bytes();
  if (bytes < std::max(restart_bytes, retry_restart_bytes_)) {
    return;
  }
  connection.wait_for_locks(restart_wait.count());
  bool done = restart_log(connection);
  for (int tries = 0; !done && bytes >= forced_bytes && tries < forced_tries; ++tries) {
    readers_.end_older_than(forced_snapshot_age);
    connection.wait_for_locks(forced_wait.count());
    done = restart_log(connection);
  }
  connection.wait_for_locks(lock_wait_ms);
  if (!done && bytes >= forced_bytes) {
    base::log::warn("store", "another program reads the database for long; its log grows");
  }
  retry_restart_bytes_ = done ? 0 : bytes + restart_retry_bytes;
}

}  // namespace nameplate::store::sqlite
