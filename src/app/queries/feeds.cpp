#include "app/queries/feeds.hpp"

#include "app/external_id.hpp"
#include "app/queries/codes.hpp"
#include "domain/records/record_kind.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace nameplate::app {
namespace {

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
  } else if (auto const* const erased = std::get_if<domain::PrivateErased>(&event.matter); erased && erased->record) {
    // Only parties have fields that can be erased. What its code is now, its record says.
    note(domain::SubjectKind::record, erased->record.value).record_kind =
        static_cast<std::uint8_t>(domain::RecordKind::party);
  }
}

}  // namespace

EventFeed events_after(store::ReadSnapshot& snapshot, domain::Sequence after, std::size_t limit) {
  EventFeed feed{.events = snapshot.events_after(after, {.events = limit}), .last = after};
  if (!feed.events.empty()) {
    feed.last = feed.events.back().sequence;
    feed.more = snapshot.head().sequence > feed.last;
  }
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
