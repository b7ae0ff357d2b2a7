#include "store/postgres/pool.hpp"

#include "store/failure.hpp"

#include <malloc.h>

#include <chrono>

namespace nameplate::store::postgres {
namespace {

constexpr std::chrono::seconds wait_for_connection{5};

/// The C library keeps what was freed; the threads of a server would each keep theirs.
void give_memory_back() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace

/// None: one may be opened.
std::unique_ptr<Connection> Pool::take_idle() {
  std::unique_lock lock(mutex_);
  if (in_use_ >= limit_) {
    ++figures_.waits_for_connection;
    if (!freed_.wait_for(lock, wait_for_connection, [&] { return in_use_ < limit_; })) {
      throw StorageFailure(FailureKind::unavailable, "all connections to the database are in use");
    }
  }
  ++in_use_;
  if (idle_.empty()) {
    ++opening_;
    return nullptr;
  }
  // The one used last: the others can be closed.
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

Pool::Lease Pool::take() {
  while (true) {
    auto connection = take_idle();
    if (connection != nullptr && connection->session().is_broken()) {
      --figures_.connections;
      connection.reset();
      std::scoped_lock const lock(mutex_);
      ++opening_;
    }
    if (connection == nullptr) {
      connection = open_one();
    }
    if (connection != nullptr) {
      return {*this, std::move(connection)};
    }
  }
}

/// None: the server takes no more, but another one has become free.
std::unique_ptr<Connection> Pool::open_one() {
  try {
    auto connection = connect(setup_, purpose_);
    ++figures_.connections;
    ++figures_.connections_opened;
    std::scoped_lock const lock(mutex_);
    --opening_;
    return connection;
  } catch (...) {
    bool is_spared = sparing_ != nullptr && sparing_->has_idle();
    if (is_spared) {
      sparing_->close_idle();
    }
    is_spared = is_spared || wait_for_others();
    std::scoped_lock const lock(mutex_);
    --opening_;
    --in_use_;
    freed_.notify_all();
    if (!is_spared) {
      throw;
    }
    return nullptr;
  }
}

/// Whether one became free. When nobody has one, the server is away, and nothing is worth waiting for.
bool Pool::wait_for_others() {
  std::unique_lock lock(mutex_);
  if (in_use_ == opening_) {
    return false;
  }
  ++figures_.waits_for_connection;
  freed_.wait_for(lock, wait_for_connection, [&] { return !idle_.empty() || in_use_ == opening_; });
  return !idle_.empty();
}

bool Pool::has_idle() {
  std::scoped_lock const lock(mutex_);
  return !idle_.empty();
}

void Pool::Lease::renew() {
  connection_ = pool_->open();
  suspect_ = false;
  ++pool_->figures_.connections_opened;
}

void Pool::give_back(std::unique_ptr<Connection> connection, bool suspect) noexcept {
  connection->session().roll_back();
  auto const traffic = connection->session().take_traffic();
  figures_.statements += traffic.statements;
  figures_.round_trips += traffic.round_trips;
  bool const lost = connection->session().is_broken();
  bool const usable =
      !suspect && !lost && !connection->session().is_swollen() && !connection->session().in_transaction();
  if (lost) {
    ++figures_.connections_lost;
    close_idle();
  }
  if (!usable) {
    bool const frees_much = connection->session().is_swollen();
    --figures_.connections;
    connection.reset();
    if (frees_much) {
      give_memory_back();
    }
  }
  std::scoped_lock const lock(mutex_);
  --in_use_;
  if (usable) {
    idle_.push_back(std::move(connection));
  }
  freed_.notify_all();  // some wait for a place, others for a connection
}

void Pool::close_idle() {
  std::vector<std::unique_ptr<Connection>> closing;
  std::scoped_lock const lock(mutex_);
  closing.swap(idle_);
  figures_.connections -= static_cast<std::int64_t>(closing.size());
}

}  // namespace nameplate::store::postgres
