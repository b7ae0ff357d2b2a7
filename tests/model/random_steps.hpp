#pragma once

#include "naive_ledger.hpp"
#include "step.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace nameplate::model {

/// What the steps may be.
struct Mix {
  bool late = true;
  bool reversals = true;
  bool records = true;  ///< against the facts
  bool future = true;   ///< ahead of the clock
  std::size_t units_max = 8;
  std::size_t containers_max = 4;
};

/// Operations as many hands would ask for them: most make sense, some do not. The same seed asks for the same.
class RandomSteps {
 public:
  RandomSteps(std::uint64_t seed, Mix mix) : random_(seed), mix_(mix) {}

  /// Three of four are worth being asked for: what would be refused is thought over a few times. What the design leaves
  /// open is not asked.
  [[nodiscard]] Step next(NaiveLedger const& known);

 private:
  [[nodiscard]] std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }
  [[nodiscard]] bool maybe() { return below(2) == 0; }
  template <typename List>
  std::string one_of(List const& list) {
    return std::string(list[below(std::size(list))]);
  }

  Step any(NaiveLedger const& known);
  void name_things(State const& state);
  void fill(Step& step, NaiveLedger const& known);
  void fill_time(Step& step, NaiveLedger const& known);
  void fill_adjust(Step& step);
  void fill_relabel(Step& step);
  void fill_hold(Step& step);
  void fill_about(Step& step, NaiveLedger const& known);
  void fill_traits(Step& step);
  void add_items(Step& step, bool with_lots);
  StepItem thing(bool is_container);
  StepItem some_of_lot();
  std::string place();
  std::string party();
  std::string container();
  std::string new_number(char letter);

  std::mt19937_64 random_;
  Mix mix_;
  int last_step_ = 0;
  std::int64_t clock_us_ = 0;
  std::int64_t last_number_ = 0;
  std::vector<std::string> units_;
  std::vector<std::string> containers_;
};

}  // namespace nameplate::model
