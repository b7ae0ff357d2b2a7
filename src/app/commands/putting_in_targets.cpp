#include "app/commands/load.hpp"
#include "app/commands/number_rules.hpp"
#include "app/commands/putting_in.hpp"
#include "app/commands/references.hpp"
#include "app/external_id.hpp"
#include "domain/policy.hpp"

#include <algorithm>
#include <iterator>

namespace nameplate::app {
namespace {

using domain::Event;
using domain::EventItem;
using domain::Operation;
using domain::SubjectId;
using domain::SubjectKind;
using domain::Verb;

base::Error event_unknown(domain::EventId id) {
  return as_error(
      {.reason = "event.unknown",
       .detail = "There is no event " + ExternalId(id).text() + ". The history of a unit lists its events."},
      base::ErrorKind::not_found);
}

}  // namespace

void GroupCommit::Attempt::PuttingIn::find_targets() {
  std::vector<domain::EventId> ids;
  for (auto const& pending : attempt_.commands_) {
    auto const& operation = operation_of(pending);
    for (auto const id : {operation.event, operation.corrects, operation.exception}) {
      if (id) {
        ids.push_back(id);
      }
    }
  }
  if (ids.empty()) {
    return;
  }
  targets_ = attempt_.transaction_->load_events(ids);
  for (auto const& item : attempt_.transaction_->reversed_items(ids)) {
    reversed_before_[item.event].insert(item.subject);
  }
  for (auto const& event : targets_) {
    for (auto const& item : event.items) {
      auto& wanted = item.kind == SubjectKind::unit        ? attempt_.wanted_.units
                     : item.kind == SubjectKind::container ? attempt_.wanted_.containers
                                                           : attempt_.wanted_.lots;
      wanted.push_back(item.subject);
      if (auto const& holder = event.effect_of(item).holder; holder && holder->is_container()) {
        attempt_.wanted_.containers.push_back(holder->container());
      }
    }
  }
}

Event const* GroupCommit::Attempt::PuttingIn::target_event(domain::EventId id) const {
  auto const found = std::ranges::find(targets_, id, &Event::id);
  return found == targets_.end() ? nullptr : &*found;
}

std::optional<domain::Refusal> GroupCommit::Attempt::PuttingIn::check_reversible(Event const& event) const {
  if (event.verb == Verb::reverse) {
    return domain::Refusal{.reason = "reverse.of_reversal",
                           .detail = "A reversal is not reversed. If the event did happen, enter it again."};
  }
  if (!domain::is_reversible(event.verb)) {
    return domain::Refusal{.reason = "reverse.administrative",
                           .detail = "An event of the kind " + std::string(domain::name_of(event.verb)) +
                                     " is not reversed but changed again: release a hold, relabel back, amend anew."};
  }
  return std::nullopt;
}

/// Which items of which event, from the items that the request names; all of them when it names none.
void GroupCommit::Attempt::PuttingIn::find_reverse_target(Insertion& insertion, Operation const& operation) {
  auto const* const event = target_event(operation.event);
  if (event == nullptr) {
    insertion.refusal = event_unknown(operation.event);
    return;
  }
  if (auto refusal = check_reversible(*event)) {
    insertion.refusal = as_error(*std::move(refusal));
    return;
  }
  insertion.reach = event->event_time;
  std::set<SubjectId> named;
  for (auto const& item : attempt_.bind_operation(operation, attempt_.state_, insertion.event).items) {
    if (item.extra && item.extra->refusal) {
      insertion.refusal = as_error(*item.extra->refusal);
      return;
    }
    named.insert(item.subject);
  }
  auto& target = insertion.target.emplace(domain::ReverseTarget{.event = *event});
  auto const& gone = reversed_before_[event->id];
  std::set<SubjectId> found;
  for (auto const& item : event->items) {
    bool const is_meant = item.role == domain::SubjectRole::item && (named.empty() || named.contains(item.subject));
    if (is_meant) {
      found.insert(item.subject);
      if (!gone.contains(item.subject)) {
        target.items.push_back(item);
      }
    }
  }
  add_what_it_made(*event, target);
  if (found.size() < named.size()) {
    insertion.refusal = as_error({.reason = "reverse.item_not_in_event",
                                  .detail = "That event did not concern all of these items. GET the event to see "
                                            "which it names."});
  } else if (target.items.empty()) {
    insertion.refusal =
        as_error({.reason = "reverse.already", .detail = "It was reversed already; nothing is left of it."});
  }
}

/// When nothing is left of the event, the container that it made was never made either.
void GroupCommit::Attempt::PuttingIn::add_what_it_made(Event const& event, domain::ReverseTarget& target) const {
  std::set<SubjectId> gone;
  if (auto const found = reversed_before_.find(event.id); found != reversed_before_.end()) {
    gone = found->second;
  }
  for (auto const& item : target.items) {
    gone.insert(item.subject);
  }
  bool const is_all = std::ranges::all_of(event.items, [&](EventItem const& item) {
    return item.role != domain::SubjectRole::item || gone.contains(item.subject);
  });
  for (auto const& item : event.items) {
    if (is_all && !target.items.empty() && item.role == domain::SubjectRole::parent && item.is_new) {
      target.items.push_back(item);
    }
  }
}

/// Where in time a command is decided.
base::Instant GroupCommit::Attempt::PuttingIn::time_of(Command const& command, Insertion& insertion) const {
  auto const& operation = std::get<Operation>(command.what);
  if (operation.verb == Verb::reverse || operation.verb == Verb::resolve || is_about_event(operation)) {
    return end_of_time;
  }
  auto const judged = domain::judge_time(attempt_.context_of(command, attempt_.state_), operation);
  if (!judged || judged->is_now) {
    return end_of_time;  // when it cannot be accepted, deciding says why
  }
  insertion.reach = judged->time.plus(1);
  return judged->time;
}

void GroupCommit::Attempt::PuttingIn::place_in_time() {
  for (std::size_t place = 0; place < attempt_.commands_.size(); ++place) {
    auto& pending = attempt_.commands_[place];
    if (pending.command.key && attempt_.known_keys_.contains(pending.command.key->key)) {
      static_cast<void>(attempt_.is_replay(place));
      continue;
    }
    auto& operation = std::get<Operation>(pending.command.what);
    Insertion insertion{
        .command = place, .time = {}, .reach = end_of_time, .event = {attempt_.group_.event_ids_.take()}};
    if (operation.corrects) {
      if (auto const* const corrected = target_event(operation.corrects)) {
        operation.time = base::ZonedInstant{.instant = corrected->event_time};
      } else {
        insertion.refusal = event_unknown(operation.corrects);
      }
    }
    if (operation.verb == Verb::reverse) {
      find_reverse_target(insertion, operation);
    } else if (is_about_event(operation)) {
      if (auto const* const amended = target_event(operation.event)) {
        insertion.reach = amended->event_time;
      } else {
        insertion.refusal = event_unknown(operation.event);
      }
    }
    insertion.time = time_of(pending.command, insertion);
    insertions_.push_back(std::move(insertion));
  }
  std::ranges::stable_sort(insertions_, {}, &Insertion::time);
}

/// Whether what is inside a container changes with it, beside the containers among it.
bool GroupCommit::Attempt::PuttingIn::needs_contents(Insertion const& insertion) const {
  auto const& operation = operation_of(attempt_.commands_[insertion.command]);
  auto const verb = insertion.target ? insertion.target->event.verb : operation.verb;
  switch (verb) {
    case Verb::move: return operation.unpack || insertion.target.has_value();
    case Verb::announce:
    case Verb::observe:
    case Verb::inspect:
    case Verb::process:
    case Verb::hold:
    case Verb::release:
    case Verb::relabel: return false;
    case Verb::amend: return is_about_event(operation);
    default: return true;
  }
}

std::vector<SubjectId> GroupCommit::Attempt::PuttingIn::named_containers() const {
  std::vector<SubjectId> named;
  auto const& state = attempt_.state_;
  for (auto const& insertion : insertions_) {
    for (auto const& item : operation_of(attempt_.commands_[insertion.command]).items) {
      if (item.kind == domain::ItemKind::container) {
        named.push_back(find_container(state, item.number));
      }
      for (auto const& number : numbers_of_scan(item.number)) {
        for (auto const& identifier : state.identifiers(number)) {
          named.push_back(identifier.subject);
        }
      }
    }
  }
  for (auto const& event : targets_) {
    for (auto const& item : event.items) {
      named.push_back(item.subject);
    }
  }
  std::erase_if(named, [&](SubjectId id) { return state.container(id) == nullptr; });
  return named;
}

void GroupCommit::Attempt::PuttingIn::load_past_of_all() {
  PastWanted wanted{.since = end_of_time};
  for (auto const& insertion : insertions_) {
    wanted.since = std::min(wanted.since, insertion.reach);
    wanted.everything_inside = wanted.everything_inside || needs_contents(insertion);
  }
  auto& transaction = *attempt_.transaction_;
  if (wanted.since < end_of_time) {
    wanted.containers = named_containers();
  }
  for (auto const& insertion : insertions_) {
    if (insertion.target) {
      auto const bearers = bearers_of(insertion.target->event);
      wanted.traits_of.insert(wanted.traits_of.end(), bearers.begin(), bearers.end());
    }
  }
  auto const before = attempt_.state_.loaded();
  std::set<SubjectId> const loaded(before.begin(), before.end());
  past_ = load_past(
      transaction, [&](std::span<domain::EventId const> ids) { return transaction.load_events(ids); }, wanted,
      attempt_.state_);
  if (wanted.since < end_of_time) {
    // What is put in at a moment comes after what is on record of that moment: it is dated one before `since`.
    attempt_.released_rule_holds_ = transaction.rule_holds_released_since(wanted.since.plus(-1));
    std::vector<SubjectId> more;
    std::ranges::copy_if(past_.subjects, std::back_inserter(more), [&](SubjectId id) { return !loaded.contains(id); });
    std::ranges::sort(more);
    load_past_holds(transaction, more, attempt_.state_);
  }
}

}  // namespace nameplate::app
