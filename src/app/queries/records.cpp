#include "app/queries/records.hpp"

#include "app/external_id.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace nameplate::app {
namespace {

using domain::RecordRow;

bool fits(RecordRow const& row, RecordState state) {
  return state == RecordState::all || row.retired == (state == RecordState::retired);
}

/// A record as one event left it, by field.
struct Version {
  std::map<std::string, base::Value> fields;
  std::vector<std::string> erased;
};

Version version_of(domain::Event const& event, domain::RecordChanged const& changed,
                   domain::RecordKindRule const& rule) {
  Version version;
  version.fields[std::string(rule.key_field)] = base::Value(changed.code);
  version.fields["state"] = base::Value(changed.retired ? "retired" : "active");
  if (auto const* const object = changed.value.as_object()) {
    for (auto const& [name, value] : *object) {
      version.fields[name] = value;
    }
  }
  for (auto const& hash : event.private_hashes) {
    if (!hash.field.starts_with(domain::personal_value_prefix)) {
      continue;
    }
    auto name = hash.field.substr(domain::personal_value_prefix.size());
    auto const kept = std::ranges::find(event.private_fields, hash.field, &domain::PrivateField::field);
    if (kept == event.private_fields.end()) {
      version.erased.push_back(std::move(name));
    } else {
      base::ByteReader in(kept->value);
      version.fields[std::move(name)] = base::read_value(in);
    }
  }
  return version;
}

std::vector<FieldChange> difference(Version const& before, Version const& after) {
  std::vector<FieldChange> changes;
  for (auto const& [name, value] : after.fields) {
    auto const found = before.fields.find(name);
    if (found == before.fields.end()) {
      changes.push_back({.field = name, .before = {}, .after = value});
    } else if (found->second != value) {
      changes.push_back({.field = name, .before = found->second, .after = value});
    }
  }
  for (auto const& name : after.erased) {
    changes.push_back({.field = name, .before = {}, .after = {}, .erased = true});
  }
  for (auto const& [name, value] : before.fields) {
    if (!after.fields.contains(name) && std::ranges::find(after.erased, name) == after.erased.end()) {
      changes.push_back({.field = name, .before = value, .after = {}});
    }
  }
  return changes;
}

/// What an erasure took from the record, now or from what it was before.
std::vector<FieldChange> erased_fields(domain::PrivateErased const& erased) {
  std::set<std::string> names;
  for (auto const& value : erased.values) {
    if (value.field.starts_with(domain::personal_value_prefix)) {
      names.insert(value.field.substr(domain::personal_value_prefix.size()));
    }
  }
  std::vector<FieldChange> changes;
  for (auto const& name : names) {
    changes.push_back({.field = name, .before = {}, .after = {}, .erased = true});
  }
  return changes;
}

/// By code, as the catalog knows them.
RecordList list_among(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, RecordQuestion const& question) {
  std::map<std::string, domain::RecordId> by_code;
  for (auto const id : *question.among) {
    auto code = domain::normalise_code(catalog.code_of(question.kind, id));
    if (code > question.after_code_norm) {
      by_code.emplace(std::move(code), id);
    }
  }
  RecordList list;
  std::vector<domain::RecordId> ids;
  for (auto const& [code, id] : by_code) {
    ids.push_back(id);
  }
  std::ranges::sort(ids);
  auto rows = snapshot.load_records(ids);
  std::erase_if(rows, [&](RecordRow const& row) { return !fits(row, question.state); });
  std::ranges::sort(rows, {}, &RecordRow::code_norm);
  if (rows.size() > question.limit) {
    rows.resize(question.limit);
    list.next_code_norm = rows.back().code_norm;
  }
  list.records = std::move(rows);
  return list;
}

}  // namespace

RecordList list_records(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, RecordQuestion const& question) {
  if (question.among) {
    return list_among(snapshot, catalog, question);
  }
  RecordList list;
  auto after = question.after_code_norm;
  auto const wanted = question.limit + 1;
  while (list.records.size() < wanted) {
    auto page = snapshot.list_records(static_cast<std::uint8_t>(question.kind), after, wanted);
    bool const at_end = page.size() < wanted;
    for (auto& row : page) {
      after = row.code_norm;
      if (fits(row, question.state) && list.records.size() < wanted) {
        list.records.push_back(std::move(row));
      }
    }
    if (at_end) {
      break;
    }
  }
  if (list.records.size() > question.limit) {
    list.records.resize(question.limit);
    list.next_code_norm = list.records.back().code_norm;
  }
  return list;
}

base::Result<RecordRow> find_record(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                    domain::RecordKind kind, std::string_view id_or_code) {
  auto id = catalog.find(kind, id_or_code);
  if (!id) {
    id = {parse_external_id(id_letter::record, id_or_code).value_or(0)};
  }
  if (id) {
    auto rows = snapshot.load_records(std::array{id});
    if (!rows.empty() && rows.front().kind == static_cast<std::uint8_t>(kind)) {
      return std::move(rows.front());
    }
  }
  return base::fail(
      base::ErrorKind::not_found, "record.unknown",
      "There is no " + std::string(rule_of(kind).name) + " " + std::string(id_or_code) + ". Check how it is written.");
}

RecordHistory find_record_history(store::ReadSnapshot& snapshot, RecordRow const& record, std::size_t skip,
                                  std::size_t limit) {
  std::vector<domain::EventId> ids;
  for (auto const& row : snapshot.history_of(std::array{domain::SubjectId{record.id.value}})) {
    ids.push_back(row.event);
  }
  std::ranges::sort(ids);
  auto events = ids.empty() ? std::vector<domain::Event>() : snapshot.load_events(ids);
  std::ranges::sort(events, {}, &domain::Event::sequence);

  RecordHistory history;
  Version before;
  for (std::size_t i = 0; i < events.size() && history.changes.size() < limit; ++i) {
    auto const* const changed = std::get_if<domain::RecordChanged>(&events[i].matter);
    if (changed == nullptr) {
      if (auto const* const erased = std::get_if<domain::PrivateErased>(&events[i].matter); erased && i >= skip) {
        auto fields = erased_fields(*erased);
        history.changes.push_back({.event = std::move(events[i]), .fields = std::move(fields)});
        history.next = i + 1 < events.size() ? std::optional(i + 1) : std::nullopt;
      }
      continue;
    }
    auto after = version_of(events[i], *changed, rule_of(static_cast<domain::RecordKind>(record.kind)));
    if (i >= skip) {
      auto fields = difference(before, after);
      history.changes.push_back({.event = std::move(events[i]), .fields = std::move(fields)});
      history.next = i + 1 < events.size() ? std::optional(i + 1) : std::nullopt;
    }
    before = std::move(after);
  }
  return history;
}

std::vector<AccountView> with_last_use(store::ReadSnapshot& snapshot, Access const& access,
                                       std::vector<RecordRow> accounts) {
  std::unordered_map<domain::RecordId, base::Instant> written;
  for (auto const& token : snapshot.list_tokens()) {
    if (token.last_used) {
      auto& last = written[token.account];
      last = std::max(last, *token.last_used);
    }
  }
  std::vector<AccountView> views;
  for (auto& account : accounts) {
    // What this process knows is newer than what it has written so far.
    auto last = access.last_use_of(account.id);
    if (auto const found = written.find(account.id); found != written.end() && (!last || *last < found->second)) {
      last = found->second;
    }
    views.push_back({.record = std::move(account), .last_used = last});
  }
  return views;
}

}  // namespace nameplate::app
