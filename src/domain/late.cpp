#include "domain/decide_item.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

bool is_item_later(WorkingSet const& state, BoundItem const& item, base::Instant time) {
  if (auto const* const unit = state.unit(item.subject)) {
    return unit->trail.latest_time > time || state.latest_around(unit->holder) > time;
  }
  if (auto const* const container = state.container(item.subject)) {
    return container->trail.latest_time > time || state.latest_around(container->holder) > time ||
           state.latest_inside(item.subject) > time;
  }
  auto const* const lot = state.lot(item.subject);
  if (lot == nullptr) {
    return false;
  }
  return lot->trail.latest_time > time ||
         std::ranges::any_of(state.balances_of(item.subject), [&](Balance const& balance) {
           return balance.trail.latest_time > time || state.latest_around(balance.key.holder) > time;
         });
}

}  // namespace

bool is_dated_before(DecisionContext const& context, BoundOperation const& operation) {
  if (!operation.asked->time) {
    return false;
  }
  auto const judged = judge_time(context, *operation.asked);
  if (!judged || judged->is_now) {
    return false;
  }
  auto const time = judged->time;
  auto const& state = context.state;
  if (operation.container && state.latest_around(Holder::in(operation.container)) > time) {
    return true;
  }
  if (operation.holder && state.latest_around(*operation.holder) > time) {
    return true;
  }
  return std::ranges::any_of(operation.items, [&](BoundItem const& item) { return is_item_later(state, item, time); });
}

bool stands_before_its_past(WorkingSet const& state, Event const& event) {
  auto const is_after = [&](Trail const& trail) {
    return trail.latest_time == event.event_time && trail.last_event > event.id;
  };
  return std::ranges::any_of(event.items, [&](EventItem const& item) {
    if (auto const* const unit = state.unit(item.subject)) {
      return is_after(unit->trail);
    }
    if (auto const* const container = state.container(item.subject)) {
      return is_after(container->trail);
    }
    auto const* const lot = state.lot(item.subject);
    return lot != nullptr && (is_after(lot->trail) || std::ranges::any_of(state.balances_of(item.subject), is_after,
                                                                          [](Balance const& balance) -> Trail const& {
                                                                            return balance.trail;
                                                                          }));
  });
}

}  // namespace nameplate::domain
