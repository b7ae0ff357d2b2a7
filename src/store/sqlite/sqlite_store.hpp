#pragma once

#include "store/store.hpp"

#include <cstdint>
#include <memory>
#include <string>

/// The ledger in one SQLite file. README.md one folder up tells how it is laid out and how a migration is added.
namespace nameplate::store::sqlite {

enum class Create : std::uint8_t { no, yes };
enum class Access : std::uint8_t { read_write, read_only };
enum class Lock : std::uint8_t { no, yes };
enum class HalfMade : std::uint8_t { refused, allowed };

struct Options {
  /// A file, or ":memory:" for a store that is gone when it is closed (for tests).
  std::string path = ":memory:";
  Create create = Create::yes;  ///< make the file when there is none
  Access access = Access::read_write;
  bool still = false;     ///< with read_only: nobody changes the file, so nothing is made beside it
  Lock lock = Lock::yes;  ///< only one process at a time; not asked for with read_only or ":memory:"
  bool alone = false;     ///< with read_only: nobody may serve it meanwhile
  /// A copy that is being made; with `allowed` only a new file or such a copy, of this version, is opened to be
  /// written.
  HalfMade half_made = HalfMade::refused;
  std::size_t readers_max = 16;           ///< snapshots at the same time; the next one waits
  std::int64_t snapshot_seconds_max = 5;  ///< an older snapshot is ended: StorageFailure unavailable on its next use
  std::int64_t writer_wait_seconds_max = 60;  ///< how long begin_write waits for the write before it
  std::int64_t writer_cache_kib = 48 * 1024;
  std::int64_t reader_cache_kib = 4 * 1024;
};

/// Opens a database and brings it to the newest schema (not with read_only). Throws StorageFailure:
/// `busy` served by another process, whose id is named; `newer_schema` written by a newer program; `damaged` not a
/// database of ours, left as it is; `read_only` cannot be written; `half_made` a copy
/// that is not whole; `unavailable` is not there, or cannot be opened.
[[nodiscard]] std::unique_ptr<Store> open(Options const& options);

}  // namespace nameplate::store::sqlite
