#include "app/queries/feeds.hpp"

#include "app/external_id.hpp"
#include "app/queries/codes.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

namespace nameplate::app {
namespace {

/// One bulk event can have 100,000 items, so a page is bounded by them too.
constexpr std::size_t items_per_page_max = 50'000;
constexpr std::size_t events_per_call = 50;

void add_changes(std::map<Subject, Change>& changes, domain::Event const& event) {
  auto const note = [&](domain::SubjectKind kind, std::int64_t id) -> Change& {
    Subject const subject{kind, {id}};
    return changes[subject] = {.subject = subject, .sequence = event.sequence, .event = event.id};
  };
  for (auto const& item : event.items) {
    note(item.kind, item.subject.value);
  }
  if (auto const* const placed = std::get_if<domain::HoldPlaced>(&event.matter)) {
    note(domain::SubjectKind::hold, placed->hold.value);
  } else if (auto const* const released = std::get_if<domain::HoldsReleased>(&event.matter)) {
    for (auto const hold : released->holds) {
      note(domain::SubjectKind::hold, hold.value);
    }
  } else if (auto const* const changed = std::get_if<domain::RecordChanged>(&event.matter)) {
    auto& change = note(domain::SubjectKind::record, changed->record.value);
    change.record_kind = changed->kind;
    change.code = changed->code;
  }
}

}  // namespace

EventFeed events_after(store::ReadSnapshot& snapshot, domain::Sequence after, std::size_t limit) {
  EventFeed feed;
  feed.last = after;
  std::size_t items = 0;
  while (feed.events.size() < limit && items < items_per_page_max) {
    auto const wanted = std::min(events_per_call, limit - feed.events.size());
    auto page = snapshot.events_after(feed.last, wanted);
    for (auto const& event : page) {
      items += event.items.size();
      feed.last = event.sequence;
    }
    bool const at_end = page.size() < wanted;
    std::ranges::move(page, std::back_inserter(feed.events));
    if (at_end) {
      return feed;
    }
  }
  feed.more = snapshot.head().sequence > feed.last;
  return feed;
}

base::Result<domain::Event> find_event(store::ReadSnapshot& snapshot, std::string_view id) {
  auto const number = parse_external_id(id_letter::event, id);
  auto found = number ? snapshot.load_events(std::array{domain::EventId{*number}}) : std::vector<domain::Event>();
  if (found.empty()) {
    return unknown_subject(base::ErrorKind::not_found, "event", id);
  }
  return std::move(found.front());
}

ChangeFeed changes_after(store::ReadSnapshot& snapshot, domain::Sequence after, std::size_t limit) {
  auto const feed = events_after(snapshot, after, limit);
  std::map<Subject, Change> changes;
  for (auto const& event : feed.events) {
    add_changes(changes, event);
  }
  ChangeFeed answer{.changes = {}, .last = feed.last, .more = feed.more};
  answer.changes.reserve(changes.size());
  for (auto& [subject, change] : changes) {
    answer.changes.push_back(std::move(change));
  }
  std::ranges::stable_sort(answer.changes, {}, &Change::sequence);
  return answer;
}

}  // namespace nameplate::app
