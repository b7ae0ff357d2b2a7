#pragma once

#include "store/sqlite/connect.hpp"

#include <functional>
#include <memory>
#include <semaphore>

namespace nameplate::store::sqlite {

/// The one connection that writes, used by one at a time. After a failure of the disk it is closed and opened again:
/// what the system did to the pages of a sync that failed is not known, and SQLite then reads the log anew.
class Writer {
 public:
  /// `between_writes` is called before each write, with the connection.
  Writer(Setup const& setup, Figures& figures, std::unique_ptr<Connection> connection,
         std::function<void(Connection&)> between_writes);

  /// The right to write, until the end of its life.
  class Turn {
   public:
    Turn(Turn&& other) noexcept : writer_(std::exchange(other.writer_, nullptr)), is_lenient_(other.is_lenient_) {}
    Turn(Turn const&) = delete;
    Turn& operator=(Turn&&) = delete;
    Turn& operator=(Turn const&) = delete;
    ~Turn();
    [[nodiscard]] Connection& connection() const { return *writer_->connection_; }
    /// The connection is not to be used after this turn.
    void mark_suspect() { writer_->suspect_ = true; }

   private:
    friend class Writer;
    explicit Turn(Writer& writer) : writer_(&writer) {}
    Writer* writer_;
    bool is_lenient_ = false;  ///< the connection does not wait for the disk
  };

  /// Waits for its turn; throws StorageFailure unavailable when that takes too long. A write transaction has begun.
  /// With Durable::later its commit does not wait for the disk: the next one that does makes both durable.
  [[nodiscard]] Turn begin(Durable durable = Durable::yes);
  /// The same without a transaction: for what reads between two writes.
  [[nodiscard]] Turn take();
  /// Counts the connections that were opened. Only within a turn.
  [[nodiscard]] std::int64_t connection_number() const { return connection_number_; }

  /// Gives the memory of its cache back when nobody is writing.
  void release_memory();

 private:
  void be_strict_again() noexcept;

  Setup const& setup_;
  Figures& figures_;
  std::function<void(Connection&)> between_writes_;
  std::binary_semaphore free_{1};  // not a mutex: a turn may end on another thread than it began
  std::unique_ptr<Connection> connection_;
  std::int64_t connection_number_ = 1;
  bool suspect_ = false;
};

}  // namespace nameplate::store::sqlite
