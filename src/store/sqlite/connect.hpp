#pragma once

#include "store/sqlite/database.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace nameplate::store::sqlite {

enum class Durable : std::uint8_t {
  no,     ///< for what is thrown away at the end
  later,  ///< a commit may be lost when the machine fails, but nothing is damaged
  yes,
};

/// What all connections of one store share.
struct Setup {
  std::string path;
  Options options;
  Durable durable = Durable::yes;
  bool immutable = false;          ///< on a read-only medium
  bool checkpoints_beside = true;  ///< the library can checkpoint beside a writer
  std::int64_t page_size = 4096;
};

/// For metrics; written by all threads.
struct Figures {
  std::atomic<std::int64_t> log_pages = 0;        ///< in the write-ahead log
  std::atomic<std::int64_t> log_pages_moved = 0;  ///< of those, already in the database file
  std::atomic<std::int64_t> commits = 0;
  std::atomic<std::int64_t> snapshots = 0;
  std::atomic<std::int64_t> snapshots_ended = 0;  ///< because they took too long
  std::atomic<std::int64_t> checkpoints = 0;
  std::atomic<std::int64_t> checkpoint_failures = 0;
  std::atomic<std::int64_t> log_restarts = 0;
  std::atomic<std::int64_t> writer_reopened = 0;  ///< after a failure
};

/// How long a connection waits for a lock that another one holds.
inline constexpr std::int64_t lock_wait_ms = 5000;

enum class Purpose : std::uint8_t { write, read, checkpoint };

/// How a connection waits for the disk at each commit. Not within a transaction.
void set_durable(Connection& connection, Durable durable);

[[nodiscard]] std::unique_ptr<Connection> connect(Setup const& setup, Purpose purpose);

/// Whether this SQLite has the fix that lets a checkpoint run beside a writer (3.51.3).
[[nodiscard]] bool can_checkpoint_beside_writer();

}  // namespace nameplate::store::sqlite
