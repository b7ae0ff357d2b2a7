#include "app/commands/attempt.hpp"

#include "app/commands/block_commands.hpp"
#include "app/commands/erase_command.hpp"
#include "app/commands/label_items.hpp"
#include "app/commands/load.hpp"
#include "app/commands/record_commands.hpp"
#include "app/commands/unknown_numbers.hpp"
#include "base/hash.hpp"
#include "domain/policy.hpp"

#include <algorithm>
#include <functional>

namespace nameplate::app {
namespace {

using domain::Event;
using domain::Operation;

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
  if (auto const* const erased = std::get_if<domain::PrivateErased>(&event.matter)) {
    return !erased->record_fields.empty();
  }
  return std::holds_alternative<domain::RecordChanged>(event.matter);
}

std::optional<domain::Status> status_of(domain::ItemRemark const& remark, domain::WorkingSet const& state) {
  if (auto const* const unit = state.unit(remark.subject)) {
    return unit->status;
  }
  auto const* const container = state.container(remark.subject);
  return container == nullptr ? std::nullopt : std::optional(container->status);
}

}  // namespace

GroupCommit::Attempt::Attempt(GroupCommit& group, std::span<Pending> commands, Purpose purpose)
    : group_(group),
      commands_(commands),
      purpose_(std::move(purpose)),
      catalog_(std::make_shared<domain::Catalog>(*group.master_data_.now())),
      rules_version_(catalog_->rules_version) {}

void GroupCommit::Attempt::begin() {
  collect();
  transaction_ = group_.store_.begin_write();
  claim_keys();
  draw_numbers();
  load();
  take_head();
}

void GroupCommit::Attempt::take_head() {
  head_ = transaction_->head();
  now_ = std::max(group_.clock_.now(), head_.recorded_at);
  // What is accepted is checked again when it is written; but nothing is refused by old rules either.
  if (head_.rules_version > rules_version_) {
    throw store::GuardLost("another server changed master data or rules");
  }
}

GroupCommit::Result GroupCommit::Attempt::run() {
  begin();
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    decide(i);
  }
  answer_replays();
  auto const result = write(head_, nullptr);
  answer_twins();
  return result;
}

/// Ids are reserved in a transaction of their own, so before this one begins.
void GroupCommit::Attempt::collect() {
  auto const now = group_.clock_.now();
  for (auto& pending : commands_) {
    if (auto* const operation = std::get_if<Operation>(&pending.command.what)) {
      read_labels(*catalog_, *operation, now);
      collect_wanted(*operation, *catalog_, now, wanted_);
    } else if (auto const* const erase = std::get_if<EraseCommand>(&pending.command.what)) {
      if (erase->record) {
        wanted_records_.records.push_back(erase->record);
      }
    } else {
      collect_wanted(pending.command, *catalog_, wanted_records_);
      plan_block(pending.command, *catalog_, now, wanted_.numbering);
      wanted_.new_subjects_max += 1;
    }
  }
  group_.subject_ids_.ensure(static_cast<std::int64_t>(wanted_.new_subjects_max));
  group_.event_ids_.ensure(static_cast<std::int64_t>(commands_.size()));
}

void GroupCommit::Attempt::claim_keys() {
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

/// As it will be judged: corrected where a device says that its clock is off.
base::Instant GroupCommit::Attempt::earliest_stated_time() const {
  auto const now = group_.clock_.now();
  auto earliest = now;
  for (auto const& pending : commands_) {
    auto const* const operation = std::get_if<Operation>(&pending.command.what);
    if (operation != nullptr) {
      earliest = std::min(earliest, domain::stated_time(*operation, now).value_or(earliest));
    }
  }
  return earliest;
}

void GroupCommit::Attempt::load() {
  if (wanted_.past_holds) {
    released_rule_holds_ = transaction_->rule_holds_released_since(earliest_stated_time());
  }
  load_wanted(*transaction_, std::move(wanted_), state_);
  load_records(*transaction_, wanted_records_, state_);
}

void GroupCommit::Attempt::decide(std::size_t index) {
  auto& pending = commands_[index];
  if (pending.command.key && is_replay(index)) {
    return;
  }
  auto const numbers_before = numbers_.mark();
  auto decided = std::holds_alternative<Operation>(pending.command.what)      ? decide_operation(pending.command)
                 : std::holds_alternative<EraseCommand>(pending.command.what) ? decide_erase(pending.command)
                                                                              : decide_record(pending.command);
  if (!decided) {
    numbers_.return_to(numbers_before);
    late_.push_back(index);
    return;
  }
  if (!*decided) {
    numbers_.return_to(numbers_before);
    pending.outcome = std::unexpected(std::move(decided->error()));
    return;
  }
  if (pending.command.key) {
    decided_keys_.emplace(pending.command.key->key, index);
  }
  (*decided)->command = index;
  accepted_.push_back(**std::move(decided));
}

/// The key was used before, in an earlier transaction or by a neighbour in this one.
bool GroupCommit::Attempt::is_replay(std::size_t index) {
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

domain::BoundOperation GroupCommit::Attempt::bind_operation(Operation const& operation, domain::WorkingSet const& state,
                                                            domain::EventId event) {
  std::function<domain::SubjectId()> const next_subject = [this] {
    return domain::SubjectId{group_.subject_ids_.take()};
  };
  std::function<std::shared_ptr<ReadableFormats const>()> const readable_formats = [this] {
    return group_.master_data_.formats_of(group_.master_data_.now());
  };
  return bind({.catalog = *catalog_,
               .state = state,
               .numbering = numbering_,
               .numbers = numbers_,
               .next_subject = next_subject,
               .readable_formats = readable_formats,
               .event = event,
               .now = now_,
               .time = domain::stated_time(operation, group_.clock_.now())},
              operation);
}

bool GroupCommit::Attempt::may_record(Command const& command) const {
  if (command.actor.role >= domain::Role::manager) {
    return true;
  }
  auto const* const account = catalog_->account({command.actor.account});
  return account != nullptr && account->may_record_conflicts;
}

domain::DecisionContext GroupCommit::Attempt::context_of(Command const& command,
                                                         domain::WorkingSet const& state) const {
  auto const& operation = std::get<Operation>(command.what);
  bool const has_private = !operation.note.empty() || !operation.operator_name.empty() ||
                           std::ranges::any_of(operation.items, [](domain::Item const& item) {
                             return item.extra && !item.extra->note.empty();
                           });
  return {.catalog = *catalog_,
          .state = state,
          .actor = command.actor,
          .now = now_,
          .salt_seed = has_private ? base::random_bytes(32) : std::string(),
          .may_record = operation.on_conflict == domain::OnConflict::record && may_record(command),
          .released_rule_holds = released_rule_holds_};
}

std::optional<base::Result<GroupCommit::Attempt::Accepted>> GroupCommit::Attempt::decide_operation(
    Command const& command) {
  auto const& operation = std::get<Operation>(command.what);
  if (changes_the_past(operation)) {
    return std::nullopt;
  }
  auto bound = bind_operation(operation, state_, {group_.event_ids_.take()});
  explain_unknown(bound, *transaction_, group_.master_data_);
  auto const context = context_of(command, state_);
  if (domain::is_dated_before(context, bound)) {
    return std::nullopt;
  }
  return accept(domain::decide(context, bound), state_);
}

base::Result<GroupCommit::Attempt::Accepted> GroupCommit::Attempt::accept(domain::Decision decision,
                                                                          domain::WorkingSet& state) {
  if (decision.refusal) {
    return std::unexpected(std::move(*decision.refusal));
  }
  Accepted accepted{.event = std::move(decision.event)};
  if (accepted.event) {
    if (domain::stands_before_its_past(state, *accepted.event)) {
      group_.event_ids_.give_up();
      throw store::GuardLost("another server recorded something of the same time under a higher id");
    }
    state.fold(*accepted.event);
    follow_rules(*accepted.event, state);
    accepted.kept.event = accepted.event->id;
  }
  for (auto& remark : decision.remarks) {
    auto const status = status_of(remark, state);
    accepted.kept.remarks.push_back({.remark = std::move(remark), .status = status});
  }
  accepted.after = subjects_after(accepted.event ? *accepted.event : Event(), accepted.kept.remarks, state);
  return accepted;
}

base::Result<GroupCommit::Attempt::Accepted> GroupCommit::Attempt::decide_record(Command const& command) {
  auto decided = decide_record_command({.catalog = *catalog_,
                                        .state = state_,
                                        .wanted = wanted_records_,
                                        .numbering = numbering_,
                                        .numbers = numbers_,
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
    follow_rules(*accepted.event, state_);
    accepted.kept.event = accepted.event->id;
    accepted.record = *state_.record(std::get<domain::RecordChanged>(accepted.event->matter).record);
  } else if (accepted.record) {
    accepted.kept.record_unchanged = accepted.record->id;
  }
  return accepted;
}

base::Result<GroupCommit::Attempt::Accepted> GroupCommit::Attempt::decide_erase(Command const& command) {
  auto event = decide_erasure(*transaction_, *catalog_, state_, command.actor, now_, {group_.event_ids_.take()},
                              std::get<EraseCommand>(command.what));
  if (!event) {
    return std::unexpected(std::move(event.error()));
  }
  Accepted accepted{.event = *std::move(event)};
  if (accepted.event) {
    state_.fold(*accepted.event);
    follow_rules(*accepted.event, state_);
    accepted.kept.event = accepted.event->id;
  }
  return accepted;
}

/// What the next command of the group is decided with.
void GroupCommit::Attempt::follow_rules(Event const& event, domain::WorkingSet const& state) {
  if (!changes_rules(event, state)) {
    return;
  }
  rules_changed_ = true;
  if (auto const* const changed = std::get_if<domain::RecordChanged>(&event.matter)) {
    catalog_->apply(*state.record(changed->record));
  } else if (auto const* const erased = std::get_if<domain::PrivateErased>(&event.matter)) {
    catalog_->apply(*state.record(erased->record));
  } else if (auto const* const placed = std::get_if<domain::HoldPlaced>(&event.matter)) {
    catalog_->place_hold(*state.hold(placed->hold));
  } else if (auto const* const released = std::get_if<domain::HoldsReleased>(&event.matter)) {
    for (auto const hold : released->holds) {
      if (!state.hold(hold)->is_active()) {
        catalog_->release_hold(hold);
      }
    }
  }
}

}  // namespace nameplate::app
