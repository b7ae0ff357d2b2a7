#include "app/writer.hpp"

#include "app/clock_guard.hpp"
#include "app/commands/group.hpp"
#include "app/failure.hpp"
#include "base/logging.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <pthread.h>

namespace nameplate::app {
namespace {

base::Error busy() {
  return {.kind = base::ErrorKind::unavailable,
          .reason = "writer.busy",
          .detail = "Too many requests are waiting to be written. Try again in a second, with the same key."};
}

base::Error stopping() {
  return {.kind = base::ErrorKind::unavailable,
          .reason = "writer.stopping",
          .detail = "The server is stopping. Try again in a moment, with the same key."};
}

base::Error suspect_clock() {
  return {.kind = base::ErrorKind::unavailable,
          .reason = "clock.suspect",
          .detail =
              "The server's clock jumped, or stands behind the ledger. Nothing is written until an administrator "
              "has checked it and confirmed it (nameplate clock confirm)."};
}

base::Error unexpected_failure() {
  return {.kind = base::ErrorKind::internal,
          .reason = "internal.error",
          .detail =
              "Something failed on the server, and nothing was changed. Try again with the same key; if it fails "
              "again, look into the server's log."};
}

/// What an operation needs is loaded for the whole group, by the master data before it: so a command that changes
/// master data never stands in one group with operations.
bool goes_with(Command const& command, Command const& first) {
  return std::holds_alternative<domain::Operation>(command.what) ==
         std::holds_alternative<domain::Operation>(first.what);
}

std::size_t items_of(Command const& command) {
  auto const* const operation = std::get_if<domain::Operation>(&command.what);
  if (operation == nullptr) {
    return 1;
  }
  std::size_t items = operation->items.size();
  for (auto const& item : operation->items) {
    items += item.kind == domain::ItemKind::generate ? static_cast<std::size_t>(item.amount) : 0;
  }
  return items;
}

}  // namespace

class Writer::Implementation {
 public:
  Implementation(store::Store& store, MasterData& master_data, base::Clock const& clock, WriterOptions options)
      : options_(options), clock_guard_(clock), commit_(store, master_data, clock) {
    auto const head = store.begin_read()->head();
    sequence_ = head.sequence;
    clock_guard_.start(head.recorded_at);
    thread_ = std::thread([this] { run(); });
  }

  ~Implementation() { stop(); }
  Implementation(Implementation const&) = delete;
  Implementation& operator=(Implementation const&) = delete;

  void submit(Command command, Done done) {
    {
      std::lock_guard const lock(mutex_);
      if (!stopping_ && queue_.size() < options_.queue_max) {
        queue_.push_back({.command = std::move(command), .done = std::move(done)});
        wake_.notify_one();
        return;
      }
    }
    done(std::unexpected(stopping_ ? stopping() : busy()));
  }

  void stop() {
    {
      std::lock_guard const lock(mutex_);
      stopping_ = true;
      wake_.notify_one();
    }
    if (thread_.joinable()) {
      thread_.join();
    }
  }

  [[nodiscard]] domain::Sequence sequence() const { return sequence_.load(std::memory_order_acquire); }
  [[nodiscard]] bool clock_is_suspect() const { return clock_guard_.is_suspect(); }
  void confirm_clock() { clock_guard_.confirm(); }

  [[nodiscard]] Figures figures() const {
    std::lock_guard const lock(mutex_);
    return {.waiting = queue_.size(), .groups = groups_, .commands = commands_, .events = events_};
  }

 private:
  void run() {
    ::pthread_setname_np(::pthread_self(), "writer");
    for (auto group = next_group(); !group.empty(); group = next_group()) {
      commit(group);
      for (auto& pending : group) {
        pending.done(std::move(pending.outcome));
      }
    }
  }

  /// What is queued, up to the limit; a large operation goes alone. Empty: the end.
  std::vector<Pending> next_group() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    std::vector<Pending> group;
    std::size_t items = 0;
    while (!queue_.empty() && group.size() < options_.group_max) {
      items += items_of(queue_.front().command);
      bool const fits =
          group.empty() || (items <= options_.large_items && goes_with(queue_.front().command, group.front().command));
      if (!fits) {
        break;
      }
      group.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    return group;
  }

  void commit(std::vector<Pending>& group) {
    if (clock_guard_.check()) {
      return refuse_all(group, suspect_clock());
    }
    try {
      auto const result = commit_.run(group);
      sequence_.store(result.head.sequence, std::memory_order_release);
      clock_guard_.note_head(result.head.recorded_at);
      std::lock_guard const lock(mutex_);
      ++groups_;
      commands_ += static_cast<std::int64_t>(group.size());
      events_ += result.events;
    } catch (...) {
      auto const error = explain_failure(std::current_exception()).value_or(unexpected_failure());
      base::log::error("writer", "a group of commands could not be written", {{"reason", error.reason}});
      refuse_all(group, error);
    }
  }

  static void refuse_all(std::vector<Pending>& group, base::Error const& error) {
    for (auto& pending : group) {
      pending.outcome = std::unexpected(error);
    }
  }

  WriterOptions options_;
  ClockGuard clock_guard_;
  GroupCommit commit_;
  std::atomic<domain::Sequence> sequence_{0};
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Pending> queue_;
  bool stopping_ = false;
  std::int64_t groups_ = 0;
  std::int64_t commands_ = 0;
  std::int64_t events_ = 0;
  std::thread thread_;
};

Writer::Writer(store::Store& store, MasterData& master_data, base::Clock const& clock, WriterOptions options)
    : implementation_(std::make_unique<Implementation>(store, master_data, clock, options)) {}

Writer::~Writer() = default;

void Writer::submit(Command command, Done done) {
  implementation_->submit(std::move(command), std::move(done));
}

Outcome Writer::execute(Command command) {
  std::promise<Outcome> promise;
  auto answer = promise.get_future();
  submit(std::move(command), [&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
  return answer.get();
}

domain::Sequence Writer::sequence() const {
  return implementation_->sequence();
}

bool Writer::clock_is_suspect() const {
  return implementation_->clock_is_suspect();
}

void Writer::confirm_clock() {
  implementation_->confirm_clock();
}

Writer::Figures Writer::figures() const {
  return implementation_->figures();
}

void Writer::stop() {
  implementation_->stop();
}

}  // namespace nameplate::app
