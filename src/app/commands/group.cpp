#include "app/commands/group.hpp"

#include "app/commands/bind.hpp"
#include "app/commands/load.hpp"
#include "app/commands/record_commands.hpp"
#include "base/hash.hpp"
#include "domain/decide.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <thread>

namespace nameplate::app {
namespace {

using domain::Event;
using domain::Operation;

constexpr int attempts_max = 5;

base::Error key_with_other_body() {
  return {.kind = base::ErrorKind::invalid,
          .reason = "key.other_body",
          .detail = "This Idempotency-Key was used for another request. Use a new key for a new request."};
}

/// Master data and holds by rule are kept in memory; holds on items are not.
bool changes_rules(Event const& event, domain::WorkingSet const& state) {
  if (auto const* const placed = std::get_if<domain::HoldPlaced>(&event.matter)) {
    return placed->rule.has_value();
  }
  if (auto const* const released = std::get_if<domain::HoldsReleased>(&event.matter)) {
    return std::ranges::any_of(released->holds, [&](domain::HoldId id) { return state.hold(id)->rule.has_value(); });
  }
  return std::holds_alternative<domain::RecordChanged>(event.matter);
}

}  // namespace

/// One try at a group: everything it loads and decides is thrown away when somebody was faster.
class GroupCommit::Attempt {
 public:
  Attempt(GroupCommit& group, std::span<Pending> commands)
      : group_(group),
        commands_(commands),
        catalog_(std::make_shared<domain::Catalog>(*group.master_data_.now())),
        rules_version_(catalog_->rules_version) {}

  Result run() {
    collect();
    transaction_ = group_.store_.begin_write();
    claim_keys();
    draw_numbers();
    load();
    auto const head = transaction_->head();
    now_ = std::max(group_.clock_.now(), head.recorded_at);
    for (std::size_t i = 0; i < commands_.size(); ++i) {
      decide(i);
    }
    answer_replays();
    auto const result = write(head);
    answer_twins();
    return result;
  }

 private:
  /// Ids are reserved in a transaction of their own, so before this one begins.
  void collect() {
    for (auto const& pending : commands_) {
      if (auto const* const operation = std::get_if<Operation>(&pending.command.what)) {
        collect_wanted(*operation, *catalog_, wanted_);
      } else {
        collect_wanted(pending.command, *catalog_, wanted_records_);
        wanted_.new_subjects_max += 1;
      }
    }
    group_.subject_ids_.ensure(static_cast<std::int64_t>(wanted_.new_subjects_max));
    group_.event_ids_.ensure(static_cast<std::int64_t>(commands_.size()));
  }

  void claim_keys() {
    std::vector<store::KeyClaim> claims;
    for (auto const& pending : commands_) {
      if (pending.command.key) {
        claims.push_back(*pending.command.key);
      }
    }
    if (claims.empty()) {
      return;
    }
    std::ranges::sort(claims, {}, &store::KeyClaim::key);
    auto const twins = std::ranges::unique(claims, {}, &store::KeyClaim::key);
    claims.erase(twins.begin(), twins.end());
    for (auto& outcome : transaction_->claim_keys(claims)) {
      known_keys_.emplace(outcome.key, std::move(outcome));
    }
  }

  void draw_numbers() {
    std::vector<store::CounterDraw> draws;
    draws.reserve(wanted_.draws.size());
    for (auto const& [counter, draw] : wanted_.draws) {
      draws.push_back(draw);
    }
    if (!draws.empty()) {
      skip_taken_numbers(draws);
    }
  }

  /// Numbers that somebody entered by hand are stepped over. Each round draws twice as many, so that a long stretch
  /// of taken ones costs few rounds.
  void skip_taken_numbers(std::vector<store::CounterDraw> const& draws) {
    for (auto const& range : transaction_->draw_counters(draws)) {
      numbers_.add(free_range(range));
    }
  }

  store::CounterRange free_range(store::CounterRange range) {
    auto const& formats = wanted_.formats;
    auto const format = formats.find(range.counter);
    auto const wanted = range.count;
    std::int64_t reach = wanted;
    while (format != formats.end()) {
      std::vector<std::string> candidates;
      for (std::int64_t i = 0; i < range.count; ++i) {
        if (range.first + i <= format->second.capacity()) {
          candidates.push_back(domain::normalise_code(format->second.make(range.first + i)));
        }
      }
      std::int64_t last_taken = -1;
      std::ranges::sort(candidates);
      auto const taken =
          candidates.empty() ? std::vector<domain::Identifier>() : transaction_->find_identifiers(candidates);
      for (auto const& identifier : taken) {
        if (auto const number = format->second.read(identifier.key.value_norm)) {
          last_taken = std::max(last_taken, *number);
        }
      }
      if (last_taken < range.first) {
        if (range.count > wanted) {
          store::CounterRange const rest{range.counter, range.first + wanted, range.count - wanted};
          transaction_->give_back({&rest, 1});
          range.count = wanted;
        }
        return range;
      }
      reach *= 2;
      auto const kept = range.first + range.count - (last_taken + 1);
      auto const more = std::max(reach - kept, std::int64_t{1});
      store::CounterDraw const again{.counter = range.counter, .start = 1, .count = more};
      static_cast<void>(transaction_->draw_counters({&again, 1}));
      range = {range.counter, last_taken + 1, kept + more};
    }
    return range;
  }

  void load() {
    load_wanted(*transaction_, std::move(wanted_), state_);
    load_records(*transaction_, wanted_records_, state_);
  }

  void decide(std::size_t index) {
    auto& pending = commands_[index];
    if (pending.command.key && is_replay(index)) {
      return;
    }
    auto const numbers_before = numbers_.mark();
    auto decided = std::holds_alternative<Operation>(pending.command.what) ? decide_operation(pending.command)
                                                                           : decide_record(pending.command);
    if (!decided) {
      numbers_.return_to(numbers_before);
      pending.outcome = std::unexpected(std::move(decided.error()));
      return;
    }
    if (pending.command.key) {
      decided_keys_.emplace(pending.command.key->key, index);
    }
    decided->command = index;
    accepted_.push_back(*std::move(decided));
  }

  /// The key was used before, in an earlier transaction or by a neighbour in this one.
  bool is_replay(std::size_t index) {
    auto& pending = commands_[index];
    auto const& claim = *pending.command.key;
    if (auto const known = known_keys_.find(claim.key); known != known_keys_.end()) {
      if (known->second.body != claim.body) {
        pending.outcome = std::unexpected(key_with_other_body());
      } else {
        replays_.push_back({index, &known->second});
      }
      return true;
    }
    auto const twin = decided_keys_.find(claim.key);
    if (twin == decided_keys_.end()) {
      return false;
    }
    if (commands_[twin->second].command.key->body != claim.body) {
      pending.outcome = std::unexpected(key_with_other_body());
    } else {
      twins_.emplace_back(index, twin->second);
    }
    return true;
  }

  struct Accepted {
    std::size_t command = 0;
    std::optional<Event> event = {};
    KeptOutcome kept = {};
    SubjectsAfter after = {};
    std::string token = {};
    std::optional<domain::RecordRow> record = {};
  };

  base::Result<Accepted> decide_operation(Command const& command) {
    auto const& operation = std::get<Operation>(command.what);
    std::function<domain::SubjectId()> const next_subject = [this] {
      return domain::SubjectId{group_.subject_ids_.take()};
    };
    auto const bound = bind({.catalog = *catalog_,
                             .state = state_,
                             .numbers = numbers_,
                             .next_subject = next_subject,
                             .event = {group_.event_ids_.take()}},
                            operation);
    bool const has_private = !operation.note.empty() || !operation.operator_name.empty() ||
                             std::ranges::any_of(operation.items, [](domain::Item const& item) {
                               return item.extra && !item.extra->note.empty();
                             });
    auto decision = domain::decide({.catalog = *catalog_,
                                    .state = state_,
                                    .actor = command.actor,
                                    .now = now_,
                                    .salt_seed = has_private ? base::random_bytes(32) : std::string()},
                                   bound);
    if (decision.refusal) {
      return std::unexpected(std::move(*decision.refusal));
    }
    Accepted accepted{.event = std::move(decision.event)};
    if (accepted.event) {
      state_.fold(*accepted.event);
      follow_rules(*accepted.event);
      accepted.kept.event = accepted.event->id;
    }
    for (auto& remark : decision.remarks) {
      auto const status = status_of(remark);
      accepted.kept.remarks.push_back({.remark = std::move(remark), .status = status});
    }
    accepted.after = subjects_after(accepted.event ? *accepted.event : Event(), accepted.kept.remarks, state_);
    return accepted;
  }

  [[nodiscard]] std::optional<domain::Status> status_of(domain::ItemRemark const& remark) const {
    if (auto const* const unit = state_.unit(remark.subject)) {
      return unit->status;
    }
    auto const* const container = state_.container(remark.subject);
    return container == nullptr ? std::nullopt : std::optional(container->status);
  }

  base::Result<Accepted> decide_record(Command const& command) {
    auto decided = decide_record_command({.catalog = *catalog_,
                                          .state = state_,
                                          .wanted = wanted_records_,
                                          .actor = command.actor,
                                          .now = now_,
                                          .event = {group_.event_ids_.take()},
                                          .next_record = [this] { return group_.subject_ids_.take(); }},
                                         command);
    if (!decided) {
      return std::unexpected(std::move(decided.error()));
    }
    Accepted accepted{.event = std::move(decided->event), .record = std::move(decided->record)};
    accepted.kept.record_made = decided->made;
    accepted.kept.had_secret = decided->secret.has_value();
    accepted.token = std::move(decided->token);
    if (decided->secret) {
      secrets_.push_back(*decided->secret);
    }
    if (accepted.event) {
      state_.fold(*accepted.event);
      follow_rules(*accepted.event);
      accepted.kept.event = accepted.event->id;
      accepted.record = *state_.record(std::get<domain::RecordChanged>(accepted.event->matter).record);
    } else if (accepted.record) {
      accepted.kept.record_unchanged = accepted.record->id;
    }
    return accepted;
  }

  /// What the next command of the group is decided with.
  void follow_rules(Event const& event) {
    if (!changes_rules(event, state_)) {
      return;
    }
    rules_changed_ = true;
    if (auto const* const changed = std::get_if<domain::RecordChanged>(&event.matter)) {
      catalog_->apply(*state_.record(changed->record));
    } else if (auto const* const placed = std::get_if<domain::HoldPlaced>(&event.matter)) {
      catalog_->place_hold(*state_.hold(placed->hold));
    } else if (auto const* const released = std::get_if<domain::HoldsReleased>(&event.matter)) {
      for (auto const hold : released->holds) {
        if (!state_.hold(hold)->is_active()) {
          catalog_->release_hold(hold);
        }
      }
    }
  }

  void answer_replays() {
    std::vector<domain::EventId> ids;
    std::vector<KeptOutcome> kept;
    for (auto const& replay : replays_) {
      kept.push_back(decode_outcome(replay.outcome->outcome));
      if (kept.back().event) {
        ids.push_back(kept.back().event);
      }
    }
    if (kept.empty()) {
      return;
    }
    std::ranges::sort(ids);
    auto const events = transaction_->load_events(ids);
    for (std::size_t i = 0; i < replays_.size(); ++i) {
      auto const found = std::ranges::find(events, kept[i].event, &Event::id);
      answer_replay(commands_[replays_[i].command], kept[i], found == events.end() ? nullptr : &*found);
    }
  }

  void answer_replay(Pending& pending, KeptOutcome const& kept, Event const* event) {
    if (kept.had_secret) {
      pending.outcome = std::unexpected(base::Error{
          .kind = base::ErrorKind::conflict,
          .reason = "token.already_created",
          .detail = "This request made a token before; it is shown only once. Revoke it and make a new one."});
      return;
    }
    auto const after = subjects_after(event == nullptr ? Event() : *event, kept.remarks, *transaction_);
    auto answer = make_answer(event, kept, after);
    answer.replayed = true;
    answer.record_made = kept.record_made;
    answer.record = record_of_replay(*transaction_, kept, event);
    pending.outcome = std::move(answer);
  }

  Result write(store::Head head) {
    if (accepted_.empty()) {
      return {.head = head};
    }
    std::vector<Event> events;
    for (auto const& accepted : accepted_) {
      if (accepted.event) {
        events.push_back(*accepted.event);
      }
    }
    auto const unused = numbers_.unused();
    if (!unused.empty()) {
      transaction_->give_back(unused);
    }
    if (!events.empty()) {
      transaction_->write(std::move(state_).take_changes());
      transaction_->write_secrets(secrets_);
      head = transaction_->advance_head(static_cast<std::int64_t>(events.size()), now_, rules_version_, rules_changed_);
      auto sequence = head.sequence - static_cast<std::int64_t>(events.size());
      for (auto& event : events) {
        event.sequence = ++sequence;
        event.recorded_at = head.recorded_at;
      }
      transaction_->append(events);
    }
    answer_accepted(events, head);
    store_outcomes();
    transaction_->commit();
    transaction_.reset();
    if (rules_changed_) {
      catalog_->rules_version = head.rules_version;
      group_.master_data_.publish(catalog_);
    }
    return {.head = head, .events = static_cast<std::int64_t>(events.size())};
  }

  void answer_accepted(std::vector<Event> const& events, store::Head const& head) {
    std::size_t next = 0;
    for (auto& accepted : accepted_) {
      auto const* const event = accepted.event ? &events[next++] : nullptr;
      if (event == nullptr) {
        accepted.kept.sequence = head.sequence;
        accepted.kept.recorded_at = now_;
      }
      auto answer = make_answer(event, accepted.kept, accepted.after);
      answer.record = std::move(accepted.record);
      answer.record_made = accepted.kept.record_made;
      answer.token = std::move(accepted.token);
      commands_[accepted.command].outcome = std::move(answer);
    }
  }

  void store_outcomes() {
    std::vector<store::StoredOutcome> outcomes;
    for (auto const& accepted : accepted_) {
      if (auto const& key = commands_[accepted.command].command.key) {
        outcomes.push_back({.key = key->key, .body = key->body, .outcome = encode_outcome(accepted.kept), .at = now_});
      }
    }
    std::ranges::sort(outcomes, {}, &store::StoredOutcome::key);
    if (!outcomes.empty()) {
      transaction_->store_outcomes(outcomes);
    }
  }

  void answer_twins() {
    for (auto const& [command, first] : twins_) {
      auto& outcome = commands_[command].outcome;
      outcome = commands_[first].outcome;
      if (outcome) {
        outcome->replayed = true;
        outcome->token.clear();
      }
    }
  }

  struct Replay {
    std::size_t command;
    store::StoredOutcome const* outcome;
  };

  GroupCommit& group_;
  std::span<Pending> commands_;
  std::shared_ptr<domain::Catalog> catalog_;
  std::int64_t rules_version_;
  std::unique_ptr<store::WriteTransaction> transaction_;
  Wanted wanted_;
  WantedRecords wanted_records_;
  DrawnNumbers numbers_;
  domain::WorkingSet state_;
  base::Instant now_;
  std::map<store::ShortHash, store::StoredOutcome> known_keys_;
  std::map<store::ShortHash, std::size_t> decided_keys_;
  std::vector<Replay> replays_;
  std::vector<std::pair<std::size_t, std::size_t>> twins_;
  std::vector<Accepted> accepted_;
  std::vector<store::TokenSecret> secrets_;
  bool rules_changed_ = false;
};

GroupCommit::GroupCommit(store::Store& store, MasterData& master_data, base::Clock const& clock)
    : store_(store),
      master_data_(master_data),
      clock_(clock),
      subject_ids_(store, clock, store::IdSeries::subject),
      event_ids_(store, clock, store::IdSeries::event) {}

GroupCommit::Result GroupCommit::attempt(std::span<Pending> group) {
  return Attempt(*this, group).run();
}

GroupCommit::Result GroupCommit::run(std::span<Pending> group) {
  for (int tries = 1;; ++tries) {
    try {
      return attempt(group);
    } catch (store::GuardLost const&) {
      if (tries == attempts_max) {
        throw store::StorageFailure(store::FailureKind::unavailable, "others were faster, again and again");
      }
      // Jitter, so that two servers do not meet again.
      auto const pause_us = 500 * tries + static_cast<unsigned char>(base::random_bytes(1).front()) * 20;
      std::this_thread::sleep_for(std::chrono::microseconds(pause_us));
      master_data_.reload(store_);
    }
  }
}

}  // namespace nameplate::app
