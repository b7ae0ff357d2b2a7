#pragma once

#include "store/sqlite/connect.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace nameplate::store::sqlite {

using SteadyTime = std::chrono::steady_clock::time_point;

/// The connections that snapshots read on. A snapshot that gets too old is ended, because the write-ahead log cannot
/// begin anew, and so grows without end, as long as one reads from it.
class Readers {
 public:
  /// One connection and the snapshot on it.
  struct Slot {
    std::mutex mutex;                        ///< held during each call of the snapshot; taken before Readers::mutex_
    std::unique_ptr<Connection> connection;  ///< set under both, so it can be read under either
    SteadyTime begun;                        ///< under `mutex`: of the snapshot
    bool ended = false;                      ///< under `mutex`
    bool suspect = false;                    ///< under `mutex`: something failed, so the connection is not used again
    SteadyTime since;                        ///< under Readers::mutex_: begin of the snapshot, or of idleness
    bool in_use = false;                     ///< under Readers::mutex_
  };

  Readers(Setup const& setup, Figures& figures) : setup_(setup), figures_(figures) {}

  /// With a read transaction begun. Waits when too many are in use, then throws StorageFailure unavailable.
  [[nodiscard]] Slot& take();
  void give_back(Slot& slot) noexcept;
  /// Gives it back, its connection not to be used again.
  void discard(Slot& slot) noexcept;

  /// Ends snapshots that are older than `age`.
  void end_older_than(std::chrono::milliseconds age);
  /// Closes connections that were not needed for some seconds, to give their memory back.
  void close_idle();
  [[nodiscard]] std::size_t open_connections() const;

 private:
  [[nodiscard]] Slot& find_slot();
  void set_connection(Slot& slot, std::unique_ptr<Connection> connection);

  Setup const& setup_;
  Figures& figures_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::shared_ptr<Slot>> slots_;
};

}  // namespace nameplate::store::sqlite
