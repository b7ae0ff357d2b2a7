#include "app/queries/past_subject.hpp"

#include "app/queries/members.hpp"
#include "domain/event_codec.hpp"
#include "domain/past.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

namespace nameplate::app {
namespace {

using domain::Event;
using domain::EventItem;
using domain::SubjectId;
using domain::SubjectKind;

/// The events concerned, and of which subjects they are told.
class Gathering {
 public:
  Gathering(store::ReadSnapshot& snapshot, AsOf const& as_of, PastFold const& fold)
      : snapshot_(snapshot), as_of_(as_of), fold_(fold) {}

  domain::Changes run() {
    add_subject(fold_.subject.id);
    while (!new_subjects_.empty()) {
      load_events_of(std::exchange(new_subjects_, {}));
    }
    learn_what_was_corrected();
    std::vector<Event> events;
    for (auto& [id, event] : events_) {
      // As it is told since: what was recorded last counts.
      if (auto const told = amended_.find(id); told != amended_.end()) {
        event = domain::amend(std::move(event), told->second.rbegin()->second);
      }
      events.push_back(std::move(event));
    }
    std::ranges::sort(events, {}, [](Event const& event) { return std::pair(event.event_time, event.sequence); });
    return fold(events);
  }

 private:
  void add_subject(SubjectId subject) {
    if (subjects_.insert(subject).second) {
      new_subjects_.push_back(subject);
    }
  }

  void load_events_of(std::vector<SubjectId> subjects) {
    make_id_set(subjects);
    std::vector<domain::EventId> ids;
    for (auto const& row : snapshot_.history_of(subjects)) {
      if (as_of_.covers(row.event_time) && seen_.insert(row.event).second) {
        ids.push_back(row.event);
      }
    }
    if (ids.empty()) {
      return;
    }
    std::ranges::sort(ids);
    for (auto& event : snapshot_.load_events(ids)) {
      if (as_of_.covers(event.sequence)) {
        take(std::move(event));
      }
    }
    // Events that were loaded before may name what is asked for only now.
    if (fold_.through_containers) {
      for (auto const& [id, event] : events_) {
        add_containers(event);
      }
    }
  }

  /// What was known to be wrong by then counts, whenever it was said to have happened.
  void learn_what_was_corrected() {
    std::vector<domain::EventId> ids;
    for (auto const& [id, event] : events_) {
      ids.push_back(id);
    }
    if (ids.empty()) {
      return;
    }
    auto const reversed = snapshot_.reversed_items(ids);
    auto const amended = snapshot_.amendments_of(ids);
    std::vector<domain::EventId> by;
    for (auto const& item : reversed) {
      by.push_back(item.reversed_by);
    }
    for (auto const& amendment : amended) {
      by.push_back(amendment.amended_by);
    }
    Moments const moments(snapshot_, by);
    auto const was_known = [&](domain::EventId event) {
      auto const* const moment = moments.of(event);
      return moment != nullptr && as_of_.covers(moment->sequence);
    };
    for (auto const& item : reversed) {
      if (was_known(item.reversed_by)) {
        reversed_.insert({item.event, item.subject});
      }
    }
    for (auto const& amendment : amended) {
      if (was_known(amendment.amended_by)) {
        for (auto const& event : snapshot_.load_events(std::array{amendment.amended_by})) {
          if (auto const* const told = std::get_if<domain::EventAmended>(&event.matter)) {
            amended_[amendment.event].emplace(event.sequence, *told);
          }
        }
      }
    }
  }

  void take(Event event) {
    auto const id = event.id;
    events_.emplace(id, std::move(event));
  }

  void add_containers(Event const& event) {
    for (auto const& item : event.items) {
      if (!subjects_.contains(item.subject)) {
        continue;
      }
      if (auto const& holder = event.effect_of(item).holder; holder && holder->is_container()) {
        add_subject(holder->container());
      }
      auto const* const detail = event.detail_of(item);
      if (detail != nullptr && detail->quantity) {
        for (auto const* const side : {&detail->quantity->from, &detail->quantity->to}) {
          if (*side && (*side)->holder.is_container()) {
            add_subject((*side)->holder.container());
          }
        }
      }
    }
  }

  domain::Changes fold(std::vector<Event>& events) {
    domain::WorkingSet state;
    std::vector<SubjectId> const all(subjects_.begin(), subjects_.end());
    state.know_contents_of(all);
    for (auto& event : events) {
      std::erase_if(event.items, [&](EventItem const& item) { return !happened(event, item, state); });
      bool const concerned = concerns(event, state);
      state.fold(event);
      if (fold_.after_each && (concerned || concerns(event, state))) {
        fold_.after_each(event, state);
      }
    }
    return std::move(state).take_changes();
  }

  /// To a unit that never came to be nothing can happen. A container that something was packed into stands all the
  /// same.
  [[nodiscard]] bool happened(Event const& event, EventItem const& item, domain::WorkingSet const& state) const {
    if (!subjects_.contains(item.subject)) {
      return false;
    }
    bool const came_to_be = item.kind != SubjectKind::unit || item.is_new || state.unit(item.subject) != nullptr;
    return came_to_be && (item.role == domain::SubjectRole::parent || !reversed_.contains({event.id, item.subject}));
  }

  /// As a parent a container only took something else in.
  [[nodiscard]] bool concerns(Event const& event, domain::WorkingSet const& state) const {
    std::vector<SubjectId> around;
    if (fold_.subject.kind == SubjectKind::unit && state.unit(fold_.subject.id) != nullptr) {
      around = state.containers_around(state.unit(fold_.subject.id)->holder);
    } else if (fold_.subject.kind == SubjectKind::container && state.container(fold_.subject.id) != nullptr) {
      around = state.containers_around(state.container(fold_.subject.id)->holder);
    }
    return std::ranges::any_of(event.items, [&](EventItem const& item) {
      return item.subject == fold_.subject.id ||
             (item.role == domain::SubjectRole::item && std::ranges::find(around, item.subject) != around.end());
    });
  }

  store::ReadSnapshot& snapshot_;
  AsOf const& as_of_;
  PastFold const& fold_;
  std::set<SubjectId> subjects_;
  std::vector<SubjectId> new_subjects_;
  std::unordered_set<domain::EventId> seen_;
  std::map<domain::EventId, Event> events_;
  std::set<std::pair<domain::EventId, SubjectId>> reversed_;
  std::map<domain::EventId, std::map<domain::Sequence, domain::EventAmended>> amended_;
};

template <typename State>
State const* find_state(std::vector<domain::Guarded<State>> const& rows, SubjectId id) {
  auto const found = std::ranges::find(rows, id, [](domain::Guarded<State> const& row) { return row.state.id; });
  return found == rows.end() ? nullptr : &found->state;
}

/// Numbers beside the own one, and what it bore.
template <typename State>
void add_numbers_and_traits(Then<State>& then, domain::Changes const& changes, domain::IdentifierKind own) {
  for (auto const& identifier : changes.identifiers_opened) {
    if (identifier.subject == then.state.id && !(identifier.key.kind == own && identifier.is_current())) {
      then.identifiers.push_back(identifier);
    }
  }
  std::ranges::sort(then.identifiers, {}, [](domain::Identifier const& identifier) {
    return std::tuple(identifier.key.kind, identifier.valid_from, identifier.key.value_norm);
  });
  for (auto const& write : changes.traits) {
    if (write.trait.subject == then.state.id && !write.removed) {
      then.traits.push_back(write.trait);
    }
  }
}

/// What the history index says, which is right by all that is known today.
template <typename State>
bool put_back(State& state, std::vector<domain::EventSubject> const& rows, SubjectKind kind) {
  auto const row = std::ranges::find(rows, state.id, &domain::EventSubject::subject);
  if (row == rows.end()) {
    return false;
  }
  auto const then = domain::decode_state(kind, row->state);
  state.status = then.status;
  state.holder = then.holder;
  state.trail = {.last_event = row->event, .latest_time = row->event_time};
  if constexpr (std::is_same_v<State, domain::UnitState>) {
    state.product = then.product;
    state.owner = then.owner;
    state.lot = then.lot;
    state.dates = then.dates;
  } else {
    state.place = then.place;
  }
  return true;
}

/// Whether any event that is covered names the subject.
bool was_mentioned(store::ReadSnapshot& snapshot, AsOf const& as_of, SubjectId subject) {
  std::vector<domain::EventId> events;
  for (auto const& row : snapshot.history_of(std::array{subject})) {
    if (as_of.covers(row.event_time)) {
      events.push_back(row.event);
    }
  }
  Moments const moments(snapshot, events);
  return std::ranges::any_of(events, [&](domain::EventId event) {
    auto const* const moment = moments.of(event);
    return moment != nullptr && as_of.covers(*moment);
  });
}

template <typename State>
std::optional<Then<State>> state_then(store::ReadSnapshot& snapshot, AsOf const& as_of, State const& now,
                                      SubjectKind kind, domain::IdentifierKind own_number) {
  Then<State> then{.state = now, .identifiers = {}, .traits = {}};
  auto const changes = fold_past(
      snapshot, as_of, {.subject = {kind, now.id}, .through_containers = as_of.known.has_value(), .after_each = {}});
  State const* folded = nullptr;
  if constexpr (std::is_same_v<State, domain::UnitState>) {
    folded = find_state(changes.units, now.id);
  } else {
    folded = find_state(changes.containers, now.id);
  }
  if (folded != nullptr) {
    then.state = *folded;
  } else if (as_of.known) {
    if (!was_mentioned(snapshot, as_of, now.id)) {
      return std::nullopt;
    }
    // Its registration had been taken back by then: it is void.
    then.state.status = domain::Status::void_;
    then.state.holder = {};
  }
  if (!as_of.known && !put_back(then.state, snapshot.states_at(std::array{now.id}, *as_of.at), kind)) {
    return std::nullopt;
  }
  add_numbers_and_traits(then, changes, own_number);
  return then;
}

}  // namespace

domain::Changes fold_past(store::ReadSnapshot& snapshot, AsOf const& as_of, PastFold const& fold) {
  return Gathering(snapshot, as_of, fold).run();
}

std::optional<Then<domain::UnitState>> unit_then(store::ReadSnapshot& snapshot, AsOf const& as_of,
                                                 domain::UnitState const& now) {
  return state_then(snapshot, as_of, now, SubjectKind::unit, domain::IdentifierKind::serial);
}

std::optional<Then<domain::ContainerState>> container_then(store::ReadSnapshot& snapshot, AsOf const& as_of,
                                                           domain::ContainerState const& now) {
  return state_then(snapshot, as_of, now, SubjectKind::container, domain::IdentifierKind::container);
}

std::vector<domain::ContainerState> containers_then(store::ReadSnapshot& snapshot, AsOf const& as_of,
                                                    std::vector<domain::ContainerState> now) {
  if (!as_of.known) {
    std::vector<SubjectId> ids;
    for (auto const& container : now) {
      ids.push_back(container.id);
    }
    auto const rows = snapshot.states_at(ids, *as_of.at);
    std::erase_if(
        now, [&](domain::ContainerState& container) { return !put_back(container, rows, SubjectKind::container); });
    return now;
  }
  std::vector<domain::ContainerState> then;
  for (auto const& container : now) {
    if (auto found = container_then(snapshot, as_of, container)) {
      then.push_back(std::move(found->state));
    }
  }
  return then;
}

}  // namespace nameplate::app
