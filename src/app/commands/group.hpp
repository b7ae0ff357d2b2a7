#pragma once

#include "app/commands/answer.hpp"
#include "app/commands/command.hpp"
#include "app/commands/id_blocks.hpp"
#include "app/master_data.hpp"
#include "base/clock.hpp"
#include "store/store.hpp"

#include <functional>
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

 private:
  class Attempt;
  [[nodiscard]] Result attempt(std::span<Pending> group);

  store::Store& store_;
  MasterData& master_data_;
  base::Clock const& clock_;
  IdBlock subject_ids_;
  IdBlock event_ids_;
};

}  // namespace nameplate::app
