// What is on record already is told again: what did not happen is passed over, amounts move as they did.

#include "domain/fold.hpp"
#include "domain/records/catalog.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::domain {

bool Fold::concerns(EventItem const& item) const {
  return again_ == nullptr || again_->subjects.contains(item.subject);
}

bool Fold::is_reversed(SubjectId subject) const {
  return again_ != nullptr && again_->reversed.contains(subject);
}

void Fold::pass_over(EventItem const& item) {
  if (item.kind == SubjectKind::lot) {
    lots_told_.try_emplace({item.subject, item.role});
    return;
  }
  if (item.kind == SubjectKind::container) {
    auto& row = set_.containers_.at(item.subject);
    // Where something else entered it before, that stays so.
    bool const never_was = item.is_new && set_.untouched_.contains(item.subject);
    if (never_was) {
      row.state.status = Status::void_;
      row.state.holder = {};
      row.state.place = {};
    }
    note_subject(item.subject, item.role, encode_state(row.state));
    if (item.is_new && !never_was) {
      return;
    }
  } else if (auto const unit = set_.units_.find(item.subject); unit != set_.units_.end()) {
    note_subject(item.subject, item.role, encode_state(unit->second.state));
  } else {
    note_subject(item.subject, item.role, encode_state(set_.unborn_[item.subject]));
  }
  note_numbers_never_borne(item);
}

void Fold::note_numbers_never_borne(EventItem const& item) {
  auto const note = [&](IdentifierKey key, std::string const& value) {
    auto& numbers = set_.identifiers_[key.value_norm];
    Identifier never_borne{.key = std::move(key),
                           .subject = item.subject,
                           .value = value,
                           .valid_from = event_.event_time,
                           .opened_by = event_.id,
                           .valid_to = event_.event_time,
                           .closed_by = again_->reversed.at(item.subject),
                           .mistaken = true};
    // A container has its number without a time: the row stands there already.
    auto const known = std::ranges::find_if(numbers.rows, [&](Identifier const& row) {
      return row.key == never_borne.key && row.subject == item.subject && row.opened_by == event_.id;
    });
    if (known != numbers.rows.end()) {
      *known = std::move(never_borne);
      return;
    }
    numbers.rows.push_back(std::move(never_borne));
    numbers.origin.push_back(WorkingSet::Origin::opened_here);
  };
  if (!item.number.empty()) {
    bool const is_unit = item.kind == SubjectKind::unit;
    note({.value_norm = normalise_code(item.number),
          .kind = is_unit ? IdentifierKind::serial : IdentifierKind::container,
          .scope = is_unit ? event_.effect_of(item).product.value : 0},
         item.number);
  }
  if (auto const* const detail = event_.detail_of(item)) {
    for (auto const& change : detail->identifiers) {
      if (change.opens) {
        note(change.key, change.value);
      }
    }
  }
}

void Fold::tell_quantities_again() {
  bool const is_emptied =
      std::ranges::any_of(event_.effects, [](Effect const& effect) { return effect.empties_container; });
  for (auto const& row : again_->lots) {
    auto const& changes = decode_state(SubjectKind::lot, row.state).changes;
    if (row.role == SubjectRole::carried) {
      for (auto const& change : changes) {
        bool const follows =
            is_emptied || (change.holder.is_container() && set_.containers_.contains(change.holder.container()));
        if (!follows) {
          add_to_balance(row.role, {row.subject, change.holder, change.status}, change.quantity, change.weight);
        }
      }
      continue;
    }
    lots_told_.try_emplace({row.subject, row.role});
    if (is_reversed(row.subject)) {
      continue;
    }
    for (auto const& change : changes) {
      add_to_balance(row.role, {row.subject, change.holder, change.status}, change.quantity, change.weight);
    }
  }
}

}  // namespace nameplate::domain
