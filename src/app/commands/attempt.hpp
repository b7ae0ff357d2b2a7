#pragma once

#include "app/commands/bind.hpp"
#include "app/commands/group.hpp"
#include "app/commands/outcome_codec.hpp"
#include "app/commands/record_commands.hpp"
#include "domain/decide.hpp"
#include "domain/retelling.hpp"

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace nameplate::app {

/// One try at a group: everything it loads and decides is thrown away when somebody was faster. Private to group.cpp;
/// attempt.cpp decides, attempt_retell.cpp puts into the past, attempt_write.cpp writes and answers.
class GroupCommit::Attempt {
 public:
  Attempt(GroupCommit& group, std::span<Pending> commands, Purpose purpose = {});

  /// Decides each command on what is so now. What is dated before something on record of what it concerns is not
  /// decided: see `late`.
  Result run();
  /// Puts the commands into the history, each at its time, as one.
  Result run_retelling();
  /// The places of the commands that have to be put into the history.
  [[nodiscard]] std::vector<std::size_t> const& late() const { return late_; }

 private:
  struct Accepted {
    std::size_t command = 0;
    std::optional<domain::Event> event = {};
    KeptOutcome kept = {};
    SubjectsAfter after = {};
    std::string token = {};
    std::optional<domain::RecordRow> record = {};
  };
  struct Replay {
    std::size_t command;
    store::StoredOutcome const* outcome;
  };

  // attempt.cpp
  void begin();
  void take_head();
  void collect();
  void claim_keys();
  void load();
  [[nodiscard]] base::Instant earliest_stated_time() const;
  void decide(std::size_t index);
  [[nodiscard]] bool is_replay(std::size_t index);
  [[nodiscard]] domain::BoundOperation bind_operation(domain::Operation const& operation,
                                                      domain::WorkingSet const& state, domain::EventId event);
  [[nodiscard]] bool may_record(Command const& command) const;
  [[nodiscard]] domain::DecisionContext context_of(Command const& command, domain::WorkingSet const& state) const;
  /// Nothing: it has to be put into the history.
  [[nodiscard]] std::optional<base::Result<Accepted>> decide_operation(Command const& command);
  [[nodiscard]] base::Result<Accepted> accept(domain::Decision decision, domain::WorkingSet& state);
  [[nodiscard]] base::Result<Accepted> decide_record(Command const& command);
  [[nodiscard]] base::Result<Accepted> decide_erase(Command const& command);
  void follow_rules(domain::Event const& event, domain::WorkingSet const& state);

  // attempt_numbers.cpp
  void draw_numbers();
  [[nodiscard]] DrawnNumbers::Drawn free_numbers(store::CounterRange const& range);
  void pass_over_unusable(DrawnNumbers::Drawn& drawn, std::int64_t first);

  // attempt_retell.cpp
  class PuttingIn;

  // attempt_write.cpp
  void answer_replays();
  void answer_replay(Pending& pending, KeptOutcome const& kept, domain::Event const* event);
  Result write(store::Head head, domain::Changes const* retold);
  void answer_accepted(std::vector<domain::Event> const& events, store::Head const& head);
  void store_outcomes();
  void answer_twins();

  [[nodiscard]] Result answer_preview(store::Head const& head);
  void write_approval(std::vector<domain::Event>& events);

  GroupCommit& group_;
  std::span<Pending> commands_;
  Purpose purpose_;
  std::shared_ptr<domain::Catalog> catalog_;
  std::int64_t rules_version_;
  std::unique_ptr<store::WriteTransaction> transaction_;
  Wanted wanted_;
  WantedRecords wanted_records_;
  Numbering numbering_;
  DrawnNumbers numbers_;
  domain::WorkingSet state_;
  store::Head head_;
  base::Instant now_;
  std::map<store::ShortHash, store::StoredOutcome> known_keys_;
  std::map<store::ShortHash, std::size_t> decided_keys_;
  std::vector<Replay> replays_;
  std::vector<std::pair<std::size_t, std::size_t>> twins_;
  std::vector<Accepted> accepted_;
  std::vector<store::TokenSecret> secrets_;
  std::vector<domain::Hold> released_rule_holds_;
  std::vector<std::size_t> late_;
  bool rules_changed_ = false;
};

}  // namespace nameplate::app
