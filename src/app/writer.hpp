#pragma once

#include "app/commands/command.hpp"
#include "app/master_data.hpp"
#include "base/clock.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

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
  /// One outcome for each command, in the order in which they were given.
  using BatchDone = std::move_only_function<void(std::vector<Outcome>)>;

  Writer(store::Store& store, MasterData& master_data, base::Clock const& clock, WriterOptions options = {});
  ~Writer();
  Writer(Writer const&) = delete;
  Writer& operator=(Writer const&) = delete;

  /// Answers on the writer's thread, after the commit is durable. Errors of its own: writer.busy, writer.stopping,
  /// clock.suspect, storage.full, storage.read_only, storage.unavailable, key.other_body, ...
  void submit(Command command, Done done);
  /// Operations that belong together and share one transaction with nobody else: tried as a whole, as GroupCommit::
  /// run_batch says. Waits in the same queue, and counts there as the commands that it has. An error of the machinery
  /// is the outcome of each of them.
  void submit_batch(std::vector<Command> commands, BatchDone done);
  /// For callers that can wait.
  [[nodiscard]] Outcome execute(Command command);

  /// What would become of the command if it came now; nothing is done, and its key does not count. Waits for its turn.
  [[nodiscard]] Outcome preview(Command command);

  /// The newest sequence that is known to be durable.
  [[nodiscard]] domain::Sequence sequence() const;
  /// Another process recorded it.
  void note_sequence(domain::Sequence sequence);
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
