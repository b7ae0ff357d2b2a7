#pragma once

#include "app/commands/answer.hpp"
#include "app/commands/command.hpp"
#include "app/commands/id_blocks.hpp"
#include "app/master_data.hpp"
#include "base/clock.hpp"
#include "store/store.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace nameplate::app {

/// One command of a group, and what became of it.
struct Pending {
  Command command;
  std::move_only_function<void(Outcome)> done;
  Outcome outcome = Answer();
};

/// Decides a group of commands and writes all of them in one transaction, in the order that
/// docs/internals/write-path.md gives. One refused command never fails its neighbours.
class GroupCommit {
 public:
  GroupCommit(store::Store& store, MasterData& master_data, base::Clock const& clock);

  /// Fills in every outcome; what stands there as done is durable. Throws store::StorageFailure.
  /// Returns the head of the ledger afterwards, and how many events were recorded.
  struct Result {
    store::Head head;
    std::int64_t events = 0;
  };
  [[nodiscard]] Result run(std::span<Pending> group);
  /// Operations of a device that was offline, or of a partner: tried as a whole, each put into the history at its time.
  /// When something on record contradicts, the latest of them before it that touches its subject is refused, and the
  /// rest is tried again.
  [[nodiscard]] Result run_batch(std::span<Pending> batch);
  /// Decides one command without writing anything: its outcome says what would happen now, without an event.
  [[nodiscard]] Result preview(std::span<Pending> one);

 private:
  class Attempt;
  /// What becomes of a command that is tried by itself.
  struct Purpose {
    bool preview = false;                          ///< nothing is written
    std::optional<store::Approval> approval = {};  ///< written with it, as approved
  };
  [[nodiscard]] Result run_now(std::span<Pending> group);
  [[nodiscard]] Result retell(std::span<Pending> batch);
  [[nodiscard]] Result run_alone(Pending& pending, Purpose const& purpose);

  // group_approvals.cpp
  /// Runs the group without what concerns approvals, then that, one by one.
  [[nodiscard]] Result run_apart(std::span<Pending> group, Result (GroupCommit::*how)(std::span<Pending>));
  [[nodiscard]] Result run_about_approval(Pending& pending);
  [[nodiscard]] Result ask_for_approval(Pending& pending);
  [[nodiscard]] bool is_known(Pending& pending);
  void keep_asked(Pending& pending);
  [[nodiscard]] Result carry_out(Pending& pending);
  void reject(Pending& pending);
  void write_approval(store::Approval const& approval);
  [[nodiscard]] Result nothing_recorded();

  [[nodiscard]] Result try_again(std::function<Result()> const& attempt);

  store::Store& store_;
  MasterData& master_data_;
  base::Clock const& clock_;
  IdBlock subject_ids_;
  IdBlock event_ids_;
};

}  // namespace nameplate::app
