#include "naive_fold.hpp"

#include "naive_rules.hpp"

#include <algorithm>
#include <functional>

namespace nameplate::model {
namespace {

/// It can be the beginning: of a unit only when it was that when it was recorded.
bool enters(Fact const& fact, Change const& change, Thing const& thing) {
  return (makes_new(fact.step.verb) && thing.is_container && !change.is_parent) ||
         ((makes_new(fact.step.verb) || change.is_parent) && !change.number.empty());
}

/// One fact, on its way into a state.
class Application {
 public:
  Application(State& state, Fact const& fact, Touch const& touch) : state_(state), fact_(fact), touch_(touch) {}

  void run() {
    for (auto const& change : fact_.changes) {
      if (!change.lot.empty()) {
        state_.lots.insert(change.lot);
      }
      if (change.is_parent && !change.did_not_happen) {
        put_up(change);
      }
    }
    for_each([](Change const& change,
                Thing const* thing) { return thing != nullptr && !change.is_parent && !thing->is_container; },
             [&](Change const& change) { change_thing(change); });
    for_each([](Change const&, Thing const* thing) { return thing == nullptr; },
             [&](Change const& change) { change_lot(change); });
    // The inner ones first: what is done to them by name is not what happens to them with the one around them.
    std::vector<Change const*> containers;
    for_each([](Change const& change,
                Thing const* thing) { return thing != nullptr && !change.is_parent && thing->is_container; },
             [&](Change const& change) { containers.push_back(&change); });
    std::ranges::stable_sort(containers, std::greater(),
                             [&](Change const* change) { return depth_of(thing_at(change->thing).holder); });
    for (auto const* const change : containers) {
      change_thing(*change);
    }
  }

 private:
  template <typename Which, typename Do>
  void for_each(Which which, Do action) {
    for (auto const& change : fact_.changes) {
      auto const* const thing = change.thing < 0 ? nullptr : &thing_at(change.thing);
      if (!change.did_not_happen && which(change, thing)) {
        action(change);
      }
    }
  }

  std::size_t depth_of(std::string holder) {
    std::size_t depth = 0;
    for (; is_in(holder) && depth <= state_.things.size(); ++depth) {
      holder = thing_at(container_of(holder)).holder;
    }
    return depth;
  }

  Thing& thing_at(int id) { return state_.things.at(static_cast<std::size_t>(id)); }

  /// What is packed into stands already, or begins with this.
  void put_up(Change const& change) {
    auto& container = thing_at(change.thing);
    if (!container.has_begun && enters(fact_, change, container)) {
      container.status = "in_stock";
      container.holder = change.holder.value_or("");
      begin(change.thing, change.number);
    }
    touch(change.thing, "parent");
  }

  void begin(int id, std::string const& number) {
    thing_at(id).has_begun = true;
    if (thing_at(id).number.empty()) {
      take_number(id, number, false);
    }
  }

  void take_number(int id, std::string const& number, bool before_was_mistaken) {
    for (auto& naming : state_.namings) {
      if (naming.thing == id && !naming.to_us) {
        naming.to_us = fact_.time_us;
        naming.mistaken = before_was_mistaken;
      }
    }
    state_.namings.push_back({.thing = id, .number = number, .from_us = fact_.time_us});
    thing_at(id).number = number;
  }

  void touch(int id, char const* role) {
    thing_at(id).touched_us = std::max(thing_at(id).touched_us, fact_.time_us);
    touch_(called(id), role);
  }

  void change_thing(Change const& change) {
    auto const before = thing_at(change.thing);
    if (!before.has_begun && !enters(fact_, change, before)) {
      bear(thing_at(change.thing).attributes);  // what somebody said of it stays said
      touch_(called(change.thing), "item");     // nothing else can be done to what never came to be
      return;
    }
    auto const place_before = place_of(state_, before.holder);
    auto& thing = thing_at(change.thing);
    bool const is_repetition =
        before.has_begun && change.status &&
        is_so_already(state_, fact_.step, before, fact_.container < 0 ? std::string() : inside(fact_.container));
    if (is_repetition) {
      bear(thing.attributes);
      touch(change.thing, "item");
      return;
    }
    thing.status = change.status.value_or(before.status);
    thing.holder = change.leaves_container ? place_before : change.holder.value_or(before.holder);
    if (is_in(thing.holder) && is_within(state_, thing.holder, change.thing)) {
      thing.holder = before.holder;  // nothing is inside itself, whatever is recorded
    }
    if (!before.has_begun) {
      thing.has_begun = true;
      take_number(change.thing, change.number.empty() ? fact_.step.items.at(change.place).number : change.number,
                  false);
    } else if (!change.number.empty() && !makes_new(fact_.step.verb)) {
      take_number(change.thing, change.number, change.mistyped);
    }
    thing.has_begun = true;
    bear(thing.attributes);
    touch(change.thing, "item");
    if (!thing.is_container || !before.has_begun) {
      return;
    }
    if (fact_.step.verb == "return" && fact_.step.contents == "none") {
      if (thing.status != before.status) {
        leave_behind(change.thing, place_before);
      }
    } else if (takes_contents_along(fact_.step.verb) && thing.status != before.status) {
      carry(change.thing, thing.status);
    }
    touch_inner(change.thing, place_before);
  }

  void bear(std::map<std::string, std::string>& attributes) const {
    for (auto const& [code, value] : fact_.step.attributes) {
      if (value.empty()) {
        attributes.erase(code);
      } else {
        attributes[code] = value;
      }
    }
  }

  /// Containers inside stand elsewhere with it.
  void touch_inner(int container, std::string const& place_before) {
    if (place_of(state_, inside(container)) == place_before) {
      return;
    }
    for (auto const id : things_in(state_, container)) {
      if (thing_at(id).is_container) {
        thing_at(id).touched_us = std::max(thing_at(id).touched_us, fact_.time_us);
      }
    }
  }

  void carry(int container, std::string const& status) {
    auto const& from = rule_of(fact_.step.verb).from;
    for (auto const id : things_in(state_, container)) {
      if (from.contains(thing_at(id).status)) {
        thing_at(id).status = status;
        touch(id, "carried");
      }
    }
    for (auto const& [key, amount] : Amounts(state_.amounts)) {
      auto const& [lot, holder, before] = key;
      if (amount > 0 && is_within(state_, holder, container) && from.contains(before) && before != status) {
        state_.amounts[key] -= amount;
        state_.amounts[{lot, holder, status}] += amount;
        touch_(called(lot), "carried");
      }
    }
  }

  void leave_behind(int container, std::string const& place_before) {
    for (std::size_t i = 0; i < state_.things.size(); ++i) {
      if (state_.things[i].holder == inside(container)) {
        state_.things[i].holder = place_before;
        touch(static_cast<int>(i), "carried");
      }
    }
    for (auto const& [key, amount] : Amounts(state_.amounts)) {
      if (auto const& [lot, holder, status] = key; holder == inside(container) && amount > 0) {
        state_.amounts[key] -= amount;
        state_.amounts[{lot, place_before, status}] += amount;
        touch_(called(lot), "carried");
      }
    }
  }

  void change_lot(Change const& change) {
    for (auto const& part : change.parts) {
      if (!part.from_status.empty()) {
        state_.amounts[{change.lot, part.from_holder, part.from_status}] -= part.amount;
      }
      state_.amounts[{change.lot, part.to_holder, part.to_status}] += part.amount;
    }
    bear(state_.lot_attributes[change.lot]);
    if (fact_.step.verb == "receive" && !fact_.step.party.empty()) {
      state_.suppliers.try_emplace(change.lot, fact_.step.party);
    }
    touch_(called(change.lot), "item");
  }

  State& state_;
  Fact const& fact_;
  Touch const& touch_;
};

bool contradicts(State const& state, Fact const& fact, Change const& change) {
  auto const& thing = state.things.at(static_cast<std::size_t>(change.thing));
  if (!thing.has_begun) {
    return !enters(fact, change, thing);
  }
  if (change.is_parent) {
    return !is_in_our_hands(thing.status);
  }
  auto const container = fact.container < 0 ? std::string() : inside(fact.container);
  if (is_so_already(state, fact.step, thing, container)) {
    return false;
  }
  auto reasons = physical_reasons(state, fact.step, change.thing, container);
  bool const was_left_inside = (fact.step.verb == "accept" || fact.step.verb == "repair") && !change.holder;
  if (was_left_inside) {
    // Where it was done is not asked again, and it was not taken out for it.
    reasons.erase("unit.inside_container");
    reasons.erase("container.inside_container");
  }
  return !reasons.empty();
}

}  // namespace

std::string called(int thing) {
  return "thing " + std::to_string(thing);
}
std::string called(std::string const& lot) {
  return "lot " + lot;
}

void apply(State& state, Fact const& fact, Touch const& touch) {
  if (fact.step.verb == "release") {
    for (auto const thing : state.holds[fact.step.about].things) {
      touch(called(thing), "carried");
    }
    state.holds.erase(fact.step.about);
    return;
  }
  if (fact.step.verb == "hold") {
    auto& hold = state.holds[fact.step.id];
    hold.place = fact.step.rule_place;
    for (auto const& change : fact.changes) {
      hold.things.insert(change.thing);
    }
  }
  if (fact.step.verb == "reverse") {
    for (auto const& change : fact.changes) {
      touch(change.lot.empty() ? called(change.thing) : called(change.lot), "item");
      if (change.lot.empty()) {
        auto& thing = state.things.at(static_cast<std::size_t>(change.thing));
        thing.touched_us = std::max(thing.touched_us, fact.time_us);
      }
    }
    return;
  }
  // What did not happen is still told.
  for (auto const& change : fact.changes) {
    if (change.did_not_happen && !change.is_parent) {
      if (change.lot.empty()) {
        auto& thing = state.things.at(static_cast<std::size_t>(change.thing));
        thing.touched_us = std::max(thing.touched_us, fact.time_us);
      }
      touch(change.lot.empty() ? called(change.thing) : called(change.lot), "item");
    }
  }
  Application(state, fact, touch).run();
}

void find_unclear(State const& state, Fact const& fact, std::vector<Contradicted>& found) {
  for (auto const& change : fact.changes) {
    if (change.did_not_happen || change.thing < 0 || is_administrative(fact.step.verb)) {
      continue;
    }
    auto const note = [&](bool is_unclear, char const* what) {
      if (is_unclear) {
        found.push_back({fact.sequence, what + std::to_string(change.thing)});
      }
    };
    auto const& thing = state.things.at(static_cast<std::size_t>(change.thing));
    note(thing.is_container && !thing.has_begun && !enters(fact, change, thing), "before anything is on record of ");
    if (change.is_parent) {
      continue;
    }
    auto const& step = fact.step;
    bool const is_inside = !step.location.empty() && thing.has_begun && is_in(thing.holder);
    bool const is_moved = step.verb == "move" || step.verb == "pack" || step.verb == "unpack";
    note(is_inside && (step.verb == "repair" || step.verb == "accept"), "done inside a container: ");
    note(is_inside && !is_moved && place_of(state, thing.holder) != "at " + step.location, "only seen elsewhere: ");
    note(step.verb == "return" && step.contents == "none" && thing.status == "returned", "came back empty twice: ");
  }
}

void find_contradicted(State const& state, Fact const& fact, std::vector<Contradicted>& found) {
  if (is_administrative(fact.step.verb)) {
    return;
  }
  auto left = state.amounts;
  for (auto const& change : fact.changes) {
    if (change.did_not_happen) {
      continue;
    }
    if (change.thing >= 0) {
      if (contradicts(state, fact, change)) {
        found.push_back({fact.sequence, called(change.thing)});
      }
      continue;
    }
    for (auto const& part : change.parts) {
      if (!part.from_status.empty() && (left[{change.lot, part.from_holder, part.from_status}] -= part.amount) < 0) {
        found.push_back({fact.sequence, called(change.lot)});
      }
      if (part.from_status.empty() && part.amount < 0 &&
          (left[{change.lot, part.to_holder, part.to_status}] += part.amount) < 0) {
        found.push_back({fact.sequence, called(change.lot)});
      }
    }
  }
}

}  // namespace nameplate::model
