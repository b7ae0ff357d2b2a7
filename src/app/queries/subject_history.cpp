#include "app/queries/subject_history.hpp"

#include "app/queries/members.hpp"
#include "app/queries/past_subject.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <unordered_map>

namespace nameplate::app {
namespace {

using domain::EventSubject;
using domain::SubjectId;

constexpr int nesting_max = 64;  // ends a walk through containers that a damaged database put into each other
constexpr Moment end_of_time{.time = {std::numeric_limits<std::int64_t>::max()}, .event = {}};

Moment moment_of(EventSubject const& row) {
  return {row.event_time, row.event};
}

/// From when to when the subject was inside a container, by itself or through others. The moments themselves belong to
/// the events that put it in and took it out.
struct Stay {
  SubjectId container;
  Moment from;
  Moment to;
};

std::vector<SubjectId> containers_of(std::vector<Stay> const& stays) {
  std::vector<SubjectId> ids;
  ids.reserve(stays.size());
  for (auto const& stay : stays) {
    ids.push_back(stay.container);
  }
  make_id_set(ids);
  return ids;
}

std::vector<Stay> find_stays(store::ReadSnapshot& snapshot, SubjectId subject) {
  std::vector<Stay> all;
  std::vector<Stay> level = {{.container = subject, .from = {}, .to = end_of_time}};
  for (int depth = 0; depth < nesting_max && !level.empty(); ++depth) {
    std::ranges::sort(level, {}, &Stay::container);
    std::vector<Stay> outer;
    for (auto const& around : snapshot.parents_of(containers_of(level))) {
      Moment const entered{around.from, around.entered_by};
      auto const left = around.to ? Moment{*around.to, around.left_by} : end_of_time;
      for (auto const& stay : std::ranges::equal_range(level, around.child, {}, &Stay::container)) {
        Stay const both{
            .container = around.parent, .from = std::max(stay.from, entered), .to = std::min(stay.to, left)};
        if (both.from < both.to) {
          outer.push_back(both);
        }
      }
    }
    std::ranges::copy(outer, std::back_inserter(all));
    level = std::move(outer);
  }
  return all;
}

/// The index rows of everything concerned, and the history that follows from them.
class HistoryBuilder {
 public:
  HistoryBuilder(store::ReadSnapshot& snapshot, Subject subject)
      : subject_(subject), stays_(find_stays(snapshot, subject.id)) {
    auto ids = containers_of(stays_);
    ids.push_back(subject.id);
    make_id_set(ids);
    index_ = snapshot.history_of(ids);
    std::ranges::sort(index_, {}, [](EventSubject const& row) { return std::pair(row.subject, moment_of(row)); });
  }

  /// Oldest first, with states.
  [[nodiscard]] std::vector<HistoryRow> rows() const {
    auto rows = own_rows();
    add_rows_through_containers(rows);
    std::ranges::sort(rows, {}, &HistoryRow::moment);
    carry_states_on(rows);
    return rows;
  }

 private:
  [[nodiscard]] std::span<EventSubject const> index_of(SubjectId subject) const {
    auto const found = std::ranges::equal_range(index_, subject, {}, &EventSubject::subject);
    return {found.begin(), found.end()};
  }

  [[nodiscard]] std::vector<HistoryRow> own_rows() const {
    std::vector<HistoryRow> rows;
    for (auto const& entry : index_of(subject_.id)) {
      if (rows.empty() || rows.back().moment != moment_of(entry)) {
        rows.push_back({.moment = moment_of(entry), .role = entry.role, .through = {}, .place_after = {}});
      }
      if (!entry.state.empty()) {
        rows.back().after = domain::decode_state(subject_.kind, entry.state);
      }
    }
    return rows;
  }

  void add_rows_through_containers(std::vector<HistoryRow>& rows) const {
    std::unordered_map<domain::EventId, bool> shown;
    for (auto const& row : rows) {
      shown.emplace(row.moment.event, true);
    }
    // Inner containers stand first among the stays, so an event is shown through the nearest one.
    for (auto const& stay : stays_) {
      for (auto const& entry : index_of(stay.container)) {
        auto const moment = moment_of(entry);
        // As a parent the container only took something else in.
        bool const concerns = entry.role != domain::SubjectRole::parent && stay.from < moment && moment < stay.to;
        if (concerns && shown.emplace(moment.event, true).second) {
          rows.push_back({.moment = moment, .role = entry.role, .through = stay.container, .place_after = {}});
        }
      }
    }
  }

  void carry_states_on(std::vector<HistoryRow>& rows) const {
    std::optional<domain::StateAfter> state;
    for (auto& row : rows) {
      if (row.after) {
        state = row.after;
      }
      row.after = state;
      if (state) {
        row.place_after = place_at(state->holder, row.moment);
      }
    }
  }

  /// Where a holder was: outwards from container to container, each as the newest event until then had left it.
  [[nodiscard]] domain::Holder place_at(domain::Holder holder, Moment moment) const {
    for (int depth = 0; depth < nesting_max && holder.is_container(); ++depth) {
      holder = holder_of(holder.container(), moment);
    }
    return holder;
  }

  [[nodiscard]] domain::Holder holder_of(SubjectId container, Moment moment) const {
    auto const entries = index_of(container);
    auto entry = std::ranges::upper_bound(entries, moment, {}, moment_of);
    while (entry != entries.begin()) {
      --entry;
      if (!entry->state.empty()) {
        return domain::decode_state(domain::SubjectKind::container, entry->state).holder;
      }
    }
    return {};
  }

  Subject subject_;
  std::vector<Stay> stays_;
  std::vector<EventSubject> index_;
};

/// What was known by then: the states follow from the events recorded by then, and from nothing else.
std::vector<HistoryRow> rows_known(store::ReadSnapshot& snapshot, Subject subject, AsOf const& as_of) {
  std::vector<HistoryRow> rows;
  auto const add = [&](domain::Event const& event, domain::WorkingSet const& state) {
    HistoryRow row{.moment = {event.event_time, event.id}, .through = {}, .place_after = {}};
    if (auto const* const unit = state.unit(subject.id); unit != nullptr) {
      row.after = domain::decode_state(domain::SubjectKind::unit, domain::encode_state(*unit));
    } else if (auto const* const container = state.container(subject.id); container != nullptr) {
      row.after = domain::decode_state(domain::SubjectKind::container, domain::encode_state(*container));
    }
    auto const own = std::ranges::find(event.items, subject.id, &domain::EventItem::subject);
    if (own != event.items.end()) {
      row.role = own->role;
    } else if (auto const& before = rows.empty() ? std::optional<domain::StateAfter>() : rows.back().after;
               row.after && before && (before->status != row.after->status || before->holder != row.after->holder)) {
      row.role = domain::SubjectRole::carried;
    } else if (row.after) {
      for (auto const around : state.containers_around(row.after->holder)) {
        if (!row.through && std::ranges::find(event.items, around, &domain::EventItem::subject) != event.items.end()) {
          row.through = around;
        }
      }
    }
    row.place_after = row.after ? state.place_of(row.after->holder) : domain::Holder();
    rows.push_back(row);
  };
  static_cast<void>(fold_past(snapshot, as_of, {.subject = subject, .through_containers = true, .after_each = add}));
  return rows;
}

void take_page(History& history, std::vector<HistoryRow> rows, HistoryQuestion const& question) {
  if (question.newest_first) {
    std::ranges::reverse(rows);
  }
  if (question.after) {
    std::erase_if(rows, [&](HistoryRow const& row) {
      return question.newest_first ? row.moment >= *question.after : row.moment <= *question.after;
    });
  }
  if (rows.size() > question.limit) {
    rows.resize(question.limit);
    history.next = rows.back().moment;
  }
  history.rows = std::move(rows);
}

void load_events(History& history, store::ReadSnapshot& snapshot) {
  std::vector<domain::EventId> ids;
  ids.reserve(history.rows.size());
  for (auto const& row : history.rows) {
    ids.push_back(row.moment.event);
  }
  std::ranges::sort(ids);
  history.events = ids.empty() ? std::vector<domain::Event>() : snapshot.load_events(ids);
  std::ranges::sort(history.events, {}, &domain::Event::id);
  std::erase_if(history.rows, [&](HistoryRow& row) {
    auto const found = std::ranges::lower_bound(history.events, row.moment.event, {}, &domain::Event::id);
    row.event = static_cast<std::size_t>(found - history.events.begin());
    return found == history.events.end() || found->id != row.moment.event;
  });
}

void load_containers(History& history, store::ReadSnapshot& snapshot) {
  std::vector<SubjectId> ids;
  for (auto const& row : history.rows) {
    if (row.through) {
      ids.push_back(row.through);
    }
    if (row.after && row.after->holder.is_container()) {
      ids.push_back(row.after->holder.container());
    }
  }
  make_id_set(ids);
  if (!ids.empty()) {
    history.containers = snapshot.load_containers(ids);
    std::ranges::sort(history.containers, {}, &domain::ContainerState::id);
  }
}

}  // namespace

domain::ContainerState const* History::container(SubjectId id) const {
  auto const found = std::ranges::lower_bound(containers, id, {}, &domain::ContainerState::id);
  return found != containers.end() && found->id == id ? &*found : nullptr;
}

History find_history(store::ReadSnapshot& snapshot, HistoryQuestion const& question) {
  History history{.subject = question.subject};
  auto rows = question.as_of.known ? rows_known(snapshot, question.subject, question.as_of)
                                   : HistoryBuilder(snapshot, question.subject).rows();
  std::erase_if(rows, [&](HistoryRow const& row) { return !question.as_of.covers(row.moment.time); });
  take_page(history, std::move(rows), question);
  load_events(history, snapshot);
  load_containers(history, snapshot);
  history.told = load_afterwards(snapshot, history.events);
  if (question.as_of.known) {
    forget_after(history.told, *question.as_of.known);
  }
  return history;
}

}  // namespace nameplate::app
