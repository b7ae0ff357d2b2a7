#include "app/commands/attempt.hpp"
#include "app/commands/record_commands.hpp"

#include <algorithm>

namespace nameplate::app {

using domain::Event;

void GroupCommit::Attempt::answer_replays() {
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

void GroupCommit::Attempt::answer_replay(Pending& pending, KeptOutcome const& kept, Event const* event) {
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

GroupCommit::Result GroupCommit::Attempt::write(store::Head head, domain::Changes const* retold) {
  if (accepted_.empty()) {
    return {.head = head};
  }
  if (purpose_.preview) {
    return answer_preview(head);
  }
  std::vector<Event> events;
  for (auto const& accepted : accepted_) {
    if (accepted.event) {
      events.push_back(*accepted.event);
      events.back().approver = commands_[accepted.command].command.approver;
    }
  }
  write_approval(events);
  auto const unused = numbers_.unused();
  if (!unused.empty()) {
    transaction_->give_back(unused);
  }
  if (!events.empty()) {
    transaction_->write(retold != nullptr ? *retold : std::move(state_).take_changes());
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

/// Where two must agree, the event names both, and what waited is closed with it.
void GroupCommit::Attempt::write_approval(std::vector<Event>& events) {
  if (!purpose_.approval) {
    return;
  }
  auto approval = *purpose_.approval;
  approval.decided_at = now_;
  for (auto& event : events) {
    event.approver = approval.decided_by;
    approval.event = event.id;
  }
  transaction_->write_approvals({&approval, 1});
}

/// What would have become of the commands; the transaction is dropped.
GroupCommit::Result GroupCommit::Attempt::answer_preview(store::Head const& head) {
  std::vector<Event> events;
  for (auto const& accepted : accepted_) {
    if (accepted.event) {
      events.push_back(*accepted.event);
    }
  }
  answer_accepted(events, head);
  for (auto const& accepted : accepted_) {
    auto& answer = *commands_[accepted.command].outcome;
    answer.event = {};
    answer.sequence = 0;
    answer.recorded_at = {};
  }
  return {.head = head};
}

void GroupCommit::Attempt::answer_accepted(std::vector<Event> const& events, store::Head const& head) {
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

void GroupCommit::Attempt::store_outcomes() {
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

void GroupCommit::Attempt::answer_twins() {
  for (auto const& [command, first] : twins_) {
    auto& outcome = commands_[command].outcome;
    outcome = commands_[first].outcome;
    if (outcome) {
      outcome->replayed = true;
      outcome->token.clear();
    }
  }
}

}  // namespace nameplate::app
