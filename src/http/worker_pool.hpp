#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace nameplate::http {

/// A few threads for handlers that read much or wait, behind a bounded queue.
class WorkerPool {
 public:
  using Task = std::move_only_function<void()>;

  /// Tasks must not throw.
  WorkerPool(std::size_t threads, std::size_t queue_max);
  ~WorkerPool();
  WorkerPool(WorkerPool const&) = delete;
  WorkerPool& operator=(WorkerPool const&) = delete;

  /// False: the queue is full or the pool has stopped; `task` is untouched then.
  [[nodiscard]] bool submit(Task& task);
  /// For the rest of work that was admitted before: past the bound. Dropped when the pool has stopped.
  void submit_continuation(Task task);

  /// Lets the running tasks end and drops the waiting ones.
  void stop();

  [[nodiscard]] std::size_t waiting() const;

 private:
  void work();

  std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace nameplate::http
