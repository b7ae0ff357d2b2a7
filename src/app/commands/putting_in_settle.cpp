#include "app/commands/putting_in.hpp"

#include <algorithm>
#include <ranges>

namespace nameplate::app {
namespace {

using domain::Contradiction;
using domain::Event;
using domain::EventItem;
using domain::SubjectId;
using domain::WorkingSet;

std::string number_of(WorkingSet const& state, SubjectId subject) {
  if (auto const* const unit = state.unit(subject)) {
    return unit->serial;
  }
  if (auto const* const container = state.container(subject)) {
    return container->code;
  }
  auto const* const lot = state.lot(subject);
  return lot == nullptr ? std::string() : lot->number;
}

domain::RecordId product_of(WorkingSet const& state, SubjectId subject) {
  if (auto const* const unit = state.unit(subject)) {
    return unit->product;
  }
  auto const* const lot = state.lot(subject);
  return lot == nullptr ? domain::RecordId() : lot->product;
}

/// The item that is contradicted; when it is only inside something that the event names, all that it names.
std::set<SubjectId> items_to_reverse(std::span<domain::Event const> events, Contradiction const& contradiction) {
  auto const event = std::ranges::find(events, contradiction.event, &domain::Event::id);
  std::set<SubjectId> items;
  if (event == events.end()) {
    return items;
  }
  for (auto const& item : event->items) {
    if (item.role == domain::SubjectRole::item) {
      items.insert(item.subject);
    }
  }
  return items.contains(contradiction.subject) ? std::set{contradiction.subject} : items;
}

}  // namespace

GroupCommit::Attempt::PuttingIn::Insertion* GroupCommit::Attempt::PuttingIn::blame(Contradiction const& contradiction,
                                                                                   bool& directly) {
  Insertion* latest = nullptr;
  Insertion* latest_touching = nullptr;
  base::Instant latest_time;
  base::Instant latest_touching_time;
  for (auto const& accepted : attempt_.accepted_) {
    auto const found = std::ranges::find(insertions_, accepted.command, &Insertion::command);
    auto& insertion = *found;
    bool const reaches_back = insertion.target || is_about_event(operation_of(attempt_.commands_[insertion.command]));
    auto const time = reaches_back ? insertion.reach : accepted.event ? accepted.event->event_time : end_of_time;
    if (!accepted.event || time > contradiction.time) {
      continue;
    }
    if (latest == nullptr || time >= latest_time) {
      latest = &insertion;
      latest_time = time;
    }
    bool const touches = std::ranges::any_of(
        accepted.event->items, [&](EventItem const& item) { return item.subject == contradiction.subject; });
    if (touches && (latest_touching == nullptr || time >= latest_touching_time)) {
      latest_touching = &insertion;
      latest_touching_time = time;
    }
  }
  // What the request does not name as an item, such as the container packed into, concerns the command as a whole.
  directly = false;
  if (latest_touching != nullptr) {
    auto const accepted = std::ranges::find(attempt_.accepted_, latest_touching->command, &Accepted::command);
    directly = std::ranges::any_of(accepted->event->items, [&](EventItem const& item) {
      return item.subject == contradiction.subject && item.role == domain::SubjectRole::item;
    });
  }
  return latest_touching != nullptr ? latest_touching : latest;
}

bool GroupCommit::Attempt::PuttingIn::settle(std::vector<Contradiction> const& contradictions) {
  bool again = false;
  std::set<SubjectId> settled;
  for (auto const& contradiction : contradictions) {
    bool directly = false;
    auto* const insertion = blame(contradiction, directly);
    if (insertion == nullptr) {
      continue;
    }
    auto const& operation = operation_of(attempt_.commands_[insertion->command]);
    if (operation.on_conflict == domain::OnConflict::record) {
      bool const is_new =
          insertion->forced
              .insert({.reason = contradiction.reason, .subject = contradiction.subject, .event = contradiction.event})
              .second;
      if (contradiction.missing.millionths > 0) {
        insertion->unexplained[*contradiction.balance].millionths += contradiction.missing.millionths;
        again = true;
      }
      again = again || is_new;
      continue;
    }
    // Of each subject the earliest: what follows may only follow from it, and is told beside it.
    auto& contradicted = insertion->contradicted;
    if (!settled.insert(contradiction.subject).second) {
      for (auto const key : {contradiction.subject, SubjectId()}) {
        if (auto const known = contradicted.find(key); known != contradicted.end()) {
          known->second.push_back(contradiction);
          break;
        }
      }
      continue;
    }
    // What was left out before and is contradicted all the same is given up as a whole: every pass settles something.
    bool const can_be_left_out = directly && !contradicted.contains(contradiction.subject);
    contradicted[can_be_left_out ? contradiction.subject : SubjectId()].push_back(contradiction);
    again = true;
  }
  return again;
}

/// Everything that would have to be reversed, latest first, so that the steps can be sent as one batch.
void GroupCommit::Attempt::PuttingIn::preview_cascade(Insertion& insertion) {
  auto reversed = reversed_items();
  std::map<domain::EventId, std::set<SubjectId>> needed;
  for (auto const& item : insertion.target->items) {
    needed[insertion.target->event.id].insert(item.subject);
  }
  while (true) {
    auto const telling =
        retelling_->tell({}, reversed, [](std::size_t, WorkingSet&) { return std::optional<Event>(); });
    if (telling.contradictions.empty()) {
      break;
    }
    bool is_longer = false;
    for (auto const& one : telling.contradictions) {
      for (auto const subject : items_to_reverse(past_.events, one)) {
        needed[one.event].insert(subject);
        is_longer = reversed[one.event].emplace(subject, insertion.event).second || is_longer;
      }
    }
    if (!is_longer) {
      break;  // what is left contradicts whatever is reversed
    }
    // As in a reversal: when nothing is left of an event, what it made beside its items was never made either.
    for (auto const& event : past_.events) {
      if (auto const wanted = needed.find(event.id); wanted != needed.end()) {
        domain::ReverseTarget target{.event = event};
        for (auto const& item : event.items) {
          if (item.role == domain::SubjectRole::item && wanted->second.contains(item.subject)) {
            target.items.push_back(item);
          }
        }
        add_what_it_made(event, target);
        for (auto const& item : target.items) {
          wanted->second.insert(item.subject);
          reversed[event.id].emplace(item.subject, insertion.event);
        }
      }
    }
  }
  Answer answer{.sequence = attempt_.head_.sequence, .recorded_at = attempt_.now_};
  for (auto const& event : past_.events | std::views::reverse) {
    auto const wanted = needed.find(event.id);
    if (wanted == needed.end()) {
      continue;
    }
    CascadeStep step{.event = event.id, .verb = event.verb, .time = event.event_time};
    std::set<SubjectId> told;
    step.whole = std::ranges::all_of(event.items, [&](EventItem const& item) {
      bool const would_go = item.role == domain::SubjectRole::item || item.is_new;
      return !would_go || wanted->second.contains(item.subject);
    });
    for (auto const& item : event.items) {
      if (item.role != domain::SubjectRole::item || !told.insert(item.subject).second) {
        continue;
      }
      if (wanted->second.contains(item.subject)) {
        step.subjects.push_back({.kind = item.kind,
                                 .subject = item.subject,
                                 .product = product_of(attempt_.state_, item.subject),
                                 .number = number_of(attempt_.state_, item.subject)});
      }
    }
    answer.cascade.push_back(std::move(step));
  }
  insertion.previewed = true;
  attempt_.commands_[insertion.command].outcome = std::move(answer);
}

}  // namespace nameplate::app
