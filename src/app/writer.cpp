#include "app/writer.hpp"

#include "app/clock_guard.hpp"
#include "app/commands/group.hpp"
#include "app/failure.hpp"
#include "base/logging.hpp"
#include "domain/operation_size.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <utility>
#include <variant>
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
  return operation == nullptr ? 1 : domain::count_items(*operation);
}

using Commit = GroupCommit::Result (GroupCommit::*)(std::span<Pending>);

/// Commands that came in one request and share no transaction with others.
struct Batch {
  std::vector<Pending> commands;
  Writer::BatchDone done;
  Commit how = nullptr;
};

/// What waits in the queue.
using Waiting = std::variant<Pending, Batch>;

std::vector<Outcome> take_outcomes(std::vector<Pending>& commands) {
  std::vector<Outcome> outcomes;
  outcomes.reserve(commands.size());
  for (auto& pending : commands) {
    outcomes.push_back(std::move(pending.outcome));
  }
  return outcomes;
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
    auto const refused =
        enqueue(1, [&] { queue_.emplace_back(std::in_place_type<Pending>, std::move(command), std::move(done)); });
    if (refused) {
      done(std::unexpected(*refused));
    }
  }

  void submit_batch(std::vector<Command> commands, Commit how, BatchDone done) {
    std::vector<Pending> pending;
    pending.reserve(commands.size());
    for (auto& command : commands) {
      pending.push_back({.command = std::move(command), .done = {}});
    }
    auto const refused = enqueue(pending.size(), [&] {
      queue_.emplace_back(std::in_place_type<Batch>, std::move(pending), std::move(done), how);
    });
    if (refused) {
      refuse_all(pending, *refused);
      done(take_outcomes(pending));
    }
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
  void note_sequence(domain::Sequence sequence) {
    auto known = sequence_.load(std::memory_order_acquire);
    while (known < sequence && !sequence_.compare_exchange_weak(known, sequence, std::memory_order_acq_rel)) {
    }
  }
  [[nodiscard]] bool clock_is_suspect() const { return clock_guard_.is_suspect(); }
  void confirm_clock() { clock_guard_.confirm(); }

  [[nodiscard]] Figures figures() const {
    std::lock_guard const lock(mutex_);
    return {.waiting = waiting_, .groups = groups_, .commands = commands_, .events = events_};
  }

 private:
  /// `push` puts as many commands into the queue. Returns why not.
  template <typename Push>
  std::optional<base::Error> enqueue(std::size_t commands, Push push) {
    std::lock_guard const lock(mutex_);
    if (stopping_) {
      return stopping();
    }
    // A batch that is longer than the queue still gets its turn when nobody else waits.
    if (!queue_.empty() && waiting_ + commands > options_.queue_max) {
      return busy();
    }
    push();
    waiting_ += commands;
    wake_.notify_one();
    return std::nullopt;
  }

  void run() {
    ::pthread_setname_np(::pthread_self(), "writer");
    while (true) {
      std::optional<Batch> batch;
      auto group = next_group(batch);
      if (batch) {
        commit(batch->commands, batch->how);
        batch->done(take_outcomes(batch->commands));
      } else if (!group.empty()) {
        commit(group, &GroupCommit::run);
        for (auto& pending : group) {
          pending.done(std::move(pending.outcome));
        }
      } else {
        return;
      }
    }
  }

  /// What is queued, up to the limit; a large operation goes alone, and so does a batch, in `batch`. Neither: the end.
  std::vector<Pending> next_group(std::optional<Batch>& batch) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    std::vector<Pending> group;
    if (!queue_.empty() && std::holds_alternative<Batch>(queue_.front())) {
      batch = std::get<Batch>(std::move(queue_.front()));
      waiting_ -= batch->commands.size();
      queue_.pop_front();
      return group;
    }
    std::size_t items = 0;
    while (!queue_.empty() && group.size() < options_.group_max) {
      auto* const next = std::get_if<Pending>(&queue_.front());
      if (next == nullptr) {
        break;
      }
      items += items_of(next->command);
      bool const fits =
          group.empty() || (items <= options_.large_items && goes_with(next->command, group.front().command));
      if (!fits) {
        break;
      }
      group.push_back(std::move(*next));
      queue_.pop_front();
      --waiting_;
    }
    return group;
  }

  void commit(std::vector<Pending>& group, Commit how) {
    if (clock_guard_.check()) {
      return refuse_all(group, suspect_clock());
    }
    try {
      auto const result = (commit_.*how)(group);
      note_sequence(result.head.sequence);
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
  std::deque<Waiting> queue_;
  std::size_t waiting_ = 0;  ///< commands in the queue
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

void Writer::submit_batch(std::vector<Command> commands, BatchDone done) {
  implementation_->submit_batch(std::move(commands), &GroupCommit::run_batch, std::move(done));
}

Outcome Writer::preview(Command command) {
  command.key.reset();
  std::vector<Command> commands;
  commands.push_back(std::move(command));
  std::promise<Outcome> promise;
  auto answer = promise.get_future();
  implementation_->submit_batch(std::move(commands), &GroupCommit::preview, [&promise](std::vector<Outcome> outcomes) {
    promise.set_value(std::move(outcomes.front()));
  });
  return answer.get();
}

Outcome Writer::execute(Command command) {
  std::promise<Outcome> promise;
  auto answer = promise.get_future();
  submit(std::move(command), [&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
  return answer.get();
}

void Writer::note_sequence(domain::Sequence sequence) {
  implementation_->note_sequence(sequence);
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
