#include "app/commands/putting_in.hpp"

#include "app/commands/contradictions.hpp"
#include "base/check.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::Contradiction;
using domain::Event;
using domain::Operation;
using domain::SubjectId;
using domain::Verb;
using domain::WorkingSet;

/// Each pass refuses or records something, so their number is bounded by that of the items; a bug is not.
constexpr int passes_max = 250'000;

}  // namespace

domain::Changes GroupCommit::Attempt::PuttingIn::run() {
  place_in_time();
  if (insertions_.empty()) {
    return {};
  }
  load_past_of_all();
  retelling_.emplace(*attempt_.catalog_, attempt_.state_, past_);
  numbers_mark_ = attempt_.numbers_.mark();
  subjects_mark_ = attempt_.group_.subject_ids_.mark();
  for (int pass = 0;; ++pass) {
    base::check(pass < passes_max, "each pass settles something");
    auto telling = tell();
    if (settle(telling.contradictions)) {
      continue;
    }
    if (attempt_.accepted_.empty() || telling.added.empty()) {
      return {};
    }
    auto& accepted = attempt_.accepted_;
    auto const last = telling.added.back().id;
    if (telling.added.size() > 1) {
      for (auto& one : accepted) {
        if (one.event) {
          one.event->told_with = last;
        }
      }
    }
    auto changes = std::move(telling.state).take_retold_changes(attempt_.state_, past_, last, telling.added);
    note_changed_shipments(changes);
    return changes;
  }
}

/// A shipment on paper that carried something else than was thought: a person has to see that paper.
void GroupCommit::Attempt::PuttingIn::note_changed_shipments(domain::Changes& changes) {
  std::set<domain::Conflict> conflicts;
  for (auto const* const rows : {&changes.subjects, &changes.subjects_removed}) {
    for (auto const& row : *rows) {
      if (row.role != domain::SubjectRole::carried) {
        continue;
      }
      auto const event = std::ranges::find(past_.events, row.event, &Event::id);
      if (event != past_.events.end() && event->verb == Verb::ship && !event->documents.empty()) {
        conflicts.insert({.reason = "shipment.changed", .subject = row.subject, .event = row.event});
      }
    }
  }
  auto const last = std::ranges::find_if(attempt_.accepted_.rbegin(), attempt_.accepted_.rend(),
                                         [](Accepted const& accepted) { return accepted.event.has_value(); });
  if (conflicts.empty() || last == attempt_.accepted_.rend()) {
    return;
  }
  auto& event = *last->event;
  if (event.conflicts.empty()) {
    changes.exceptions_raised.push_back({.raised_by = event.id, .raised_at = event.recorded_at});
  }
  conflicts.insert(event.conflicts.begin(), event.conflicts.end());
  event.conflicts.assign(conflicts.begin(), conflicts.end());
}

/// Before the history is told once more, everything is as if nothing had been decided yet.
void GroupCommit::Attempt::PuttingIn::forget_pass() {
  attempt_.numbers_.return_to(numbers_mark_);
  attempt_.group_.subject_ids_.return_to(subjects_mark_);
  attempt_.accepted_.clear();
  attempt_.decided_keys_.clear();
  attempt_.twins_.clear();
  if (attempt_.rules_changed_) {
    attempt_.catalog_ = std::make_shared<domain::Catalog>(*attempt_.group_.master_data_.now());
    attempt_.rules_changed_ = false;
    retelling_.emplace(*attempt_.catalog_, attempt_.state_, past_);
  }
  for (auto& insertion : insertions_) {
    insertion.accepted = false;
  }
}

domain::ReversedItems GroupCommit::Attempt::PuttingIn::reversed_items() const {
  domain::ReversedItems reversed;
  for (auto const& insertion : insertions_) {
    if (!insertion.target || insertion.refusal || insertion.previewed || !insertion.contradicted.empty()) {
      continue;
    }
    auto& items = reversed[insertion.target->event.id];
    for (auto const& item : insertion.target->items) {
      items.emplace(item.subject, insertion.event);
    }
  }
  return reversed;
}

domain::Retelling::Telling GroupCommit::Attempt::PuttingIn::tell() {
  forget_pass();
  for (auto& insertion : insertions_) {
    if (!insertion.refusal && !insertion.previewed &&
        operation_of(attempt_.commands_[insertion.command]).preview_cascade) {
      preview_cascade(insertion);
    }
    if (!insertion.refusal && is_about_event(operation_of(attempt_.commands_[insertion.command]))) {
      note_amendment(insertion);
    }
  }
  std::vector<base::Instant> times;
  for (auto const& insertion : insertions_) {
    times.push_back(insertion.time);
  }
  return retelling_->tell(times, reversed_items(),
                          [&](std::size_t place, WorkingSet& then) { return decide(insertions_[place], then); });
}

/// The event is told as the amendment says, from here on.
void GroupCommit::Attempt::PuttingIn::note_amendment(Insertion const& insertion) {
  auto const& operation = operation_of(attempt_.commands_[insertion.command]);
  auto const bound = attempt_.bind_operation(operation, attempt_.state_, insertion.event);
  domain::EventAmended amended{.event = operation.event};
  if (!bound.parties.empty()) {
    amended.parties = bound.parties;
  }
  if (!operation.documents.empty()) {
    amended.documents = operation.documents;
  }
  for (auto& event : past_.events) {
    if (event.id == operation.event) {
      event = domain::amend(std::move(event), amended);
    }
  }
}

std::optional<Event> GroupCommit::Attempt::PuttingIn::decide(Insertion& insertion, WorkingSet& then) {
  auto& pending = attempt_.commands_[insertion.command];
  if (insertion.previewed || (pending.command.key && attempt_.is_replay(insertion.command))) {
    return std::nullopt;
  }
  auto const numbers_before = attempt_.numbers_.mark();
  auto decision = decide_one(insertion, then);
  if (decision.event && !insertion.forced.empty()) {
    force(insertion, *decision.event);
  }
  auto accepted = attempt_.accept(std::move(decision), then);
  if (!accepted) {
    attempt_.numbers_.return_to(numbers_before);
    pending.outcome = std::unexpected(std::move(accepted.error()));
    return std::nullopt;
  }
  if (pending.command.key) {
    attempt_.decided_keys_.emplace(pending.command.key->key, insertion.command);
  }
  insertion.accepted = true;
  accepted->command = insertion.command;
  auto event = accepted->event;
  attempt_.accepted_.push_back(*std::move(accepted));
  return event;
}

domain::Decision GroupCommit::Attempt::PuttingIn::decide_one(Insertion& insertion, WorkingSet& then) {
  auto const& command = attempt_.commands_[insertion.command].command;
  auto const& operation = std::get<Operation>(command.what);
  if (insertion.refusal) {
    return {.refusal = *insertion.refusal};
  }
  auto bound = attempt_.bind_operation(operation, then, insertion.event);
  auto context = attempt_.context_of(command, then);
  context.present = &attempt_.state_;
  if (insertion.target || insertion.contradicted.contains(SubjectId())) {
    std::vector<Contradiction> all;
    for (auto const& [subject, contradictions] : insertion.contradicted) {
      all.insert(all.end(), contradictions.begin(), contradictions.end());
    }
    if (!all.empty()) {
      auto refusal = contradicted(*attempt_.catalog_, operation.verb, all);
      auto error = as_error(refusal);
      error.contradicts = std::move(refusal.contradicts);
      return {.refusal = std::move(error)};
    }
  }
  if (insertion.target) {
    return domain::decide_reverse(context, bound, *insertion.target);
  }
  if (is_about_event(operation)) {
    return bound.refusal ? domain::Decision{.refusal = as_error(*bound.refusal)}
                         : domain::decide_amended_event(context, bound, *target_event(operation.event));
  }
  if (operation.verb == Verb::resolve) {
    auto const exceptions = attempt_.transaction_->load_exceptions({&operation.exception, 1});
    if (exceptions.empty()) {
      return {.refusal = as_error(
                  {.reason = "exception.unknown", .detail = "There is no such exception. GET /exceptions lists them."},
                  base::ErrorKind::not_found)};
    }
    return domain::decide_resolve(context, bound, exceptions.front());
  }
  exclude(insertion, bound);
  return domain::decide(context, bound);
}

/// What contradicts stands at the item concerned, so that the others can be done.
void GroupCommit::Attempt::PuttingIn::exclude(Insertion const& insertion, domain::BoundOperation& bound) const {
  if (insertion.contradicted.empty()) {
    return;
  }
  for (auto& item : bound.items) {
    if (auto const found = insertion.contradicted.find(item.subject); found != insertion.contradicted.end()) {
      item.make_extra().refusal = contradicted(*attempt_.catalog_, bound.asked->verb, found->second);
    }
  }
}

/// It is recorded whatever the books say: what it contradicts is noted, and what is missing is booked in unexplained.
void GroupCommit::Attempt::PuttingIn::force(Insertion const& insertion, Event& event) const {
  for (auto const& conflict : insertion.forced) {
    event.conflicts.push_back(conflict);
  }
  std::ranges::sort(event.conflicts);
  auto const twice = std::ranges::unique(event.conflicts);
  event.conflicts.erase(twice.begin(), twice.end());
  for (auto const& [key, quantity] : insertion.unexplained) {
    domain::add_unexplained(event, key, quantity);
  }
}

}  // namespace nameplate::app
