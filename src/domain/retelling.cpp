#include "domain/retelling.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace nameplate::domain {

class Retelling::Walk {
 public:
  Walk(Retelling const& retelling, ReversedItems const& reversed)
      : retelling_(retelling), reversed_(reversed), state_(retelling.present_) {
    state_.rewind(retelling.past_);
  }

  void tell(Event const& event) {
    auto const& left_out = reversed_items(event.id);
    std::unordered_set<SubjectId> passed_over;
    for (auto const& [subject, by] : left_out) {
      passed_over.insert(subject);
    }
    check_event(retelling_.catalog_, state_, event, passed_over, found_);
    auto const rows = retelling_.lots_.find(event.id);
    auto const lots = rows == retelling_.lots_.end() ? std::span<EventSubject const>() : std::span(rows->second);
    state_.fold_again(event, {.subjects = retelling_.past_.subjects, .lots = lots, .reversed = left_out});
    check_quantities(event, lots);
  }

  [[nodiscard]] WorkingSet& state() { return state_; }
  [[nodiscard]] std::vector<Contradiction>& found() { return found_; }
  [[nodiscard]] std::vector<Event>& added() { return added_; }

 private:
  [[nodiscard]] std::unordered_map<SubjectId, EventId> const& reversed_items(EventId event) {
    merged_.clear();
    for (auto const* const reversed : {&retelling_.reversed_on_record_, &reversed_}) {
      if (auto const found = reversed->find(event); found != reversed->end()) {
        merged_.insert(found->second.begin(), found->second.end());
      }
    }
    return merged_;
  }

  /// A balance that falls below zero is told of once, at the event that draws too much.
  void check_quantities(Event const& event, std::span<EventSubject const> rows) {
    std::set<SubjectId> lots;
    for (auto const& row : rows) {
      lots.insert(row.subject);
    }
    for (auto const lot : lots) {
      if (!short_.contains(lot)) {
        auto const before = found_.size();
        check_balances(retelling_.catalog_, state_, event, {&lot, 1}, found_);
        if (found_.size() > before) {
          short_.insert(lot);
        }
      }
    }
  }

  Retelling const& retelling_;
  ReversedItems const& reversed_;
  WorkingSet state_;
  std::unordered_map<SubjectId, EventId> merged_;
  std::vector<Contradiction> found_;
  std::vector<Event> added_;
  std::set<SubjectId> short_;
};

Retelling::Retelling(Catalog const& catalog, WorkingSet const& present, Past const& past)
    : catalog_(catalog), present_(present), past_(past) {
  for (auto const& row : past.history) {
    if (!row.state.empty() && present.lot(row.subject) != nullptr) {
      lots_[row.event].push_back(row);
    }
  }
  for (auto const& item : past.reversed) {
    reversed_on_record_[item.event].emplace(item.subject, item.reversed_by);
  }
}

Retelling::Telling Retelling::tell(std::span<base::Instant const> times, ReversedItems const& reversed,
                                   Decide const& decide) const {
  Walk walk(*this, reversed);
  std::size_t next = 0;
  auto const put_in_before = [&](std::optional<base::Instant> limit) {
    for (; next < times.size() && (!limit || times[next] < *limit); ++next) {
      if (auto event = decide(next, walk.state())) {
        walk.added().push_back(*std::move(event));
      }
    }
  };
  for (auto const& event : past_.events) {
    put_in_before(event.event_time);
    walk.tell(event);
  }
  put_in_before(std::nullopt);
  Telling telling{
      .state = std::move(walk.state()), .added = std::move(walk.added()), .contradictions = std::move(walk.found())};
  if (telling.contradictions.empty()) {
    return telling;
  }
  // Only what is new counts: what the history on record contradicts already is nobody's fault now.
  ReversedItems const none;
  Walk on_record(*this, none);
  for (auto const& event : past_.events) {
    on_record.tell(event);
  }
  auto const key = [](Contradiction const& one) { return std::tuple(one.event, one.subject); };
  std::set<decltype(key(Contradiction()))> known;
  for (auto const& one : on_record.found()) {
    known.insert(key(one));
  }
  std::erase_if(telling.contradictions, [&](Contradiction const& one) { return known.contains(key(one)); });
  return telling;
}

namespace {

bool is_item_in_time(Event const& event, EventItem const& item, WorkingSet const& state) {
  auto const time = event.event_time;
  auto const& target = event.effect_of(item).holder;
  if (target && state.latest_around(*target) > time) {
    return false;
  }
  // What is only noted of a unit or a lot does not depend on what is around it. A container's history says where it
  // effectively was, which does.
  bool const is_only_noted = event.effect_of(item) == Effect() && item.role == SubjectRole::item;
  auto const is_quiet_around = [&](Holder holder) { return is_only_noted || state.latest_around(holder) <= time; };
  if (auto const* const unit = state.unit(item.subject)) {
    return unit->trail.latest_time <= time && is_quiet_around(unit->holder);
  }
  if (auto const* const container = state.container(item.subject)) {
    return container->trail.latest_time <= time && state.latest_around(container->holder) <= time &&
           (is_only_noted || state.latest_inside(item.subject) <= time);
  }
  auto const* const lot = state.lot(item.subject);
  if (lot == nullptr) {
    return true;
  }
  // Each row of its history says all of the lot: also an amount that lies elsewhere is told again.
  bool const is_quiet = lot->trail.latest_time <= time &&
                        std::ranges::all_of(state.balances_of(item.subject), [&](Balance const& balance) {
                          return balance.trail.latest_time <= time && is_quiet_around(balance.key.holder);
                        });
  auto const* const detail = event.detail_of(item);
  if (!is_quiet || detail == nullptr || !detail->quantity) {
    return is_quiet;
  }
  auto const is_quiet_at = [&](std::optional<BalanceSide> const& side) {
    return !side || state.latest_around(side->holder) <= time;
  };
  return is_quiet_at(detail->quantity->from) && is_quiet_at(detail->quantity->to);
}

}  // namespace

bool is_in_time(Event const& event, WorkingSet const& state) {
  if (event.told_with || std::holds_alternative<Reversal>(event.matter) ||
      std::holds_alternative<EventAmended>(event.matter)) {
    return false;
  }
  if (is_administrative(event.verb) || event.verb == Verb::resolve) {
    return true;
  }
  return std::ranges::all_of(event.items, [&](EventItem const& item) { return is_item_in_time(event, item, state); });
}

}  // namespace nameplate::domain
