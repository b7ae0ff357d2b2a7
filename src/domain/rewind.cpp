// From the state on record back to what it was at a moment.

#include "domain/event_codec.hpp"
#include "domain/working_set.hpp"

#include <algorithm>
#include <optional>
#include <ranges>
#include <set>
#include <utility>

namespace nameplate::domain {

Event amend(Event event, EventAmended const& amended) {
  if (amended.documents) {
    event.documents = *amended.documents;
  }
  if (amended.parties) {
    auto const before = event.parties.empty() ? RecordId() : event.parties.front().party;
    auto const after = amended.parties->empty() ? RecordId() : amended.parties->front().party;
    for (auto& effect : event.effects) {
      if (before && after && effect.holder == Holder::with(before)) {
        effect.holder = Holder::with(after);
      }
    }
    event.parties = *amended.parties;
  }
  return event;
}

class Rewinding {
 public:
  Rewinding(WorkingSet& set, Past const& past) : set_(set), past_(past) {
    for (auto const& event : past.events) {
      events_.insert(event.id);
      if (event.verb == Verb::reverse) {
        reversals_.insert(event.id);
      }
      for (auto const& item : event.items) {
        if (item.is_new) {
          begun_.emplace(event.id, item.subject);
          put_up_.try_emplace(item.subject, event.effect_of(item).holder.value_or(Holder()));
        }
      }
    }
    for (auto const& row : past.states_before) {
      before_.emplace(row.subject, &row);
    }
    for (auto const& row : past.history) {
      first_.try_emplace(row.subject, &row);
    }
    for (auto const& item : past.reversed) {
      reversed_.emplace(item.event, item.subject);
    }
  }

  void run() {
    rewind_numbers();
    rewind_units();
    rewind_containers();
    rewind_lots();
    rewind_balances();
    rewind_stays();
    settle_contents();
    settle_places();
  }

 private:
  [[nodiscard]] bool is_told_again(SubjectId subject) const { return first_.contains(subject); }

  /// Nothing is on record of it since: what has made its trail younger is told otherwise by now.
  [[nodiscard]] Trail trail_before(SubjectId subject, Trail const& present) const {
    auto const before = before_.find(subject);
    return {.last_event = present.last_event,
            .latest_time = before == before_.end() ? base::Instant() : before->second->event_time};
  }

  /// Containers and lots exist without a time of their own: they keep the number that they began with.
  [[nodiscard]] bool begins_with(Identifier const& row) const {
    bool const is_own = row.key.kind == IdentifierKind::container || row.key.kind == IdentifierKind::lot;
    return is_own && begun_.contains({row.opened_by, row.subject});
  }

  void rewind_numbers() {
    for (auto& [value, numbers] : set_.identifiers_) {
      for (std::size_t i = numbers.rows.size(); i-- > 0;) {
        auto& row = numbers.rows[i];
        if (!past_.subjects.contains(row.subject)) {
          continue;
        }
        if (events_.contains(row.opened_by) && !begins_with(row)) {
          set_.later_bearers_.emplace(row.key.value_norm, row.subject);
          set_.later_numbers_.push_back(row);
          numbers.rows.erase(numbers.rows.begin() + static_cast<std::ptrdiff_t>(i));
          numbers.origin.erase(numbers.origin.begin() + static_cast<std::ptrdiff_t>(i));
          continue;
        }
        // What a reversal closed was never borne, at whatever time it would have been.
        bool const never_was = reversed_.contains({row.opened_by, row.subject}) || reversals_.contains(row.closed_by);
        if (row.closed_by && events_.contains(row.closed_by) && !never_was) {
          row.closed_by = {};
          row.valid_to = std::nullopt;
          row.mistaken = false;
        }
      }
    }
  }

  /// The number of a kind that the subject bears at this moment.
  [[nodiscard]] std::unordered_map<SubjectId, std::string> own_numbers(IdentifierKind kind) const {
    std::unordered_map<SubjectId, std::string> numbers;
    for (auto const& [value, row] : set_.identifiers_) {
      for (auto const& identifier : row.rows) {
        if (identifier.key.kind == kind && identifier.is_current()) {
          numbers.insert_or_assign(identifier.subject, identifier.value);
        }
      }
    }
    return numbers;
  }

  void rewind_units() {
    auto const serials = own_numbers(IdentifierKind::serial);
    for (auto row = set_.units_.begin(); row != set_.units_.end();) {
      auto& unit = row->second.state;
      if (!is_told_again(unit.id)) {
        if (past_.subjects.contains(unit.id)) {
          unit.trail = trail_before(unit.id, unit.trail);
        }
        ++row;
        continue;
      }
      auto const before = before_.find(unit.id);
      if (before == before_.end()) {
        set_.unborn_.emplace(unit.id, UnitState{.id = unit.id,
                                                .product = unit.product,
                                                .serial = unit.serial,
                                                .holder = {},
                                                .owner = {},
                                                .lot = {},
                                                .trail = {}});
        row = set_.units_.erase(row);
        continue;
      }
      auto const state = decode_state(SubjectKind::unit, before->second->state);
      auto const serial = serials.find(unit.id);
      unit = {.id = unit.id,
              .product = state.product,
              .serial = serial == serials.end() ? unit.serial : serial->second,
              .status = state.status,
              .holder = state.holder,
              .owner = state.owner,
              .lot = state.lot,
              .dates = state.dates,
              .trail = {.last_event = before->second->event, .latest_time = before->second->event_time}};
      ++row;
    }
  }

  void rewind_containers() {
    auto const codes = own_numbers(IdentifierKind::container);
    for (auto& [id, row] : set_.containers_) {
      if (!is_told_again(id)) {
        if (past_.subjects.contains(id)) {
          row.state.trail = trail_before(id, row.state.trail);
        }
        continue;
      }
      auto& container = row.state;
      auto const before = before_.find(id);
      if (before != before_.end()) {
        auto const state = decode_state(SubjectKind::container, before->second->state);
        container.holder = state.holder;
        container.status = state.status;
      } else {
        // Before anything is on record of it, it is where it was put up, but in nothing: its stays begin with events.
        auto const holder = put_up_.contains(id) ? put_up_.at(id) : Holder();
        set_.untouched_.insert(id);
        container.holder = holder.is_container() ? Holder() : holder;
        container.status = Status::in_stock;
      }
      if (auto const code = codes.find(id); code != codes.end()) {
        container.code = code->second;
      }
      container.trail = before != before_.end()
                            ? Trail{.last_event = before->second->event, .latest_time = before->second->event_time}
                            : Trail{};
    }
  }

  void rewind_lots() {
    auto const numbers = own_numbers(IdentifierKind::lot);
    for (auto& [id, row] : set_.lots_) {
      if (!past_.subjects.contains(id)) {
        continue;
      }
      if (!is_told_again(id)) {
        row.state.trail = trail_before(id, row.state.trail);
        continue;
      }
      auto const before = before_.find(id);
      auto const state = before == before_.end() ? StateAfter() : decode_state(SubjectKind::lot, before->second->state);
      row.state.dates = state.dates;
      row.state.supplier = state.supplier;
      if (auto const number = numbers.find(id); number != numbers.end()) {
        row.state.number = number->second;
      }
      row.state.trail = {};
    }
  }

  void rewind_balances() {
    for (auto& [key, row] : set_.balances_) {
      if (past_.subjects.contains(key.lot)) {
        row.balance.trail = {};
      }
    }
    for (auto const& row : past_.history) {
      if (!set_.lots_.contains(row.subject) || row.state.empty()) {
        continue;
      }
      for (auto const& change : decode_state(SubjectKind::lot, row.state).changes) {
        auto& balance = set_.balances_[{row.subject, change.holder, change.status}].balance;
        balance.key = {row.subject, change.holder, change.status};
        balance.quantity.millionths -= change.quantity.millionths;
        balance.weight.millionths -= change.weight.millionths;
        balance.trail = {};
      }
    }
  }

  void rewind_stays() {
    for (auto stay : past_.stays) {
      if (events_.contains(stay.entered_by)) {
        continue;
      }
      if (stay.left_by && !events_.contains(stay.left_by)) {
        continue;
      }
      stay.to = std::nullopt;
      stay.left_by = {};
      set_.entered_.insert_or_assign(stay.child, stay);
    }
  }

  /// What lies directly in each container, from what everything says of itself. Also where only some of it is told
  /// again: that follows the container, and the rest stays as it is on record.
  void settle_contents() {
    auto const ids = set_.containers_ | std::views::keys;
    std::vector<SubjectId> const known(ids.begin(), ids.end());
    set_.contents_.clear();
    set_.know_contents_of(known);
  }

  void settle_places() {
    for (auto& [id, row] : set_.containers_) {
      auto holder = row.state.holder;
      for (std::size_t depth = 0; holder.is_container() && depth < set_.containers_.size(); ++depth) {
        auto const parent = set_.containers_.find(holder.container());
        if (parent == set_.containers_.end()) {
          break;
        }
        holder = parent->second.state.holder;
      }
      row.state.place = holder.is_container() ? Holder() : holder;
    }
  }

  WorkingSet& set_;
  Past const& past_;
  std::unordered_set<EventId> events_;
  std::unordered_set<EventId> reversals_;  ///< among them
  std::unordered_map<SubjectId, EventSubject const*> before_;
  std::unordered_map<SubjectId, EventSubject const*> first_;
  std::unordered_map<SubjectId, Holder> put_up_;  ///< where the event that made it put a container up
  std::set<std::pair<EventId, SubjectId>> reversed_;
  std::set<std::pair<EventId, SubjectId>> begun_;  ///< what is entered by which of these events
};

void WorkingSet::rewind(Past const& past) {
  Rewinding(*this, past).run();
}

}  // namespace nameplate::domain
