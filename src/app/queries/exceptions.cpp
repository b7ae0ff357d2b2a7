#include "app/queries/exceptions.hpp"

#include "app/external_id.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace nameplate::app {
namespace {

using domain::EventId;

/// After the dot of a reason: what goes behind the number, in a sentence about the time of the event.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> words = {{
    {"already_in_stock", "was in our hands already"},
    {"not_receivable", "could not have come in"},
    {"not_in_stock", "was not in our hands"},
    {"not_staged", "was not ready to ship"},
    {"not_shipped", "had not left us"},
    {"not_returned", "had not come back and was not in repair"},
    {"not_lost", "was not lost"},
    {"void", "was void: its registration was a mistake"},
    {"not_yet", "was not on record yet"},
    {"inside_container", "was inside a container"},
    {"not_in_container", "was not inside a container"},
    {"held", "was held"},
    {"content_held", "held something that was held"},
    {"content_status", "held something that stood otherwise"},
    {"not_enough", "was not there in that quantity"},
}};

std::string_view slug_of(std::string_view reason) {
  return reason.substr(reason.find('.') + 1);
}

/// Subjects and events that a list names.
void load_surroundings(ExceptionList& list, store::ReadSnapshot& snapshot) {
  std::vector<EventId> ids;
  for (auto const& exception : list.exceptions) {
    ids.push_back(exception.raised_by);
  }
  std::ranges::sort(ids);
  if (ids.empty()) {
    return;
  }
  list.events = snapshot.load_events(ids);
  std::ranges::sort(list.events, {}, &domain::Event::id);
  list.told = load_afterwards(snapshot, list.events);
  std::vector<domain::SubjectId> subjects;
  for (auto const& event : list.events) {
    for (auto const& conflict : event.conflicts) {
      subjects.push_back(conflict.subject);
    }
  }
  list.names = load_names(snapshot, std::move(subjects));
}

base::Result<domain::SubjectId> read_subject(std::string_view text) {
  for (auto const letter : {id_letter::unit, id_letter::container, id_letter::lot}) {
    if (auto const number = parse_external_id(letter, text)) {
      return domain::SubjectId{*number};
    }
  }
  return base::fail(base::ErrorKind::invalid, "subject.unknown",
                    "\"" + std::string(text.substr(0, 40)) +
                        "\" is no id of a unit, a container or a lot. Ids look like u12, c7 and l5.");
}

/// Newest first. The events of one subject are few; every exception among them is looked at.
std::vector<domain::Exception> exceptions_about(store::ReadSnapshot& snapshot, domain::SubjectId subject,
                                                ExceptionQuestion const& question, EventId before) {
  std::vector<EventId> ids;
  for (auto const& row : snapshot.history_of({&subject, 1})) {
    if (row.event < before) {
      ids.push_back(row.event);
    }
  }
  std::ranges::sort(ids);
  auto const twice = std::ranges::unique(ids);
  ids.erase(twice.begin(), twice.end());
  auto found = ids.empty() ? std::vector<domain::Exception>() : snapshot.load_exceptions(ids);
  std::erase_if(found, [&](domain::Exception const& exception) {
    return (question.open && exception.is_open() != *question.open) ||
           (question.since && exception.raised_at < *question.since);
  });
  std::ranges::sort(found, std::ranges::greater(), &domain::Exception::raised_by);
  return found;
}

}  // namespace

domain::Event const& ExceptionList::event_of(domain::Exception const& exception) const {
  return *std::ranges::lower_bound(events, exception.raised_by, {}, &domain::Event::id);
}

base::Result<ExceptionList> find_exceptions(store::ReadSnapshot& snapshot, ExceptionQuestion const& question) {
  ExceptionList list;
  EventId const before = question.before ? question.before : EventId{std::numeric_limits<std::int64_t>::max()};
  if (question.subject.empty()) {
    list.exceptions =
        snapshot.list_exceptions({.open = question.open, .since = question.since}, before, question.limit + 1);
  } else {
    auto const subject = read_subject(question.subject);
    if (!subject) {
      return std::unexpected(subject.error());
    }
    list.exceptions = exceptions_about(snapshot, *subject, question, before);
  }
  if (list.exceptions.size() > question.limit) {
    list.exceptions.resize(question.limit);
    list.next = list.exceptions.back().raised_by;
  }
  load_surroundings(list, snapshot);
  return list;
}

base::Result<ExceptionList> find_exception(store::ReadSnapshot& snapshot, std::string_view id) {
  ExceptionList list;
  if (auto const number = parse_external_id(id_letter::exception, id)) {
    EventId const event{*number};
    list.exceptions = snapshot.load_exceptions({&event, 1});
  }
  if (list.exceptions.empty()) {
    return base::fail(base::ErrorKind::not_found, "exception.unknown",
                      "There is no exception \"" + std::string(id.substr(0, 40)) +
                          "\". Its id is x and the number of the event that raised it, such as x12.");
  }
  load_surroundings(list, snapshot);
  return list;
}

std::string describe_conflict(domain::Conflict const& conflict, std::string_view called) {
  auto const* const found =
      std::ranges::find(words, slug_of(conflict.reason), &std::pair<std::string_view, std::string_view>::first);
  auto const what = found == words.end() ? std::string_view("stood otherwise by the books") : found->second;
  return std::string(called.empty() ? "What it names" : called) + " " + std::string(what) +
         (conflict.event ? " when that happened, if this one is true." : " then.");
}

std::string remedy_of(domain::Event const& event, domain::Conflict const& conflict) {
  auto const slug = slug_of(conflict.reason);
  auto const own = ExternalId(event.id).text();
  if (slug == "not_enough") {
    return "What was missing was booked in as unexplained. Count what is there, adjust it, then resolve this.";
  }
  if (slug.ends_with("held")) {
    return "It left before its hold was released. Find out who has it and whether it may stay there, then resolve "
           "this.";
  }
  if (conflict.event) {
    return "Find out which of the two is true. Reverse the other (" + ExternalId(conflict.event).text() + " or " + own +
           "), record what really happened, then resolve this.";
  }
  return "Find out where it was. If " + own +
         " is true, record what is missing before it; otherwise reverse it. Then resolve this.";
}

}  // namespace nameplate::app
