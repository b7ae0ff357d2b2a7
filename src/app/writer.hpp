#pragma once

#include "app/commands/command.hpp"
#include "app/master_data.hpp"
#include "base/clock.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <functional>
#include <memory>

namespace nameplate::app {

struct WriterOptions {
  std::size_t queue_max = 4096;    ///< commands waiting; above it: writer.busy
  std::size_t group_max = 256;     ///< commands in one transaction
  std::size_t large_items = 1000;  ///< an operation of more items gets a transaction of its own
};

/// Group commit: one thread takes what is queued, decides each command in turn on the same working set, writes
/// everything in bulk, commits once, then answers all. Thread-safe.
class Writer {
 public:
  using Done = std::move_only_function<void(Outcome)>;

  Writer(store::Store& store, MasterData& master_data, base::Clock const& clock, WriterOptions options = {});
  ~Writer();
  Writer(Writer const&) = delete;
  Writer& operator=(Writer const&) = delete;

  /// Answers on the writer's thread, after the commit is durable. Errors of its own: writer.busy, writer.stopping,
  /// clock.suspect, storage.full, storage.read_only, storage.unavailable, key.other_body, ...
  void submit(Command command, Done done);
  /// For callers that can wait.
  [[nodiscard]] Outcome execute(Command command);

  /// The newest sequence that is durable.
  [[nodiscard]] domain::Sequence sequence() const;
  /// Whether writes are refused because the clock cannot be trusted.
  [[nodiscard]] bool clock_is_suspect() const;
  /// An administrator says that the clock is right.
  void confirm_clock();
  /// Commands waiting, groups committed, commands decided, events recorded: for metrics.
  struct Figures {
    std::size_t waiting = 0;
    std::int64_t groups = 0;
    std::int64_t commands = 0;
    std::int64_t events = 0;
  };
  [[nodiscard]] Figures figures() const;

  /// Takes no more, finishes what is queued.
  void stop();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace nameplate::app
