#include "app/external_id.hpp"
#include "app/queries/records.hpp"
#include "domain/records/personal.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace nameplate::app {
namespace {

using domain::RecordRow;

/// A record as an event left it: each says the whole.
RecordRow left_by(domain::Event const& event, domain::RecordChanged const& changed) {
  std::vector<domain::PersonalValue> personal;
  for (auto const& field : event.private_fields) {
    if (field.field.starts_with(domain::personal_value_prefix)) {
      personal.push_back({.field = field.field.substr(domain::personal_value_prefix.size()), .bytes = field.value});
    }
  }
  return {
      .id = changed.record,
      .kind = changed.kind,
      .code_norm = domain::normalise_code(changed.code),
      .code = changed.code,
      .retired = changed.retired,
      .version = event.id,
      .value = domain::merge_personal(rule_of(static_cast<domain::RecordKind>(changed.kind)), changed.value, personal)};
}

/// Those of these records that were there, by id.
std::map<domain::RecordId, RecordRow> records_then(store::ReadSnapshot& snapshot, std::span<RecordRow const> now,
                                                   AsOf const& as_of) {
  std::vector<domain::SubjectId> subjects;
  for (auto const& row : now) {
    subjects.push_back({row.id.value});
  }
  std::ranges::sort(subjects);
  std::vector<domain::EventId> ids;
  for (auto const& row : snapshot.history_of(subjects)) {
    if (as_of.covers(row.event_time)) {
      ids.push_back(row.event);
    }
  }
  std::ranges::sort(ids);
  auto events = ids.empty() ? std::vector<domain::Event>() : snapshot.load_events(ids);
  std::ranges::sort(events, {}, [](domain::Event const& event) { return std::pair(event.event_time, event.sequence); });
  std::map<domain::RecordId, RecordRow> then;
  for (auto const& event : events) {
    auto const* const changed = std::get_if<domain::RecordChanged>(&event.matter);
    if (changed != nullptr && as_of.covers(event.sequence)) {
      then.insert_or_assign(changed->record, left_by(event, *changed));
    }
  }
  return then;
}

}  // namespace

base::Result<RecordRow> find_record_then(store::ReadSnapshot& snapshot, RecordRow const& now, AsOf const& as_of) {
  auto then = records_then(snapshot, {&now, 1}, as_of);
  if (auto const found = then.find(now.id); found != then.end()) {
    return std::move(found->second);
  }
  auto what = std::string(rule_of(static_cast<domain::RecordKind>(now.kind)).name) + " " + now.code;
  what.front() = static_cast<char>(what.front() - 'a' + 'A');
  return not_yet(snapshot, as_of, what, {now.id.value});
}

RecordList list_records_then(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, RecordQuestion question,
                             AsOf const& as_of) {
  auto const state = std::exchange(question.state, RecordState::all);
  auto list = list_records(snapshot, catalog, question);
  auto then = records_then(snapshot, list.records, as_of);
  std::vector<RecordRow> records;
  for (auto const& row : list.records) {
    auto const found = then.find(row.id);
    if (found != then.end() &&
        (state == RecordState::all || found->second.retired == (state == RecordState::retired))) {
      records.push_back(std::move(found->second));
    }
  }
  list.records = std::move(records);
  return list;
}

}  // namespace nameplate::app
