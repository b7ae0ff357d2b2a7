#include "naive_rules.hpp"

#include <algorithm>

namespace nameplate::model {
namespace {

std::set<std::string> const hands = {"in_stock", "in_process", "ready_to_ship", "returned", "in_repair"};

std::map<std::string, Rule> const rules = {
    {"register", {{"ordered"}, "in_stock"}},
    {"announce", {{}, "ordered"}},
    {"receive", {{"ordered", "in_transit", "with_customer"}, "in_stock"}},
    {"move", {hands, ""}},
    {"pack", {hands, ""}},
    {"unpack", {hands, ""}},
    {"stage", {{"in_stock"}, "ready_to_ship"}},
    {"unstage", {{"ready_to_ship"}, "in_stock"}},
    {"ship", {{"in_stock", "ready_to_ship", "returned", "in_repair"}, "shipped"}},
    {"deliver", {{"in_stock", "ready_to_ship", "shipped"}, "with_customer"}},
    {"return", {{"shipped", "with_customer"}, "returned"}},
    {"accept", {{"returned", "in_repair"}, "in_stock"}},
    {"repair", {hands, "in_repair"}},
    {"scrap", {hands, "scrapped"}},
    {"lose", {hands, "lost"}},
    {"find", {{"lost"}, "in_stock"}},
    {"adjust", {{}, ""}},
};
Rule const administrative = {{}, ""};
std::set<std::string> const carrying = {"receive", "stage",  "unstage", "ship", "deliver",
                                        "return",  "accept", "scrap",   "lose", "find"};
std::set<std::string> const not_by_itself = {"move", "pack", "stage", "unstage", "ship"};
std::set<std::string> const forbidden_by_hold = {"stage", "ship", "deliver"};
std::set<std::string> const admin_verbs = {"hold",    "release", "relabel", "amend",
                                           "observe", "inspect", "process", "reverse"};

std::string at(std::string const& place) {
  return place.empty() ? std::string() : "at " + place;
}

bool may_stay_inside(State const& state, Step const& step, Thing const& thing, std::string const& container) {
  if (!is_in(thing.holder) || step.unpack) {
    return true;
  }
  bool const is_left_alone = step.verb == "accept" || step.verb == "repair" || step.verb == "register";
  return !not_by_itself.contains(step.verb) &&
         (!is_left_alone || stated_holder(state, step, thing.holder, container).value_or(thing.holder) == thing.holder);
}

}  // namespace

Rule const& rule_of(std::string const& verb) {
  auto const found = rules.find(verb);
  return found == rules.end() ? administrative : found->second;
}
bool is_administrative(std::string const& verb) {
  return admin_verbs.contains(verb);
}
bool makes_new(std::string const& verb) {
  return verb == "register" || verb == "announce" || verb == "receive";
}
bool takes_contents_along(std::string const& verb) {
  return carrying.contains(verb);
}
bool is_in_our_hands(std::string const& status) {
  return hands.contains(status);
}
bool is_forbidden_by_hold(std::string const& verb) {
  return forbidden_by_hold.contains(verb);
}

bool is_in(std::string const& holder) {
  return holder.starts_with("in ");
}
int container_of(std::string const& holder) {
  return std::stoi(holder.substr(3));
}
std::string inside(int container) {
  return "in " + std::to_string(container);
}

// What is told against the facts may go round in a circle.

std::string place_of(State const& state, std::string holder) {
  for (std::size_t depth = 0; is_in(holder) && depth <= state.things.size(); ++depth) {
    holder = state.things.at(static_cast<std::size_t>(container_of(holder))).holder;
  }
  return holder;
}

bool is_within(State const& state, std::string holder, int container) {
  for (std::size_t depth = 0; is_in(holder) && depth <= state.things.size(); ++depth) {
    if (container_of(holder) == container) {
      return true;
    }
    holder = state.things.at(static_cast<std::size_t>(container_of(holder))).holder;
  }
  return false;
}

std::vector<int> things_in(State const& state, int container) {
  std::vector<int> found;
  for (std::size_t i = 0; i < state.things.size(); ++i) {
    if (is_within(state, state.things[i].holder, container)) {
      found.push_back(static_cast<int>(i));
    }
  }
  return found;
}

std::vector<Content> contents_of(State const& state, int container) {
  std::vector<Content> found;
  for (auto const id : things_in(state, container)) {
    if (auto const& thing = state.things[static_cast<std::size_t>(id)]; !thing.is_container) {
      found.push_back({.thing = id, .status = thing.status, .holder = thing.holder});
    }
  }
  for (auto const& [key, amount] : state.amounts) {
    if (auto const& [lot, holder, status] = key; amount > 0 && is_within(state, holder, container)) {
      found.push_back({.lot = lot, .status = status, .holder = holder});
    }
  }
  return found;
}

std::string status_after(Step const& step, std::string const& status) {
  auto const& to = rule_of(step.verb).to;
  return to.empty() ? status : step.destination.empty() ? to : "in_transit";
}

std::optional<std::string> stated_holder(State const& state, Step const& step, std::string const& holder,
                                         std::string const& container) {
  auto const& verb = step.verb;
  if (verb == "scrap" || verb == "lose" || verb == "announce") {
    return "";
  }
  if (verb == "pack") {
    return container;
  }
  if (verb == "ship") {
    return step.destination.empty() ? "with " + step.party : "to " + step.destination;
  }
  if (verb == "deliver") {
    return step.party.empty() ? place_of(state, holder) : "with " + step.party;
  }
  if (verb == "unpack") {
    return step.location.empty() ? place_of(state, holder) : at(step.location);
  }
  if (verb == "move" || verb == "receive" || verb == "return" || verb == "find" || verb == "register") {
    return at(step.location);
  }
  if (verb == "stage" || verb == "unstage" || verb == "accept" || verb == "repair") {
    bool const is_left_alone = verb == "accept" || verb == "repair";
    if (is_left_alone && !step.unpack && is_in(holder) && place_of(state, holder) == at(step.location)) {
      return std::nullopt;
    }
    if (!step.location.empty()) {
      return at(step.location);
    }
    return step.unpack && is_in(holder) ? std::optional(place_of(state, holder)) : std::nullopt;
  }
  return std::nullopt;
}

bool stays_where_it_stands(Step const& step) {
  auto const& verb = step.verb;
  if (verb == "unpack" || verb == "stage" || verb == "unstage") {
    return step.location.empty() && (verb == "unpack" || step.unpack);
  }
  return verb == "deliver" && step.party.empty();
}

bool is_so_already(State const& state, Step const& step, Thing const& thing, std::string const& container) {
  auto const& verb = step.verb;
  auto const place = place_of(state, thing.holder);
  bool const has_status = thing.status == status_after(step, thing.status);
  auto const there = at(step.location);
  if (verb == "move") {
    return thing.holder == there;
  }
  if (verb == "pack") {
    return thing.holder == container;
  }
  if (verb == "unpack") {
    return hands.contains(thing.status) && !is_in(thing.holder) && (there.empty() || thing.holder == there);
  }
  if (verb == "register") {
    return has_status && thing.holder == there;
  }
  if (verb == "ship") {
    return has_status && place == stated_holder(state, step, thing.holder, container);
  }
  if (verb == "deliver") {
    return has_status && (step.party.empty() || place == "with " + step.party);
  }
  if (verb == "announce" || verb == "scrap" || verb == "lose") {
    return has_status;
  }
  return has_status && (there.empty() || place == there);
}

std::set<std::string> status_slugs(std::string const& verb, bool is_container) {
  std::string const kind = is_container ? "container." : "unit.";
  if (makes_new(verb)) {
    return {kind + "already_in_stock", kind + "not_receivable"};
  }
  static std::map<std::string, std::string> const special = {
      {"unstage", "not_staged"}, {"return", "not_shipped"}, {"accept", "not_returned"}, {"find", "not_lost"}};
  auto const found = special.find(verb);
  return {kind + (is_administrative(verb) ? "void" : found == special.end() ? "not_in_stock" : found->second)};
}

std::set<std::string> physical_reasons(State const& state, Step const& step, int id, std::string const& container) {
  auto const& thing = state.things[static_cast<std::size_t>(id)];
  auto const& verb = step.verb;
  std::string const kind = thing.is_container ? "container." : "unit.";
  std::set<std::string> reasons;
  if (!rule_of(verb).from.contains(thing.status)) {
    reasons.merge(status_slugs(verb, thing.is_container));
  }
  if (!may_stay_inside(state, step, thing, container)) {
    reasons.insert(kind + "inside_container");
  }
  if (verb == "unpack" && (step.container.empty() ? !is_in(thing.holder) : thing.holder != container)) {
    reasons.insert(kind + "not_in_container");
  }
  if (verb == "pack" && thing.is_container && is_in(container) && is_within(state, container, id)) {
    reasons.insert("container.inside_itself");
  }
  auto const to = status_after(step, thing.status);
  if (thing.is_container && takes_contents_along(verb) && to != thing.status && step.contents != "none") {
    for (auto const& content : contents_of(state, id)) {
      if (content.status != to && !rule_of(verb).from.contains(content.status)) {
        reasons.insert("container.content_status");
      }
    }
  }
  return reasons;
}

bool is_held(State const& with_holds_of, State const& state, int id, std::string const& holder) {
  return std::ranges::any_of(with_holds_of.holds, [&](auto const& entry) {
    auto const& hold = entry.second;
    return hold.things.contains(id) || (!hold.place.empty() && place_of(state, holder) == "at " + hold.place) ||
           std::ranges::any_of(hold.things, [&](int held) { return is_within(state, holder, held); });
  });
}

}  // namespace nameplate::model
