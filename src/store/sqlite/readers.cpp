#include "store/sqlite/readers.hpp"

#include "base/logging.hpp"
#include "store/failure.hpp"
#include "store/sqlite/sql_transaction.hpp"
#include "store/tables/load.hpp"

#include <algorithm>

namespace nameplate::store::sqlite {
namespace {

constexpr std::chrono::seconds wait_for_slot{5};
constexpr std::chrono::seconds idle_before_close{5};

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

Readers::Slot& Readers::find_slot() {
  std::unique_lock lock(mutex_);
  auto const deadline = now() + wait_for_slot;
  while (true) {
    // The one used last has the warmest cache, and the others can be closed.
    Slot* best = nullptr;
    for (auto const& slot : slots_) {
      if (!slot->in_use && (best == nullptr || slot->since > best->since)) {
        best = slot.get();
      }
    }
    if (best == nullptr && slots_.size() < setup_.options.readers_max) {
      best = slots_.emplace_back(std::make_shared<Slot>()).get();
    }
    if (best != nullptr) {
      best->in_use = true;
      best->since = now();
      return *best;
    }
    if (freed_.wait_until(lock, deadline) == std::cv_status::timeout) {
      throw StorageFailure(FailureKind::unavailable, "too many reads at the same time");
    }
  }
}

void Readers::set_connection(Slot& slot, std::unique_ptr<Connection> connection) {
  {
    std::scoped_lock const lock(mutex_);
    slot.connection.swap(connection);
  }
  // The one before is closed here, outside the lock.
}

Readers::Slot& Readers::take() {
  auto& slot = find_slot();
  try {
    std::scoped_lock const lock(slot.mutex);
    slot.begun = now();
    if (slot.connection == nullptr) {
      set_connection(slot, connect(setup_, Purpose::read));
    }
    slot.connection->use(sql::begin_read).run();
    // SQLite fixes the snapshot at the first read, not at BEGIN.
    static_cast<void>(tables::load::head(*slot.connection));
  } catch (...) {
    discard(slot);
    throw;
  }
  ++figures_.snapshots;
  return slot;
}

void Readers::discard(Slot& slot) noexcept {
  {
    std::scoped_lock const lock(slot.mutex);
    slot.suspect = true;
  }
  give_back(slot);
}

void Readers::give_back(Slot& slot) noexcept {
  {
    std::scoped_lock const lock(slot.mutex);
    if (slot.connection != nullptr) {
      slot.connection->roll_back();
      if (slot.suspect || slot.connection->in_transaction()) {
        set_connection(slot, nullptr);
      }
    }
    slot.ended = false;
    slot.suspect = false;
  }
  std::scoped_lock const lock(mutex_);
  slot.in_use = false;
  slot.since = now();
  freed_.notify_one();
}

void Readers::end_older_than(std::chrono::milliseconds age) {
  auto const limit = now() - age;
  std::vector<std::shared_ptr<Slot>> old;
  {
    // Under the lock, so that nobody gives a slot back and the next one, not the old one, is interrupted.
    std::scoped_lock const lock(mutex_);
    for (auto const& slot : slots_) {
      if (slot->in_use && slot->since <= limit && slot->connection != nullptr) {
        slot->connection->interrupt();
        old.push_back(slot);
      }
    }
  }
  for (auto const& slot : old) {
    // The call that was interrupted returns soon; a snapshot that nobody is using at this moment is free at once.
    std::scoped_lock const lock(slot->mutex);
    if (slot->connection != nullptr && slot->connection->in_transaction() && !slot->ended && slot->begun <= limit) {
      slot->connection->roll_back();
      slot->ended = true;
      ++figures_.snapshots_ended;
      base::log::warn("store", "a snapshot took too long and was ended");
    }
  }
}

void Readers::close_idle() {
  std::scoped_lock const lock(mutex_);
  std::erase_if(slots_, [](std::shared_ptr<Slot> const& slot) {
    return !slot->in_use && now() - slot->since >= idle_before_close;
  });
}

std::size_t Readers::open_connections() const {
  std::scoped_lock const lock(mutex_);
  return slots_.size();
}

}  // namespace nameplate::store::sqlite
