// How the projections differ after the history was told again.

#include "domain/working_set.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace nameplate::domain {

class Difference {
 public:
  Difference(WorkingSet& set, WorkingSet const& present, Past const& past, EventId last, std::span<Event const> added)
      : set_(set), present_(present), past_(past), last_(last), added_(added) {
    for (auto const& event : added) {
      latest_added_ = std::max(latest_added_, event.event_time);
    }
  }

  Changes run() {
    compare_history();
    compare_units();
    compare_containers();
    compare_lots();
    compare_balances();
    compare_numbers();
    compare_stays();
    tell_traits();
    return std::move(changes_);
  }

 private:
  [[nodiscard]] bool is_concerned(SubjectId subject) const { return past_.subjects.contains(subject); }

  void compare_history() {
    auto const key = [](EventSubject const& row) {
      return std::tuple(row.subject, row.event_time, row.event, row.role);
    };
    std::map<decltype(key(EventSubject())), EventSubject const*> before;
    for (auto const& row : past_.history) {
      // Rows without a state belong to holds, which do not depend on when something happened.
      if (!row.state.empty()) {
        before.emplace(key(row), &row);
      }
    }
    for (auto& row : set_.subjects_) {
      auto const known = before.find(key(row));
      if (known == before.end()) {
        touch(row.subject, row.event_time);
        changes_.subjects.push_back(std::move(row));
        continue;
      }
      if (known->second->state != row.state) {
        touch(row.subject, {});
        changes_.subjects_removed.push_back(*known->second);
        changes_.subjects.push_back(std::move(row));
      }
      before.erase(known);
    }
    for (auto const& [row_key, row] : before) {
      touch(row->subject, {});
      changes_.subjects_removed.push_back(*row);
    }
    std::ranges::sort(changes_.subjects);
    std::ranges::sort(changes_.subjects_removed);
  }

  void touch(SubjectId subject, base::Instant time) {
    auto& latest = touched_[subject];
    latest = std::max(latest, time);
  }

  /// The trail of a row that the history, told again, changes. The latest time never goes back.
  [[nodiscard]] Trail next_trail(SubjectId subject, Trail const& present) const {
    auto const touched = touched_.find(subject);
    auto const time = touched == touched_.end() ? base::Instant() : touched->second;
    return {.last_event = last_, .latest_time = std::max(present.latest_time, time)};
  }

  /// Writes the state where it differs from what is on record, or where its history does.
  template <typename State, typename Rows>
  void compare(State state, Rows const& present, std::vector<Guarded<State>>& changed) {
    auto const known = present.find(state.id);
    if (known == present.end()) {
      state.trail = next_trail(state.id, {});
      changed.push_back({.state = std::move(state), .expected = {}});
      return;
    }
    auto const& [before, expected, unused] = known->second;
    state.trail = before.trail;
    if (state == before && !touched_.contains(state.id)) {
      return;
    }
    state.trail = next_trail(state.id, before.trail);
    changed.push_back({.state = std::move(state), .expected = expected});
  }

  void compare_units() {
    for (auto const& [id, row] : set_.units_) {
      compare(row.state, present_.units_, changes_.units);
    }
    for (auto const& [id, unit] : set_.unborn_) {
      compare(unit, present_.units_, changes_.units);
    }
    std::ranges::sort(changes_.units, {}, [](auto const& row) { return row.state.id; });
    std::map<CountKey, std::int64_t> counts;
    auto const count = [&](UnitState const& unit, std::int64_t units) {
      if (unit.status != Status::void_) {
        counts[{.holder = unit.holder,
                .product = unit.product,
                .lot = unit.lot,
                .owner = unit.owner,
                .status = unit.status}] += units;
      }
    };
    for (auto const& [unit, expected] : changes_.units) {
      if (auto const known = present_.units_.find(unit.id); known != present_.units_.end()) {
        count(known->second.state, -1);
      }
      count(unit, 1);
    }
    for (auto const& [key, units] : counts) {
      if (units != 0) {
        changes_.counts.push_back({.key = key, .units = units});
      }
    }
  }

  void compare_containers() {
    for (auto const& [id, row] : set_.containers_) {
      compare(row.state, present_.containers_, changes_.containers);
    }
    std::ranges::sort(changes_.containers, {}, [](auto const& row) { return row.state.id; });
  }

  void compare_lots() {
    std::unordered_set<SubjectId> named;
    for (auto const& event : added_) {
      for (auto const& item : event.items) {
        if (item.is_new || event.effect_of(item) != Effect() || !item.number.empty()) {
          named.insert(item.subject);
        }
      }
    }
    for (auto const& [id, row] : set_.lots_) {
      auto const known = present_.lots_.find(id);
      if (known == present_.lots_.end()) {
        compare(row.state, present_.lots_, changes_.lots);
        continue;
      }
      auto state = row.state;
      auto const& before = known->second.state;
      state.trail = before.trail;
      if (state != before || named.contains(id)) {
        state.trail = next_trail(id, before.trail);
        changes_.lots.push_back({.state = std::move(state), .expected = known->second.expected});
      }
    }
    std::ranges::sort(changes_.lots, {}, [](auto const& row) { return row.state.id; });
  }

  void compare_balances() {
    std::unordered_set<BalanceKey> named;
    for (auto const& event : added_) {
      for (auto const& item : event.items) {
        auto const* const detail = event.detail_of(item);
        if (detail == nullptr || !detail->quantity) {
          continue;
        }
        for (auto const& side : {detail->quantity->from, detail->quantity->to}) {
          if (side) {
            named.insert({item.subject, side->holder, side->status});
          }
        }
      }
    }
    for (auto const& [key, row] : set_.balances_) {
      auto const known = present_.balances_.find(key);
      auto const before = known == present_.balances_.end() ? Balance() : known->second.balance;
      auto const quantity = row.balance.quantity.millionths - before.quantity.millionths;
      auto const weight = row.balance.weight.millionths - before.weight.millionths;
      if (quantity != 0 || weight != 0 || named.contains(key)) {
        changes_.balances.push_back({.key = key,
                                     .quantity = {quantity},
                                     .weight = {weight},
                                     .last_event = last_,
                                     .latest_time = latest_added_});
      }
    }
  }

  void compare_numbers() {
    auto const key = [](Identifier const& row) { return std::tuple(row.key, row.subject, row.opened_by); };
    std::map<decltype(key(Identifier())), Identifier const*> before;
    for (auto const& [value, row] : present_.identifiers_) {
      for (auto const& identifier : row.rows) {
        if (is_concerned(identifier.subject)) {
          before.emplace(key(identifier), &identifier);
        }
      }
    }
    for (auto const& [value, row] : set_.identifiers_) {
      for (std::size_t i = 0; i < row.rows.size(); ++i) {
        auto const& identifier = row.rows[i];
        if (!is_concerned(identifier.subject) && row.origin[i] == WorkingSet::Origin::as_loaded) {
          continue;
        }
        auto const known = before.find(key(identifier));
        if (known != before.end() && *known->second == identifier) {
          before.erase(known);
          continue;
        }
        if (known != before.end()) {
          changes_.identifiers_removed.push_back(*known->second);
          before.erase(known);
        }
        changes_.identifiers_opened.push_back(identifier);
      }
    }
    for (auto const& [row_key, identifier] : before) {
      changes_.identifiers_removed.push_back(*identifier);
    }
    std::ranges::sort(changes_.identifiers_opened);
    std::ranges::sort(changes_.identifiers_removed);
  }

  void compare_stays() {
    auto const key = [](Containment const& stay) { return std::tuple(stay.child, stay.from, stay.entered_by); };
    std::map<decltype(key(Containment())), Containment const*> before;
    for (auto const& stay : past_.stays) {
      before.emplace(key(stay), &stay);
    }
    auto stays = std::move(set_.entered_and_left_);
    for (auto const& [child, stay] : set_.entered_) {
      stays.push_back(stay);
    }
    std::ranges::sort(stays);
    for (auto const& stay : stays) {
      auto const known = before.find(key(stay));
      if (known != before.end() && *known->second == stay) {
        before.erase(known);
        continue;
      }
      if (known != before.end()) {
        changes_.stays_removed.push_back(*known->second);
        before.erase(known);
      }
      changes_.entered.push_back(stay);
    }
    for (auto const& [row_key, stay] : before) {
      changes_.stays_removed.push_back(*stay);
    }
    std::ranges::sort(changes_.stays_removed);
  }

  using TraitKey = std::tuple<SubjectId, RecordId, std::string>;

  static TraitKey key_of(SubjectId subject, TraitChange const& change) {
    return {subject, change.attribute, change.attribute ? std::string() : trait_key(change.type, change.value)};
  }

  static bool sets_traits(Event const& event) {
    return std::ranges::any_of(event.effects, [](Effect const& effect) { return !effect.traits.empty(); });
  }

  [[nodiscard]] std::set<std::pair<EventId, SubjectId>> reversed_items() const {
    std::set<std::pair<EventId, SubjectId>> reversed;
    for (auto const& item : past_.reversed) {
      reversed.emplace(item.event, item.subject);
    }
    for (auto const& item : set_.reversed_) {
      reversed.emplace(item.event, item.subject);
    }
    return reversed;
  }

  /// What an event that was added sets, and what a reversed one had set.
  [[nodiscard]] std::set<TraitKey> traits_in_question() const {
    std::set<TraitKey> keys;
    for (auto const& [key, write] : set_.trait_writes_) {
      keys.insert(key);
    }
    std::set<std::pair<EventId, SubjectId>> reversed_now;
    for (auto const& item : set_.reversed_) {
      reversed_now.emplace(item.event, item.subject);
    }
    for (auto const& event : past_.events) {
      if (reversed_now.empty() || !sets_traits(event)) {
        continue;
      }
      for (auto const& item : event.items) {
        if (reversed_now.contains({event.id, item.subject})) {
          for (auto const& change : event.effect_of(item).traits) {
            keys.insert(key_of(item.subject, change));
          }
        }
      }
    }
    return keys;
  }

  /// In the order in which it happened; what was added now comes after what is on record for the same time.
  [[nodiscard]] std::vector<Event const*> all_that_sets_traits() const {
    std::vector<Event const*> events;
    for (auto const* const some : {&past_.earlier, &past_.events}) {
      for (auto const& event : *some) {
        if (sets_traits(event)) {
          events.push_back(&event);
        }
      }
    }
    for (auto const& event : added_) {
      if (sets_traits(event)) {
        events.push_back(&event);
      }
    }
    std::ranges::stable_sort(events, {}, [](Event const* event) { return event->event_time; });
    return events;
  }

  /// What something bears now is what was set last, of all that happened.
  void tell_traits() {
    auto const keys = traits_in_question();
    if (keys.empty()) {
      return;
    }
    auto const reversed = reversed_items();
    std::map<TraitKey, TraitWrite> last;
    for (auto const* const event : all_that_sets_traits()) {
      for (auto const& item : event->items) {
        for (auto const& change : event->effect_of(item).traits) {
          auto const key = key_of(item.subject, change);
          if (keys.contains(key) && !reversed.contains({event->id, item.subject})) {
            last[key] = {.trait = {.subject = item.subject,
                                   .kind = item.kind,
                                   .attribute = change.attribute,
                                   .key = trait_key(change.type, change.value),
                                   .value = change.value,
                                   .set_by = event->id},
                         .removed = change.removed};
          }
        }
      }
    }
    for (auto const& key : keys) {
      auto const& [subject, attribute, tag] = key;
      auto const found = last.find(key);
      set_.trait_writes_[key] =
          found != last.end()
              ? found->second
              : TraitWrite{.trait = {.subject = subject, .attribute = attribute, .key = tag}, .removed = true};
    }
  }

  WorkingSet& set_;
  WorkingSet const& present_;
  Past const& past_;
  EventId last_;
  std::span<Event const> added_;
  base::Instant latest_added_;
  std::unordered_map<SubjectId, base::Instant> touched_;
  Changes changes_;
};

Changes WorkingSet::take_retold_changes(WorkingSet const& present, Past const& past, EventId last,
                                        std::span<Event const> added) && {
  auto retold = Difference(*this, present, past, last, added).run();
  // What the events that were added do beside the history: holds, papers, traits, corrections.
  entered_.clear();
  subjects_.clear();
  auto changes = std::move(*this).take_changes();
  changes.units = std::move(retold.units);
  changes.containers = std::move(retold.containers);
  changes.lots = std::move(retold.lots);
  changes.balances = std::move(retold.balances);
  changes.counts = std::move(retold.counts);
  changes.identifiers_closed.clear();
  changes.identifiers_opened = std::move(retold.identifiers_opened);
  changes.identifiers_removed = std::move(retold.identifiers_removed);
  changes.entered = std::move(retold.entered);
  changes.stays_removed = std::move(retold.stays_removed);
  changes.subjects = std::move(retold.subjects);
  changes.subjects_removed = std::move(retold.subjects_removed);
  return changes;
}

}  // namespace nameplate::domain
