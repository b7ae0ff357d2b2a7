#include "app/queries/afterwards.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::EventId;

void make_set(std::vector<EventId>& ids) {
  std::erase(ids, EventId());
  std::ranges::sort(ids);
  auto const twice = std::ranges::unique(ids);
  ids.erase(twice.begin(), twice.end());
}

/// The events that this one names.
void add_named(domain::Event const& event, std::vector<EventId>& ids) {
  ids.push_back(event.corrects);
  if (auto const* const reversal = std::get_if<domain::Reversal>(&event.matter)) {
    ids.push_back(reversal->event);
  } else if (auto const* const amended = std::get_if<domain::EventAmended>(&event.matter)) {
    ids.push_back(amended->event);
  } else if (auto const* const resolved = std::get_if<domain::ExceptionResolved>(&event.matter)) {
    ids.push_back(resolved->raised_by);
  }
  for (auto const& conflict : event.conflicts) {
    ids.push_back(conflict.event);
  }
}

}  // namespace

domain::Event const* Afterwards::other(EventId id) const {
  auto const found = std::ranges::lower_bound(others, id, {}, &domain::Event::id);
  return found != others.end() && found->id == id ? &*found : nullptr;
}

domain::Exception const* Afterwards::exception_of(EventId event) const {
  auto const found = std::ranges::find(exceptions, event, &domain::Exception::raised_by);
  return found == exceptions.end() ? nullptr : &*found;
}

EventId Afterwards::reversal_of(EventId event, domain::SubjectId subject) const {
  auto const found = std::ranges::find_if(
      reversed, [&](domain::ReversedItem const& item) { return item.event == event && item.subject == subject; });
  return found == reversed.end() ? EventId() : found->reversed_by;
}

std::vector<EventId> Afterwards::reversals_of(EventId event) const {
  std::vector<EventId> ids;
  for (auto const& item : reversed) {
    if (item.event == event) {
      ids.push_back(item.reversed_by);
    }
  }
  make_set(ids);
  return ids;
}

Afterwards load_afterwards(store::Reader& reader, std::span<domain::Event const> events) {
  std::vector<EventId> ids;
  std::vector<EventId> contradicting;
  std::vector<EventId> named;
  for (auto const& event : events) {
    ids.push_back(event.id);
    if (!event.conflicts.empty()) {
      contradicting.push_back(event.id);
    }
    add_named(event, named);
  }
  make_set(ids);
  make_set(contradicting);
  Afterwards told;
  if (ids.empty()) {
    return told;
  }
  told.reversed = reader.reversed_items(ids);
  told.amendments = reader.amendments_of(ids);
  for (auto const& item : told.reversed) {
    named.push_back(item.reversed_by);
  }
  for (auto const& amendment : told.amendments) {
    named.push_back(amendment.amended_by);
  }
  if (!contradicting.empty()) {
    told.exceptions = reader.load_exceptions(contradicting);
    for (auto const& exception : told.exceptions) {
      named.push_back(exception.resolved_by);
    }
  }
  make_set(named);
  if (!named.empty()) {
    told.others = reader.load_events(named);
    std::ranges::sort(told.others, {}, &domain::Event::id);
  }
  return told;
}

void forget_after(Afterwards& told, domain::Sequence known) {
  auto const is_later = [&](EventId id) {
    auto const* const event = told.other(id);
    return event != nullptr && event->sequence > known;
  };
  std::erase_if(told.reversed, [&](domain::ReversedItem const& item) { return is_later(item.reversed_by); });
  std::erase_if(told.amendments, [&](domain::Amendment const& amendment) { return is_later(amendment.amended_by); });
  for (auto& exception : told.exceptions) {
    if (is_later(exception.resolved_by)) {
      exception.resolved_by = {};
      exception.resolved_at.reset();
    }
  }
}

}  // namespace nameplate::app
