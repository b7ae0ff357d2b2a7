#include "app/commands/past.hpp"

#include "app/commands/load.hpp"
#include "domain/event_codec.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace nameplate::app {
namespace {

using domain::Event;
using domain::EventId;
using domain::Past;
using domain::SubjectId;
using domain::SubjectKind;
using domain::WorkingSet;

constexpr base::Instant end_of_time{std::numeric_limits<std::int64_t>::max()};

class PastLoader {
 public:
  PastLoader(store::Reader& reader, EventSource const& events, PastWanted const& wanted, WorkingSet& present)
      : reader_(reader), source_(events), wanted_(wanted), present_(present), past_{.since = wanted.since} {}

  Past run() {
    opened_.insert(wanted_.containers.begin(), wanted_.containers.end());
    auto level = present_.loaded();
    while (!level.empty()) {
      for (auto const id : level) {
        past_.subjects.insert(id);
      }
      load_level(level);
      level = load_missing();
    }
    load_numbers();
    load_earlier();
    settle_events();
    sort_rows();
    return std::move(past_);
  }

 private:
  void want_holder(domain::Holder holder) {
    if (holder.is_container()) {
      missing_containers_.insert(holder.container());
    }
  }

  void load_level(std::vector<SubjectId> const& level) {
    auto rows = reader_.history_since(level, wanted_.since);
    auto before = reader_.states_before(level, wanted_.since);
    auto stays = reader_.stays_since(level, wanted_.since);
    for (auto const& row : before) {
      note_holder_of(row);
    }
    for (auto const& stay : stays) {
      missing_containers_.insert(stay.parent);
    }
    load_events(rows);
    past_.history.insert(past_.history.end(), rows.begin(), rows.end());
    past_.states_before.insert(past_.states_before.end(), before.begin(), before.end());
    past_.stays.insert(past_.stays.end(), stays.begin(), stays.end());
    load_contents(level);
  }

  void note_holder_of(domain::EventSubject const& row) {
    if (present_.unit(row.subject) != nullptr) {
      want_holder(domain::decode_state(SubjectKind::unit, row.state).holder);
    } else if (present_.container(row.subject) != nullptr) {
      want_holder(domain::decode_state(SubjectKind::container, row.state).holder);
    }
  }

  void load_events(std::vector<domain::EventSubject> const& rows) {
    std::vector<EventId> ids;
    for (auto const& row : rows) {
      if (!events_.contains(row.event)) {
        ids.push_back(row.event);
        events_.emplace(row.event, Event());
      }
    }
    for (auto& event : source_(ids)) {
      auto const id = event.id;
      events_[id] = std::move(event);
    }
    for (auto const& row : rows) {
      note_targets(events_.at(row.event), row.subject);
    }
  }

  /// The containers into which an event put something that is concerned.
  void note_targets(Event const& event, SubjectId subject) {
    bool const is_lot = present_.lot(subject) != nullptr;
    auto item =
        std::ranges::lower_bound(event.items, std::tuple(kind_of(subject), subject), {},
                                 [](domain::EventItem const& one) { return std::tuple(one.kind, one.subject); });
    for (; item != event.items.end() && item->subject == subject; ++item) {
      auto const& effect = event.effect_of(*item);
      if (effect.holder) {
        want_holder(*effect.holder);
      }
    }
    // What a container that came back empty left behind depends on all that was in it.
    if (is_lot && std::ranges::any_of(event.effects, [](auto const& effect) { return effect.empties_container; })) {
      for (auto const& one : event.items) {
        if (one.kind == SubjectKind::container) {
          missing_containers_.insert(one.subject);
        }
      }
    }
  }

  [[nodiscard]] SubjectKind kind_of(SubjectId subject) const {
    return present_.unit(subject) != nullptr        ? SubjectKind::unit
           : present_.container(subject) != nullptr ? SubjectKind::container
                                                    : SubjectKind::lot;
  }

  void load_contents(std::vector<SubjectId> const& level) {
    std::vector<SubjectId> opened;
    std::ranges::copy_if(level, std::back_inserter(opened), [&](SubjectId id) { return opened_.contains(id); });
    while (!opened.empty()) {
      opened = load_contents_of(opened);
    }
  }

  /// Gives the containers inside that are loaded already, and whose own contents are wanted only now.
  std::vector<SubjectId> load_contents_of(std::vector<SubjectId> const& opened) {
    std::vector<SubjectId> inner;
    present_.know_contents_of(opened);
    for (auto const& stay : reader_.contents_of(opened, wanted_.since, end_of_time)) {
      if (stay.child_kind == SubjectKind::container) {
        bool const is_new = opened_.insert(stay.child).second;
        if (is_new && past_.subjects.contains(stay.child)) {
          inner.push_back(stay.child);
        }
        missing_containers_.insert(stay.child);
      } else if (wanted_.everything_inside || stay.to) {
        // What has left since may have been left wherever the container stood.
        missing_units_.insert(stay.child);
      }
    }
    if (wanted_.everything_inside) {
      for (auto const lot : reader_.lots_ever_in(opened)) {
        missing_lots_.insert(lot);
      }
    }
    std::ranges::sort(inner);
    return inner;
  }

  /// Loads what the level before turned up, and gives what is new.
  std::vector<SubjectId> load_missing() {
    std::vector<SubjectId> added;
    auto const take = [&](std::set<SubjectId>& missing) {
      std::vector<SubjectId> ids;
      for (auto const id : std::exchange(missing, {})) {
        if (!past_.subjects.contains(id)) {
          ids.push_back(id);
        }
      }
      return ids;
    };
    auto const containers = take(missing_containers_);
    if (!containers.empty()) {
      for (auto& container : reader_.load_containers(containers)) {
        added.push_back(container.id);
        present_.add_container(std::move(container));
      }
    }
    auto const units = take(missing_units_);
    if (!units.empty()) {
      for (auto& unit : reader_.load_units(units)) {
        added.push_back(unit.id);
        present_.add_unit(std::move(unit));
      }
    }
    auto const lots = take(missing_lots_);
    if (!lots.empty()) {
      for (auto& lot : reader_.load_lots(lots)) {
        added.push_back(lot.id);
        present_.add_lot(std::move(lot));
      }
      for (auto const& balance : reader_.load_balances(lots)) {
        present_.add_balance(balance);
      }
    }
    return added;
  }

  void load_earlier() {
    if (wanted_.traits_of.empty()) {
      return;
    }
    std::set<EventId> ids;
    for (auto const& row : reader_.history_since(wanted_.traits_of, {})) {
      if (row.event_time < wanted_.since) {
        ids.insert(row.event);
      }
    }
    past_.earlier = source_(std::vector<EventId>(ids.begin(), ids.end()));
    std::erase_if(past_.earlier, [](Event const& event) { return bearers_of(event).empty(); });
    std::ranges::sort(past_.earlier, {},
                      [](Event const& event) { return std::tuple(event.event_time, event.sequence); });
  }

  void load_numbers() {
    std::vector<SubjectId> subjects(past_.subjects.begin(), past_.subjects.end());
    std::ranges::sort(subjects);
    load_own_numbers(reader_, subjects, present_);
  }

  /// In the order in which they happened, as they are told by now.
  void settle_events() {
    std::vector<EventId> ids;
    for (auto const& [id, event] : events_) {
      ids.push_back(id);
    }
    for (auto const& event : past_.earlier) {
      ids.push_back(event.id);
    }
    std::ranges::sort(ids);
    past_.reversed = ids.empty() ? std::vector<domain::ReversedItem>() : reader_.reversed_items(ids);
    if (!ids.empty()) {
      apply_amendments(reader_.amendments_of(ids));
    }
    for (auto& [id, event] : events_) {
      past_.events.push_back(std::move(event));
    }
    std::ranges::sort(past_.events, {},
                      [](Event const& event) { return std::tuple(event.event_time, event.sequence); });
  }

  void apply_amendments(std::vector<domain::Amendment> const& amendments) {
    std::vector<EventId> ids;
    for (auto const& amendment : amendments) {
      ids.push_back(amendment.amended_by);
    }
    auto amending = source_(ids);
    std::ranges::sort(amending, {}, &Event::sequence);
    for (auto const& event : amending) {
      auto const& amended = std::get<domain::EventAmended>(event.matter);
      if (auto const told = events_.find(amended.event); told != events_.end()) {
        told->second = domain::amend(std::move(told->second), amended);
      }
    }
  }

  void sort_rows() {
    std::ranges::sort(past_.history, {}, [](domain::EventSubject const& row) {
      return std::tuple(row.subject, row.event_time, row.event, row.role);
    });
  }

  store::Reader& reader_;
  EventSource const& source_;
  PastWanted const& wanted_;
  WorkingSet& present_;
  Past past_;
  std::map<EventId, Event> events_;
  std::set<SubjectId> opened_;  ///< containers whose contents are wanted
  std::set<SubjectId> missing_containers_;
  std::set<SubjectId> missing_units_;
  std::set<SubjectId> missing_lots_;
};

}  // namespace

std::vector<SubjectId> bearers_of(Event const& event) {
  std::vector<SubjectId> bearers;
  if (std::ranges::any_of(event.effects, [](domain::Effect const& effect) { return !effect.traits.empty(); })) {
    for (auto const& item : event.items) {
      if (!event.effect_of(item).traits.empty()) {
        bearers.push_back(item.subject);
      }
    }
  }
  return bearers;
}

Past load_past(store::Reader& reader, EventSource const& events, PastWanted const& wanted, WorkingSet& present) {
  // Some balances of a lot may have come with a container: all of them are needed, and the containers around.
  std::vector<SubjectId> lots;
  for (auto const id : present.loaded()) {
    if (present.unit(id) == nullptr && present.container(id) == nullptr) {
      lots.push_back(id);
    }
  }
  if (!lots.empty()) {
    for (auto& lot : reader.load_lots(lots)) {
      present.add_lot(std::move(lot));
    }
    for (auto const& balance : reader.load_balances(lots)) {
      present.add_balance(balance);
    }
  }
  return PastLoader(reader, events, wanted, present).run();
}

void add_past_members(store::Reader& reader, std::span<domain::HoldMember const> released, WorkingSet& state) {
  if (released.empty()) {
    return;
  }
  std::vector<EventId> ids;
  for (auto const& member : released) {
    ids.push_back(member.placed_by);
    ids.push_back(member.released_by);
  }
  std::unordered_map<EventId, base::Instant> times;
  for (auto const& event : reader.load_events(ids)) {
    times.emplace(event.id, event.event_time);
  }
  for (auto const& member : released) {
    state.add_past_member(member.subject,
                          {.kind = member.kind, .from = times[member.placed_by], .to = times[member.released_by]});
  }
}

}  // namespace nameplate::app
