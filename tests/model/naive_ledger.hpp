#pragma once

#include "step.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace nameplate::model {

enum class Verdict : std::uint8_t { done, unchanged, refused };

/// A unit or container. A holder is "" (nowhere), "at BIN-1", "in 3" (the container with that index), "with ACME" or
/// "to BRANCH".
struct Thing {
  bool is_container = false;
  bool has_begun = false;  ///< some event that happened by then speaks of it
  std::string number;
  std::string status;
  std::string holder;
  std::map<std::string, std::string> attributes;
  std::set<std::string> tags;
  std::int64_t touched_us = -1;  ///< the time of the latest event that touched it
};

/// A number that a thing bears for a while.
struct Naming {
  int thing = 0;
  std::string number;
  std::int64_t from_us = 0;
  std::optional<std::int64_t> to_us = {};
  bool mistaken = false;
};

struct PlacedHold {
  std::set<int> things;
  std::string place;  ///< a rule on a place
};

using AmountKey = std::tuple<std::string, std::string, std::string>;  ///< lot, holder, status
using Amounts = std::map<AmountKey, std::int64_t>;

/// Everything, at one moment.
struct State {
  std::vector<Thing> things;
  Amounts amounts;
  std::set<std::string> lots;                    ///< that were ever entered
  std::map<std::string, std::string> suppliers;  ///< by lot, when known
  std::map<std::string, std::map<std::string, std::string>> lot_attributes;
  std::map<int, PlacedHold> holds;  ///< active ones, by step
  std::vector<Naming> namings;
};

/// Some of a lot that goes from one holder and status to another; without the first it comes in.
struct Part {
  std::string from_holder, from_status, to_holder, to_status;
  std::int64_t amount = 0;
};

/// What a fact says of one thing or lot.
struct Change {
  int thing = -1;
  std::string lot = {};
  std::size_t place = 0;  ///< of the item in the request
  bool is_parent = false;
  std::optional<std::string> status = {};
  std::optional<std::string> holder = {};
  bool leaves_container = false;  ///< and stays where that stands at the time
  std::string number = {};        ///< that it takes
  bool mistyped = false;          ///< the number before was never right
  std::vector<Part> parts = {};
  bool did_not_happen = false;  ///< reversed
};

/// Something that was asked for and recorded.
struct Fact {
  std::int64_t time_us = 0;
  std::int64_t sequence = 0;
  Step step = {};
  int container = -1;  ///< that the step names
  std::vector<Change> changes = {};
};

/// A fact that could not have happened as it is told.
struct Contradicted {
  std::int64_t sequence = 0;
  std::string what;  ///< `thing 3`, `lot L1`

  auto operator<=>(Contradicted const&) const = default;
};

struct Judged {
  Verdict verdict = Verdict::done;
  std::set<std::string> why = {};  ///< refused: any of these slugs is right
};

struct Prediction {
  bool is_open = false;  ///< the design does not say what is right: not to be asked
  /// What it bore then is not compared with what is said: done or unchanged, it is recorded.
  bool may_be_unchanged = false;
  std::vector<Judged> items = {};
  std::set<std::string> why_not = {};        ///< all of it is refused, for one of these
  std::set<int> contradicts = {};            ///< the steps that are contradicted
  std::optional<Fact> fact = {};             ///< none: there is nothing to record
  std::vector<Thing> entered = {};           ///< what is new with it
  std::vector<std::size_t> taken_back = {};  ///< reverse: which changes of the fact `about`

  [[nodiscard]] bool is_refused() const { return !why_not.empty(); }
};

/// The rules once more, as somebody would explain them: everything is text and lists, nothing is fast, and no code is
/// shared with the program. It keeps what was accepted, and works out everything else from the first fact on, in the
/// order of event time, whenever it is asked.
class NaiveLedger {
 public:
  [[nodiscard]] Prediction predict(Step const& step) const;
  /// What was predicted has been recorded, as the event with this time.
  void accept(Prediction prediction);

  [[nodiscard]] State const& now() const { return now_; }
  /// By all that is known, with what happened at that very moment.
  [[nodiscard]] State at(std::int64_t time_us) const;
  [[nodiscard]] std::vector<Fact> const& facts() const { return facts_; }
  [[nodiscard]] Fact const* fact_of(int step) const;
  [[nodiscard]] std::int64_t latest_time_us() const;

  /// Every unit, container, amount, hold and history as a line of text, by what it is about.
  using Picture = std::map<std::string, std::string>;
  [[nodiscard]] Picture picture() const;

 private:
  struct Folded {
    State state;
    std::vector<Contradicted> contradicted;
    std::vector<Contradicted> unclear;
    /// By what they are of: time, sequence, line.
    std::map<std::string, std::vector<std::tuple<std::int64_t, std::int64_t, std::string>>> histories;
  };
  struct Told {
    std::int64_t until_us = INT64_MAX;
    bool with_histories = false;
  };

  /// From the first fact on. `entered`: things that are not known yet.
  [[nodiscard]] Folded fold(std::vector<Fact const*> facts, Told told, std::vector<Thing> const& entered = {}) const;
  [[nodiscard]] std::vector<Fact const*> in_order() const;
  [[nodiscard]] Prediction predict_reversal(Step const& step) const;
  [[nodiscard]] Prediction predict_release(Step const& step) const;
  [[nodiscard]] bool carries_contradicted(std::vector<Contradicted> const& after) const;
  void refuse_contradictions(Prediction& prediction, Fact const& late) const;
  /// The steps of `after` that are not contradicted as it is.
  [[nodiscard]] std::set<int> only_new(std::vector<Contradicted> const& after) const;

  std::vector<Fact> facts_;
  std::vector<Thing> all_;  ///< what ever was entered, as it was called at first
  State now_;
  std::vector<Contradicted> contradicted_now_;
  std::vector<Contradicted> unclear_now_;
};

}  // namespace nameplate::model
