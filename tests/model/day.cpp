#include "day.hpp"

#include "naive_ledger.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <utility>

namespace nameplate::model {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::size_t units = 200;
constexpr std::size_t pallets = 20;
constexpr std::size_t lots = 6;
constexpr std::size_t totes = 6;  ///< hold quantities, and only ever stand around

constexpr std::array places = {"BIN-1", "BIN-2", "DOCK", "BRANCH"};
constexpr std::array parties = {"ACME", "BETA"};
constexpr std::array verbs = {"announce", "receive", "receive", "receive", "move",    "move",    "move",
                              "pack",     "pack",    "pack",    "unpack",  "unpack",  "stage",   "unstage",
                              "ship",     "ship",    "deliver", "return",  "return",  "accept",  "accept",
                              "repair",   "scrap",   "lose",    "find",    "observe", "inspect", "amend"};

class Day {
 public:
  explicit Day(std::uint64_t seed) : random_(seed) {}

  std::vector<Step> make(std::size_t events) {
    std::vector<Step> steps;
    while (steps.size() < events) {
      auto step = below(6) == 0 ? about_quantity() : about_things();
      step.id = static_cast<int>(steps.size()) + 1;
      step.clock_us = clock_us_ + static_cast<std::int64_t>(1 + below(20)) * second_us;
      step.time_us = step.clock_us;
      if (!step.container.empty() && !is_known(step.container)) {
        continue;  // what is packed into has been received before
      }
      auto prediction = known_.predict(step);
      if (!prediction.fact || prediction.is_open || is_repetition(prediction)) {
        continue;
      }
      clock_us_ = step.clock_us;
      known_.accept(std::move(prediction));
      steps.push_back(std::move(step));
    }
    return steps;
  }

 private:
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }
  template <typename List>
  std::string one_of(List const& list) {
    return std::string(list[below(std::size(list))]);
  }
  std::string numbered(char letter, std::size_t count) {
    auto const digits = std::to_string(1 + below(count));
    return letter + std::string(4 - digits.size(), '0') + digits;
  }

  bool is_known(std::string const& container) const {
    return std::ranges::any_of(known_.now().things, [&](Thing const& thing) { return thing.number == container; });
  }

  /// A repetition means something else when what it repeats is not known yet.
  static bool is_repetition(Prediction const& prediction) {
    for (auto const& item : prediction.items) {
      if (item.verdict != Verdict::done) {
        return true;
      }
    }
    return false;
  }

  StepItem a_unit() { return {.kind = StepKind::unit, .number = numbered('U', units)}; }
  StepItem a_pallet() { return {.kind = StepKind::container, .number = numbered('P', pallets)}; }

  Step about_things() {
    Step step{.verb = one_of(verbs)};
    auto const& verb = step.verb;
    if (verb == "move" || verb == "receive" || verb == "return" || verb == "find" || verb == "unpack") {
      step.location = one_of(places);
    } else if (verb == "pack") {
      step.container = numbered('P', pallets);
    } else if (verb == "ship") {
      (below(2) == 0 ? step.destination = one_of(places) : step.party = one_of(parties));
    } else if (verb == "deliver") {
      step.party = one_of(parties);
    } else if (verb == "amend") {
      step.attributes["colour"] = below(2) == 0 ? "red" : "blue";
    }
    if (verb == "receive") {
      step.party = one_of(parties);
    }
    if (verb == "return") {
      step.contents = below(2) == 0 ? "all" : "none";
    }
    step.unpack = verb == "move" && below(3) == 0;
    step.acknowledges = verb == "scrap" || verb == "lose";
    auto const count = 1 + below(4);
    for (std::size_t i = 0; i < count; ++i) {
      auto item = below(4) == 0 ? a_pallet() : a_unit();
      bool is_twice = item.number == step.container;
      for (auto const& other : step.items) {
        is_twice = is_twice || other.number == item.number;
      }
      if (!is_twice) {
        step.items.push_back(std::move(item));
      }
    }
    return step;
  }

  /// Quantities are received, moved, packed into totes, taken out of them, shipped and scrapped: all of it in stock.
  Step about_quantity() {
    static constexpr std::array with_quantities = {"receive", "receive", "move", "pack", "unpack", "ship", "scrap"};
    Step step{.verb = one_of(with_quantities)};
    StepItem item{.kind = StepKind::lot,
                  .number = numbered('L', lots),
                  .quantity = static_cast<std::int64_t>(1 + below(6)) * 500'000,
                  .from = one_of(places)};
    if (step.verb == "receive") {
      item.from.clear();
      step.location = one_of(places);
    } else if (step.verb == "move") {
      step.location = one_of(places);
    } else if (step.verb == "pack") {
      step.container = numbered('T', totes);
    } else if (step.verb == "unpack") {
      item.from = numbered('T', totes);
      step.location = one_of(places);
    } else if (step.verb == "ship") {
      step.party = one_of(parties);
    }
    step.items.push_back(std::move(item));
    if (step.verb == "receive" && below(4) == 0) {
      step.items.push_back({.kind = StepKind::container, .number = numbered('T', totes)});
    }
    return step;
  }

  std::mt19937_64 random_;
  NaiveLedger known_;
  std::int64_t clock_us_ = 0;
};

}  // namespace

std::vector<Step> make_day(std::uint64_t seed, std::size_t events) {
  return Day(seed).make(events);
}

}  // namespace nameplate::model
