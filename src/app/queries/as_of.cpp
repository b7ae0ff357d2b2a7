#include "app/queries/as_of.hpp"

#include "base/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace nameplate::app {
namespace {

constexpr base::Instant ever{std::numeric_limits<std::int64_t>::min()};

std::optional<domain::Sequence> parse_sequence(std::string_view text) {
  domain::Sequence sequence = 0;
  auto const* const end = text.data() + text.size();
  auto const [stopped, error] = std::from_chars(text.data(), end, sequence);
  return error == std::errc() && stopped == end && sequence >= 0 ? std::optional(sequence) : std::nullopt;
}

base::Result<domain::Sequence> find_known(store::ReadSnapshot& snapshot, base::Instant now, std::string const& text) {
  auto const head = snapshot.head().sequence;
  if (auto const sequence = parse_sequence(text)) {
    if (*sequence > head) {
      return base::fail(base::ErrorKind::bad_request, "known_at.in_future",
                        "knownAt is sequence " + text + ", but the newest event is " + std::to_string(head) + ".");
    }
    return *sequence;
  }
  auto const time = base::parse_time(text);
  if (!time) {
    return base::fail(base::ErrorKind::bad_request, "known_at.malformed",
                      "knownAt must be a time such as 2026-11-23T09:30:00Z (write + as %2B), or a sequence number.");
  }
  if (time->instant > now) {
    return base::fail(base::ErrorKind::bad_request, "known_at.in_future",
                      "knownAt lies in the future: nobody can say what will be known. Give a time up to now, " +
                          base::to_string(now) + ".");
  }
  return snapshot.sequence_at(time->instant);
}

}  // namespace

base::Result<AsOf> find_as_of(store::ReadSnapshot& snapshot, base::Instant now, AsOfQuestion const& question) {
  AsOf as_of{.at = question.at, .known = {}, .day = question.at.value_or(now)};
  if (question.at && *question.at > now) {
    return base::fail(base::ErrorKind::bad_request, "at.in_future",
                      "The time in `at` lies in the future. Give one up to now, " + base::to_string(now) + ".");
  }
  if (question.known) {
    auto const known = find_known(snapshot, now, *question.known);
    if (!known) {
      return std::unexpected(known.error());
    }
    as_of.known = *known;
  }
  return as_of;
}

std::unexpected<base::Error> not_yet(AsOf const& as_of, std::string const& what,
                                     std::optional<store::EventMoment> const& first) {
  bool const is_before_it = as_of.at && (!first || !as_of.covers(first->event_time));
  std::string detail = what;
  detail += is_before_it ? std::string_view(" did not exist then") : std::string_view(" was not known then");
  if (first) {
    detail += ": its first event is of " + base::to_string(first->event_time) + ", recorded " +
              base::to_string(first->recorded_at) + " as sequence " + std::to_string(first->sequence);
  }
  return base::fail(base::ErrorKind::not_found, "subject.not_yet", detail + ". Ask for a later time.");
}

std::unexpected<base::Error> not_yet(store::ReadSnapshot& snapshot, AsOf const& as_of, std::string const& what,
                                     domain::SubjectId subject) {
  auto const rows = snapshot.history_of(std::array{subject});
  std::vector<store::EventMoment> first;
  if (!rows.empty()) {
    first = snapshot.moments_of(std::array{rows.front().event});
  }
  return not_yet(as_of, what, first.empty() ? std::nullopt : std::optional(first.front()));
}

Moments::Moments(store::ReadSnapshot& snapshot, std::vector<domain::EventId> events) {
  std::erase_if(events, [](domain::EventId event) { return !event; });
  std::ranges::sort(events);
  auto const repeated = std::ranges::unique(events);
  events.erase(repeated.begin(), repeated.end());
  if (!events.empty()) {
    for (auto const& moment : snapshot.moments_of(events)) {
      by_id_.emplace(moment.event, moment);
    }
  }
}

store::EventMoment const* Moments::of(domain::EventId event) const {
  auto const found = by_id_.find(event);
  return found == by_id_.end() ? nullptr : &found->second;
}

domain::Catalog with_rules_of(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, AsOf const& as_of) {
  auto then = catalog;
  auto rules = snapshot.rule_holds_released_since(as_of.known ? ever : as_of.at.value_or(ever));
  std::ranges::copy(catalog.rule_holds(), std::back_inserter(rules));
  std::vector<domain::EventId> events;
  for (auto const& hold : rules) {
    events.push_back(hold.placed_by);
    events.push_back(hold.released_by);
  }
  Moments const moments(snapshot, std::move(events));
  for (auto& hold : rules) {
    then.release_hold(hold.id);
    auto const* const placed = moments.of(hold.placed_by);
    auto const* const released = moments.of(hold.released_by);
    bool const in_force =
        placed != nullptr && as_of.covers(*placed) && (released == nullptr || !as_of.covers(*released));
    if (in_force) {
      hold.released_by = {};
      hold.released_at = {};
      then.place_hold(hold);
    }
  }
  return then;
}

std::vector<domain::HoldMember> members_then(store::ReadSnapshot& snapshot, std::span<domain::SubjectId const> subjects,
                                             AsOf const& as_of) {
  auto members = snapshot.members_of(subjects);
  std::vector<domain::EventId> events;
  for (auto const& member : members) {
    events.push_back(member.placed_by);
    events.push_back(member.released_by);
  }
  Moments const moments(snapshot, std::move(events));
  std::erase_if(members, [&](domain::HoldMember const& member) {
    auto const* const placed = moments.of(member.placed_by);
    auto const* const released = moments.of(member.released_by);
    return placed == nullptr || !as_of.covers(*placed) || (released != nullptr && as_of.covers(*released));
  });
  return members;
}

}  // namespace nameplate::app
