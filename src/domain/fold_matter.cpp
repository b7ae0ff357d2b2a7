// Holds, master data, and what is said of other events.

#include "domain/fold.hpp"
#include "domain/records/catalog.hpp"
#include "domain/records/personal.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::domain {

void Fold::fold_matter() {
  if (auto const* const placed = std::get_if<HoldPlaced>(&event_.matter)) {
    place_hold(*placed);
  } else if (auto const* const released = std::get_if<HoldsReleased>(&event_.matter)) {
    for (auto const hold : released->holds) {
      release_hold(hold);
    }
  } else if (auto const* const changed = std::get_if<RecordChanged>(&event_.matter)) {
    change_record(*changed);
  } else if (auto const* const erased = std::get_if<PrivateErased>(&event_.matter)) {
    erase_private(*erased);
  } else if (auto const* const reversal = std::get_if<Reversal>(&event_.matter)) {
    note_reversal(*reversal);
  } else if (auto const* const amended = std::get_if<EventAmended>(&event_.matter)) {
    set_.amended_.push_back({.event = amended->event, .amended_by = event_.id});
  } else if (auto const* const resolved = std::get_if<ExceptionResolved>(&event_.matter)) {
    set_.exceptions_resolved_.push_back({.raised_by = resolved->raised_by,
                                         .raised_at = {},
                                         .resolved_by = event_.id,
                                         .resolved_at = event_.recorded_at});
  }
}

void Fold::note_reversal(Reversal const& reversal) {
  for (auto const& item : event_.items) {
    ReversedItem const reversed{.event = reversal.event, .subject = item.subject, .reversed_by = event_.id};
    if (set_.reversed_.empty() || set_.reversed_.back() != reversed) {
      set_.reversed_.push_back(reversed);
    }
  }
}

void Fold::place_hold(HoldPlaced const& placed) {
  auto& row = set_.holds_[placed.hold];
  row.state = {.id = placed.hold,
               .kind = placed.kind,
               .reason = event_.reason,
               .case_number = placed.case_number,
               .rule = placed.rule,
               .placed_by = event_.id,
               .placed_at = event_.event_time};
  row.changed = true;
  note_subject({placed.hold.value}, SubjectRole::item, {});
  for (auto const& item : event_.items) {
    set_.members_[item.subject].push_back(
        {.member = {.subject = item.subject, .hold = placed.hold, .kind = placed.kind, .placed_by = event_.id},
         .origin = WorkingSet::Origin::opened_here});
    set_.members_by_hold_[placed.hold].push_back(item.subject);
  }
}

void Fold::release_hold(HoldId hold) {
  bool const names_items = !event_.items.empty();
  auto const released = [&](SubjectId subject) { return !names_items || is_item(subject); };
  auto& under_hold = set_.members_by_hold_[hold];
  for (auto const subject : under_hold) {
    for (auto& row : set_.members_[subject]) {
      if (row.member.hold == hold && !row.member.released_by && released(subject)) {
        row.member.released_by = event_.id;
        row.origin = row.origin == WorkingSet::Origin::as_loaded ? WorkingSet::Origin::closed_here : row.origin;
        if (!names_items) {
          note_subject(subject, SubjectRole::carried, {});
        }
      }
    }
  }
  std::erase_if(under_hold, released);
  if (auto const row = set_.holds_.find(hold); row != set_.holds_.end()) {
    auto& state = row->second.state;
    if (state.is_active() && under_hold.empty() && (!names_items || !state.rule)) {
      state.released_by = event_.id;
      state.released_at = event_.event_time;
      row->second.changed = true;
    }
  }
  note_subject({hold.value}, SubjectRole::item, {});
}

bool Fold::is_item(SubjectId subject) {
  if (items_.empty()) {
    for (auto const& item : event_.items) {
      items_.insert(item.subject);
    }
  }
  return items_.contains(subject);
}

void Fold::change_record(RecordChanged const& changed) {
  auto& row = set_.records_[changed.record];
  // What can identify a person stands beside the event, as long as it is not erased.
  std::vector<PersonalValue> personal;
  for (auto const& field : event_.private_fields) {
    if (field.field.starts_with(personal_value_prefix)) {
      personal.push_back({.field = field.field.substr(personal_value_prefix.size()), .bytes = field.value});
    }
  }
  auto const& rule = rule_of(static_cast<RecordKind>(changed.kind));
  row.state = {.id = changed.record,
               .kind = changed.kind,
               .code_norm = normalise_code(changed.code),
               .code = changed.code,
               .retired = changed.retired,
               .version = event_.id,
               .value = merge_personal(rule, changed.value, personal)};
  row.changed = true;
  note_subject({changed.record.value}, SubjectRole::item, {});
}

void Fold::erase_private(PrivateErased const& erased) {
  if (!erased.record) {
    return;
  }
  note_subject({erased.record.value}, SubjectRole::item, {});
  if (erased.record_fields.empty()) {
    return;
  }
  auto& row = set_.records_[erased.record];
  for (auto const& field : erased.record_fields) {
    row.state.value.set(field, base::Value());
  }
  row.state.version = event_.id;
  row.changed = true;
}

}  // namespace nameplate::domain
