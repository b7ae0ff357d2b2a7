#include "store/tables/late_items.hpp"

#include "store/tables/rows.hpp"
#include "store/tables/sql_past.hpp"
#include "store/tables/sql_question.hpp"

#include <algorithm>
#include <map>

namespace nameplate::store::tables {
namespace {

constexpr std::int64_t rows_at_once = 256;       // of each subject
constexpr std::size_t subjects_at_once = 1'000;  // so that a reading stays within a few megabytes

}  // namespace

LateItems::LateItems(Connection& connection, std::span<domain::Event const> events) {
  std::map<domain::SubjectId, Subject> by_id;
  for (auto const& event : events) {
    sequences_.emplace(event.id.value, event.sequence);
    for (auto const& item : event.items) {
      if (item.is_new) {
        continue;
      }
      Moment const moment(event.event_time, event.id);
      auto const [subject, added] = by_id.try_emplace(item.subject, Subject{.id = item.subject, .read_until = moment});
      subject->second.read_until = std::min(subject->second.read_until, moment);
      subject->second.events.push_back(&event);
    }
  }
  std::vector<Subject> subjects;
  subjects.reserve(by_id.size());
  for (auto& [id, subject] : by_id) {
    subjects.push_back(std::move(subject));
  }
  for (std::span<Subject> rest(subjects); !rest.empty();) {
    auto const size = std::min(rest.size(), subjects_at_once);
    read_behind(connection, rest.first(size));
    rest = rest.subspan(size);
  }
}

void LateItems::read_behind(Connection& connection, std::span<Subject> subjects) {
  while (!subjects.empty()) {
    auto const rows = collect(
        connection, sql::past_events_behind, subjects,
        [](Statement& statement, Subject const& subject) {
          statement.bind(subject.id, subject.read_until.first, subject.read_until.second, rows_at_once);
        },
        [](Statement const& row) {
          return Row{.subject = {row.integer(0)}, .moment = {{row.integer(1)}, {row.integer(2)}}};
        });
    learn_sequences(connection, rows);
    std::ranges::for_each(subjects, [](Subject& subject) { subject.rows = 0; });
    for (auto const& row : rows) {
      auto& subject = *std::ranges::lower_bound(subjects, row.subject, {}, &Subject::id);
      ++subject.rows;
      subject.read_until = std::max(subject.read_until, row.moment);
      compare(subject, row);
    }
    auto const read =
        std::ranges::stable_partition(subjects, [](Subject const& subject) { return subject.rows == rows_at_once; });
    subjects = subjects.first(subjects.size() - read.size());
  }
}

void LateItems::learn_sequences(Connection& connection, std::span<Row const> rows) {
  std::vector<domain::EventId> unknown;
  for (auto const& row : rows) {
    if (sequences_.try_emplace(row.moment.second.value, 0).second) {
      unknown.push_back(row.moment.second);
    }
  }
  auto const learned = collect(connection, sql::event_moment, unknown,
                               [](Statement const& row) { return std::pair(row.integer(0), row.integer(1)); });
  for (auto const& [event, sequence] : learned) {
    sequences_[event] = sequence;
  }
}

void LateItems::compare(Subject const& subject, Row const& row) {
  auto const sequence = sequences_.at(row.moment.second.value);
  auto const newer =
      std::ranges::upper_bound(subject.events, sequence, {}, [](auto const* event) { return event->sequence; });
  for (auto const* const event : std::ranges::subrange(newer, subject.events.end())) {
    if (Moment(event->event_time, event->id) < row.moment) {
      late_.emplace(event->sequence, subject.id);
    }
  }
}

}  // namespace nameplate::store::tables
