#include "random_steps.hpp"

#include "naive_rules.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace nameplate::model {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t lot_step = 500'000;

constexpr std::array verbs = {"register", "announce", "receive", "receive", "receive", "move",    "move",    "move",
                              "pack",     "pack",     "pack",    "unpack",  "stage",   "unstage", "ship",    "ship",
                              "deliver",  "return",   "return",  "accept",  "accept",  "repair",  "scrap",   "lose",
                              "find",     "hold",     "release", "relabel", "adjust",  "amend",   "observe", "inspect"};

}  // namespace

Step RandomSteps::next(NaiveLedger const& known) {
  clock_us_ += static_cast<std::int64_t>(1 + below(3)) * second_us;
  ++last_step_;
  for (int tries = 0;; ++tries) {
    auto step = any(known);
    auto const prediction = known.predict(step);
    if (prediction.is_open) {
      continue;
    }
    if (!prediction.is_refused() || tries > 5 || below(4) == 0) {
      return step;
    }
  }
}

std::string RandomSteps::place() {
  return one_of(std::array{"BIN-1", "BIN-2", "DOCK", "BRANCH"});
}
std::string RandomSteps::party() {
  return one_of(std::array{"ACME", "BETA"});
}
std::string RandomSteps::container() {
  return containers_.empty() ? new_number('C') : one_of(containers_);
}

std::string RandomSteps::new_number(char letter) {
  auto digits = std::to_string(++last_number_);
  return letter + std::string(4 - std::min<std::size_t>(digits.size(), 4), '0') + digits;
}

void RandomSteps::name_things(State const& state) {
  units_.clear();
  containers_.clear();
  for (auto const& thing : state.things) {
    if (thing.number.empty() || (thing.status == "scrapped" && below(20) > 0) || (!thing.has_begun && below(4) > 0)) {
      continue;  // what is gone is rarely named, and makes room for something new
    }
    (thing.is_container ? containers_ : units_).push_back(thing.number);
  }
}

Step RandomSteps::any(NaiveLedger const& known) {
  Step step{.id = last_step_, .verb = std::string(verbs[below(verbs.size())]), .clock_us = clock_us_};
  if (mix_.reversals && below(12) == 0) {
    step.verb = "reverse";
  }
  name_things(known.now());
  step.proceeds = maybe();
  if (step.verb == "release" || step.verb == "reverse") {
    fill_about(step, known);
    return step;
  }
  fill_time(step, known);
  if (step.verb == "hold") {
    fill_hold(step);
  } else if (step.verb == "relabel") {
    fill_relabel(step);
    return step;
  } else if (step.verb == "adjust") {
    fill_adjust(step);
    return step;
  } else {
    fill(step, known);
  }
  fill_traits(step);
  step.records = mix_.records && !is_administrative(step.verb) && below(8) == 0;
  if (step.rule_place.empty()) {
    bool const is_about_whole = step.verb == "observe" || step.verb == "inspect" || step.verb == "hold";
    add_items(step, !step.records && !is_about_whole && step.verb != "register" && step.verb != "announce");
  }
  return step;
}

/// Now and then at the time of something else, or a little before or after it.
void RandomSteps::fill_time(Step& step, NaiveLedger const& known) {
  auto const dice = below(10);
  if (dice < 4) {
    return;
  }
  if (!mix_.late || dice == 4) {
    auto const ahead = std::array<std::int64_t, 4>{0, 1, 299, 301}[below(4)];
    if (ahead == 0 || (mix_.future && below(4) == 0)) {
      step.time_us = step.clock_us + ahead * second_us;
    }
    return;
  }
  auto const& facts = known.facts();
  if (facts.empty()) {
    return;
  }
  // Rather near to the end: most of what happened long ago contradicts.
  auto const back = std::min(facts.size() - 1, std::min(below(facts.size()), below(facts.size())));
  auto const time_us = facts[facts.size() - 1 - back].time_us;
  auto const shift = std::array<std::int64_t, 5>{0, -1, 1, -second_us / 2, second_us / 2}[below(5)];
  step.time_us = std::clamp<std::int64_t>(time_us + shift, 0, step.clock_us);
}

void RandomSteps::fill(Step& step, NaiveLedger const& /*known*/) {
  auto const& verb = step.verb;
  if (verb == "move" || verb == "receive" || verb == "register" || verb == "return" || verb == "find") {
    step.location = place();
  } else if (verb == "stage" || verb == "unstage" || verb == "accept" || verb == "repair" || verb == "unpack") {
    step.location = maybe() ? place() : "";
  } else if (verb == "pack") {
    bool const makes_one = containers_.size() < mix_.containers_max && below(4) == 0;
    step.container = makes_one ? new_number('C') : container();
    step.location = place();  // where one that is made stands
  } else if (verb == "ship") {
    (maybe() ? step.destination = place() : step.party = party());
  } else if (verb == "deliver") {
    step.party = below(4) > 0 ? party() : "";
  }
  if (verb == "unpack" && maybe() && !containers_.empty()) {
    step.container = one_of(containers_);
  }
  if (verb == "return" || verb == "receive") {
    step.party = maybe() ? party() : "";
  }
  if (verb == "return" && below(4) > 0) {
    step.contents = maybe() ? "all" : "none";
  }
  bool const can_say_unpack =
      verb == "move" || verb == "pack" || verb == "stage" || verb == "unstage" || verb == "ship";
  step.unpack = can_say_unpack && maybe();
  step.acknowledges = (verb == "scrap" || verb == "lose") && below(4) > 0;
}

void RandomSteps::fill_traits(Step& step) {
  if (step.verb == "hold" || (step.verb != "amend" && below(6) > 0)) {
    return;
  }
  static constexpr std::array colours = {"red", "blue", ""};
  step.attributes[maybe() ? "colour" : "finish"] = std::string(colours[below(step.verb == "amend" ? 3 : 2)]);
}

void RandomSteps::fill_hold(Step& step) {
  if (below(4) == 0) {
    step.rule_place = place();
  }
}

void RandomSteps::fill_adjust(Step& step) {
  auto item = some_of_lot();
  item.from = place();
  step.items.push_back(std::move(item));
}

void RandomSteps::fill_relabel(Step& step) {
  auto item = thing(false);
  item.new_number = units_.empty() || below(3) > 0 ? "R" + std::to_string(below(12)) : one_of(units_);
  item.mistyped = maybe();
  step.items.push_back(std::move(item));
}

/// release: mostly a hold that is active. reverse: mostly something lately done.
void RandomSteps::fill_about(Step& step, NaiveLedger const& known) {
  if (step.verb == "release") {
    auto const& holds = known.now().holds;
    if (!holds.empty()) {
      auto hold = holds.begin();
      std::advance(hold, static_cast<std::ptrdiff_t>(below(holds.size())));
      step.about = hold->first;
    }
    return;
  }
  auto const& facts = known.facts();
  if (!facts.empty()) {
    auto const back = std::min({below(facts.size()), below(facts.size()), below(facts.size())});
    step.about = facts[facts.size() - 1 - back].step.id;
  }
  step.proceeds = false;
}

StepItem RandomSteps::thing(bool is_container) {
  auto const& known = is_container ? containers_ : units_;
  auto const max = is_container ? mix_.containers_max : mix_.units_max;
  bool const is_new = known.size() < max && below(6) == 0;
  auto name = known.empty() || is_new ? new_number(is_container ? 'C' : 'U') : one_of(known);
  return {.kind = is_container ? StepKind::container : StepKind::unit, .number = std::move(name)};
}

StepItem RandomSteps::some_of_lot() {
  return {.kind = StepKind::lot,
          .number = one_of(std::array{"L1", "L2", "L3"}),
          .quantity = static_cast<std::int64_t>(1 + below(8)) * lot_step};
}

void RandomSteps::add_items(Step& step, bool with_lots) {
  auto const count = 1 + below(3);
  int tries = 0;
  while (step.items.size() < count && ++tries < 20) {
    auto const kind = below(with_lots ? 5 : 4);
    StepItem item = kind < 4 ? thing(kind == 3) : some_of_lot();
    bool const is_twice =
        std::ranges::any_of(step.items, [&](StepItem const& other) { return other.number == item.number; });
    if (item.kind == StepKind::lot) {
      if (step.verb == "amend") {
        item.quantity = -1;
        if (is_twice) {
          continue;
        }
      } else if (below(3) > 0) {
        item.from = maybe() && !containers_.empty() ? one_of(containers_) : place();
      }
    } else if (is_twice) {
      continue;
    }
    step.items.push_back(std::move(item));
  }
}

}  // namespace nameplate::model
