#pragma once

#include "naive_ledger.hpp"

#include <vector>

/// What becomes of each item of a step that is about goods.
namespace nameplate::model {

/// What was ever said of things, as far as it makes several answers right.
struct Biographies {
  std::set<int> entered_later;  ///< by a fact after the step, as something new
  std::set<int> entered_by_mistake;
  std::set<int> amended;
  std::set<int> relabelled;
  std::set<std::int64_t> times_us;         ///< of all facts
  std::set<std::string> doubtful_numbers;  ///< given to what was entered by mistake
};

/// Judges a step on what was so at its time, by what is known now.
class NaiveJudge {
 public:
  /// `all`: everything that was ever entered. `then`: the state at the time of the step.
  NaiveJudge(std::vector<Thing> const& all, State then, State const& now, Step const& step, std::int64_t time_us,
             Biographies biographies);

  [[nodiscard]] Prediction judge();

 private:
  struct Named {
    enum class How : std::uint8_t { bearer, later, bore_it, is_void, nobody, several } how = How::nobody;
    int thing = -1;
  };

  [[nodiscard]] Named find(std::string const& number, bool is_container) const;
  [[nodiscard]] std::set<std::string> not_yet(int id, std::string const& number) const;
  int enter(std::string const& number, bool is_container);
  bool find_container();
  void judge_thing(std::size_t place, StepItem const& item);
  void judge_found(std::size_t place, StepItem const& item, int thing);
  void judge_relabel(std::size_t place, StepItem const& item, int thing);
  void judge_lot(std::size_t place, StepItem const& item);
  void judge_whole_lot(std::size_t place, StepItem const& item);
  void judge_count(std::size_t place, StepItem const& item);
  void add_parent();

  void refuse(std::size_t place, std::set<std::string> why);
  void do_it(std::size_t place, Change change);
  [[nodiscard]] bool is_held(int thing, std::string const& holder);
  [[nodiscard]] bool lost_some_since(int thing) const;
  [[nodiscard]] bool is_lot_held(std::string const& holder);
  [[nodiscard]] bool may_draw_on(StepItem const& item, std::string const& holder) const;
  [[nodiscard]] std::set<std::string> reasons_against(int thing);
  [[nodiscard]] std::set<std::string> reasons_of_contents(int thing);
  [[nodiscard]] bool would_bear_anything_new(std::map<std::string, std::string> const& attributes) const;
  [[nodiscard]] Change stated(int thing) const;
  Thing& thing_at(int id) { return then_.things.at(static_cast<std::size_t>(id)); }

  State then_;
  State const& now_;
  Step const& step_;
  std::int64_t time_us_;
  Biographies biographies_;
  std::size_t known_;
  std::set<int> named_;    ///< by the items so far
  std::string container_;  ///< as a holder
  Amounts left_;
  Prediction prediction_;
};

}  // namespace nameplate::model
