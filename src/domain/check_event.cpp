#include "domain/check_event.hpp"

#include "domain/check.hpp"
#include "domain/decide_item.hpp"
#include "domain/evolve.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

/// The event says what is so already: that never contradicts.
template <typename State>
bool repeats(VerbRule const& rule, Effect const& effect, State const& state) {
  bool const says_something = effect.status || effect.holder || effect.leaves_container;
  // Out of a container is also what is gone: that is another thing than to stand somewhere.
  bool const has_status =
      effect.status ? *effect.status == state.status : !effect.leaves_container || rule.from.contains(state.status);
  return says_something && has_status && effect.holder.value_or(state.holder) == state.holder &&
         !(effect.leaves_container && state.holder.is_container());
}

class EventCheck {
 public:
  EventCheck(Catalog const& catalog, WorkingSet const& state, Event const& event, std::vector<Contradiction>& found)
      : catalog_(catalog), state_(state), event_(event), rule_(rule_of(event.verb)), found_(found) {}

  void check(EventItem const& item) {
    if (item.kind == SubjectKind::unit) {
      check_unit(item);
    } else if (item.kind == SubjectKind::container) {
      check_container(item);
    }
  }

 private:
  void contradict(EventItem const& item, RecordId product, std::string number, Refusal refusal) {
    found_.push_back({.event = event_.id,
                      .verb = event_.verb,
                      .time = event_.event_time,
                      .recorded_at = event_.recorded_at,
                      .kind = item.kind,
                      .subject = item.subject,
                      .product = product,
                      .number = std::move(number),
                      .reason = std::move(refusal.reason),
                      .detail = std::move(refusal.detail)});
  }

  void check_unit(EventItem const& item) {
    auto const* const unit = state_.unit(item.subject);
    if (unit == nullptr) {
      auto const* const unborn = state_.unborn(item.subject);
      if (unborn != nullptr && !item.is_new) {
        contradict(item, unborn->product, unborn->serial,
                   {.reason = "unit.not_yet", .detail = call(*unborn) + " is not on record yet at that time."});
      }
      return;
    }
    if (auto refusal = check_standing(item, *unit, "unit", call(*unit))) {
      contradict(item, unit->product, unit->serial, *std::move(refusal));
    }
  }

  void check_container(EventItem const& item) {
    auto const* const container = state_.container(item.subject);
    if (container == nullptr || (state_.is_untouched(item.subject) && (item.is_new || rule_.makes_new))) {
      return;
    }
    auto refusal = item.role == SubjectRole::parent ? check_parent(*container)
                                                    : check_standing(item, *container, "container", call(*container));
    if (!refusal) {
      refusal = check_nesting(item, *container);
    }
    if (refusal) {
      return contradict(item, {}, container->code, *std::move(refusal));
    }
    check_contents(item);
  }

  template <typename State>
  std::optional<Refusal> check_standing(EventItem const& item, State const& state, std::string_view subject,
                                        std::string const& called) const {
    auto const& effect = event_.effect_of(item);
    if (repeats(rule_, effect, state) ||
        says_what_is_so(event_.verb, effect, state.status, state_.place_of(state.holder))) {
      return std::nullopt;
    }
    if (auto refusal = check_status(event_.verb, state.status, subject, called,
                                    describe_place(catalog_, state_, state.status, state.holder))) {
      return refusal;
    }
    if (event_.verb == Verb::unpack && !is_inside_named(state.holder)) {
      return Refusal{.reason = std::string(subject) + ".not_in_container",
                     .detail = called + " is " + describe_place(catalog_, state_, state.status, state.holder) +
                               " then, not inside what it was unpacked from."};
    }
    bool const is_moved =
        effect.leaves_container ? state.holder.is_container() : effect.holder && *effect.holder != state.holder;
    if (!is_within_reach(event_.verb, effect.unpacks, state.holder, is_moved)) {
      return refuse_inside(state.holder, state_, subject, called);
    }
    return std::nullopt;
  }

  /// Inside the container that the event names, or inside any when it names none.
  [[nodiscard]] bool is_inside_named(Holder holder) const {
    auto const named = std::ranges::find(event_.items, SubjectRole::parent, &EventItem::role);
    return holder.is_container() && (named == event_.items.end() || holder.container() == named->subject);
  }

  [[nodiscard]] std::optional<Refusal> check_parent(ContainerState const& container) const {
    if (in_our_hands.contains(container.status)) {
      return std::nullopt;
    }
    return Refusal{.reason = "container.not_in_stock",
                   .detail = call(container) + " is " +
                             describe_place(catalog_, state_, container.status, container.holder) +
                             " then, so nothing can be packed into it."};
  }

  [[nodiscard]] std::optional<Refusal> check_nesting(EventItem const& item, ContainerState const& container) const {
    auto const& holder = event_.effect_of(item).holder;
    if (!holder || !holder->is_container()) {
      return std::nullopt;
    }
    if (!state_.is_around(container.id, *holder)) {
      return std::nullopt;
    }
    return Refusal{.reason = "container.inside_itself", .detail = call(container) + " would be inside itself."};
  }

  /// Of what is inside a container that changes its status, as far as it is loaded.
  void check_contents(EventItem const& item) {
    auto const& effect = event_.effect_of(item);
    if (!rule_.carries_contents || !effect.status || effect.empties_container ||
        state_.container(item.subject)->status == *effect.status) {
      return;
    }
    auto const inside = state_.everything_inside(item.subject);
    for (auto const id : inside.units) {
      auto const& unit = *state_.unit(id);
      if (unit.status != *effect.status && !rule_.from.contains(unit.status)) {
        contradict(
            {.subject = id, .kind = SubjectKind::unit, .number = {}}, unit.product, unit.serial,
            {.reason = "container.content_status",
             .detail = call(unit) + ", inside it, is " + describe_place(catalog_, state_, unit.status, {}) + " then."});
      }
    }
    for (auto const& key : inside.balances) {
      auto const* const lot = state_.lot(key.lot);
      bool const is_there = lot != nullptr && state_.balance(key)->quantity.millionths > 0;
      if (is_there && key.status != *effect.status && !rule_.quantity_from.contains(key.status)) {
        contradict({.subject = key.lot, .kind = SubjectKind::lot, .number = {}}, lot->product, lot->number,
                   {.reason = "container.content_status",
                    .detail = call_lot(catalog_, *lot) + ", inside it, is " +
                              describe_place(catalog_, state_, key.status, {}) + " then."});
      }
    }
  }

  Catalog const& catalog_;
  WorkingSet const& state_;
  Event const& event_;
  VerbRule const& rule_;
  std::vector<Contradiction>& found_;
};

}  // namespace

bool is_physical(Verb verb) {
  switch (verb) {
    case Verb::observe:
    case Verb::inspect:
    case Verb::process:
    case Verb::hold:
    case Verb::release:
    case Verb::relabel:
    case Verb::adjust:
    case Verb::amend:
    case Verb::reverse:
    case Verb::resolve:
    case Verb::change_record:
    case Verb::erase: return false;
    default: return true;
  }
}

bool is_reversible(Verb verb) {
  return is_physical(verb) || verb == Verb::observe || verb == Verb::inspect || verb == Verb::process ||
         verb == Verb::adjust;
}

void check_event(Catalog const& catalog, WorkingSet const& state, Event const& event,
                 std::unordered_set<SubjectId> const& left_out, std::vector<Contradiction>& found) {
  if (!is_physical(event.verb)) {
    return;
  }
  EventCheck check(catalog, state, event, found);
  for (auto const& item : event.items) {
    if (!left_out.contains(item.subject)) {
      check.check(item);
    }
  }
}

void check_balances(Catalog const& catalog, WorkingSet const& state, Event const& event,
                    std::span<SubjectId const> lots, std::vector<Contradiction>& found) {
  for (auto const id : lots) {
    auto const* const lot = state.lot(id);
    for (auto const& balance : state.balances_of(id)) {
      if (balance.quantity.millionths >= 0 && balance.weight.millionths >= 0) {
        continue;
      }
      found.push_back({.event = event.id,
                       .verb = event.verb,
                       .time = event.event_time,
                       .recorded_at = event.recorded_at,
                       .kind = SubjectKind::lot,
                       .subject = id,
                       .product = lot->product,
                       .number = lot->number,
                       .reason = "lot.not_enough",
                       .detail = call_lot(catalog, *lot) + ": " +
                                 base::to_string(base::Quantity{-balance.quantity.millionths}) + " would be missing, " +
                                 describe_place(catalog, state, balance.key.status, balance.key.holder) + ".",
                       .balance = balance.key,
                       .missing = {std::max<std::int64_t>(-balance.quantity.millionths, 0)}});
    }
  }
}

}  // namespace nameplate::domain
