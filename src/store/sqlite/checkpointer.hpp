#pragma once

#include "store/sqlite/readers.hpp"
#include "store/sqlite/writer.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nameplate::store::sqlite {

/// Moves the write-ahead log into the database file: in small steps beside the writer, and, when the log has grown,
/// between two writes, so that it begins anew. Also ends old snapshots, without which neither could get to its end.
class Checkpointer {
 public:
  Checkpointer(Setup const& setup, Figures& figures, Readers& readers);
  ~Checkpointer();
  Checkpointer(Checkpointer const&) = delete;
  Checkpointer& operator=(Checkpointer const&) = delete;

  /// Starts the thread. `writer` must outlive this.
  void start(Writer& writer);
  /// Ends the thread and closes its connection.
  void stop();
  /// Called by the writer before each write: costs next to nothing as long as the log is small.
  void between_writes(Connection& connection);
  /// Called after each commit.
  void note_commit();

 private:
  void run();
  void step();
  void rest(Writer& writer);
  bool restart_log(Connection& connection);
  [[nodiscard]] std::int64_t log_bytes() const;
  [[nodiscard]] std::int64_t waiting_bytes() const;
  [[nodiscard]] std::int64_t step_bytes() const;

  Setup const& setup_;
  Figures& figures_;
  Readers& readers_;
  Writer* writer_ = nullptr;

  std::mutex checkpoint_mutex_;  ///< one checkpoint at a time
  std::unique_ptr<Connection> connection_;
  SteadyTime no_step_before_;             ///< after a failure
  std::int64_t retry_restart_bytes_ = 0;  ///< only the writer uses it

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::atomic<std::int64_t> last_commit_us_ = 0;
  std::atomic<std::int64_t> idle_us_ = 0;  ///< of the writer, between its writes, since the last step
  std::atomic<std::int64_t> last_step_us_ = 0;
  bool rested_ = true;
  std::thread thread_;
};

}  // namespace nameplate::store::sqlite
