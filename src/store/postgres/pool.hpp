#pragma once

#include "store/postgres/connect.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace nameplate::store::postgres {

/// Connections of one purpose, opened when they are needed, at most so many at the same time. Whoever comes when all
/// are in use waits in a queue; so does who comes when the server takes no more of them.
class Pool {
 public:
  Pool(Setup const& setup, Figures& figures, Purpose purpose, std::size_t limit)
      : setup_(setup), figures_(figures), purpose_(purpose), limit_(limit) {}
  Pool(Pool const&) = delete;
  Pool& operator=(Pool const&) = delete;
  ~Pool() { close_idle(); }

  /// One connection, until the end of its life.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease const&) = delete;
    Lease& operator=(Lease const&) = delete;
    ~Lease() { pool_->give_back(std::move(connection_), suspect_); }

    [[nodiscard]] Connection& operator*() const { return *connection_; }
    [[nodiscard]] Connection* operator->() const { return connection_.get(); }
    /// Another one in its place, newly opened.
    void renew();
    /// Something failed on it: it is not used again.
    void mark_suspect() { suspect_ = true; }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
    bool suspect_ = false;
  };

  /// Throws StorageFailure unavailable when all are in use for too long, or the server cannot be reached.
  [[nodiscard]] Lease take();
  /// One more than the limit, for a short question.
  [[nodiscard]] std::unique_ptr<Connection> open() const { return connect(setup_, purpose_); }
  /// What nobody uses here is closed when the other one gets no connection.
  void spare_for(Pool& other) { other.sparing_ = this; }
  /// Closes those that nobody uses: after one was lost, the others mostly are too.
  void close_idle();

 private:
  [[nodiscard]] std::unique_ptr<Connection> take_idle();
  [[nodiscard]] std::unique_ptr<Connection> open_one();
  [[nodiscard]] bool wait_for_others();
  [[nodiscard]] bool has_idle();
  void give_back(std::unique_ptr<Connection> connection, bool suspect) noexcept;

  Setup const& setup_;
  Figures& figures_;
  Purpose purpose_;
  std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t in_use_ = 0;
  std::size_t opening_ = 0;  ///< of those: not connected yet, or waiting for one that is
  Pool* sparing_ = nullptr;
};

}  // namespace nameplate::store::postgres
