#include "naive_ledger.hpp"

#include "naive_fold.hpp"
#include "naive_judge.hpp"
#include "naive_rules.hpp"

#include <algorithm>

namespace nameplate::model {
namespace {

constexpr std::int64_t future_tolerance_us = 300'000'000;

void forget(std::string const& /*what*/, char const* /*role*/) {}

}  // namespace

std::vector<Fact const*> NaiveLedger::in_order() const {
  std::vector<Fact const*> facts;
  for (auto const& fact : facts_) {
    facts.push_back(&fact);
  }
  std::ranges::stable_sort(facts, {}, &Fact::time_us);
  return facts;
}

NaiveLedger::Folded NaiveLedger::fold(std::vector<Fact const*> facts, Told told,
                                      std::vector<Thing> const& entered) const {
  std::ranges::stable_sort(facts, {}, &Fact::time_us);
  Folded folded;
  for (auto const* const things : {&all_, &entered}) {
    for (auto const& thing : *things) {
      folded.state.things.push_back({.is_container = thing.is_container});
    }
  }
  for (auto const* const fact : facts) {
    if (fact->time_us > told.until_us) {
      break;
    }
    find_contradicted(folded.state, *fact, folded.contradicted);
    find_unclear(folded.state, *fact, folded.unclear);
    if (told.with_histories) {
      apply(folded.state, *fact, [&](std::string const& what, char const* role) {
        folded.histories[what].push_back(
            {fact->time_us, fact->sequence, std::to_string(fact->time_us) + " " + fact->step.verb + " as " + role});
      });
    } else {
      apply(folded.state, *fact, forget);
    }
  }
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (!folded.state.things[i].has_begun && told.until_us == INT64_MAX) {
      folded.state.things[i].status = "void";
      folded.state.things[i].number = all_[i].number;
    }
  }
  return folded;
}

State NaiveLedger::at(std::int64_t time_us) const {
  return fold(in_order(), {.until_us = time_us}).state;
}

std::int64_t NaiveLedger::latest_time_us() const {
  std::int64_t latest = -1;
  for (auto const& fact : facts_) {
    latest = std::max(latest, fact.time_us);
  }
  return latest;
}

Fact const* NaiveLedger::fact_of(int step) const {
  auto const found = std::ranges::find_if(facts_, [&](Fact const& fact) { return fact.step.id == step; });
  return found == facts_.end() ? nullptr : &*found;
}

Prediction NaiveLedger::predict(Step const& step) const {
  if (step.verb == "reverse") {
    return predict_reversal(step);
  }
  auto const time_us = std::min(step.time_us.value_or(step.clock_us), step.clock_us);
  if (step.time_us && *step.time_us > step.clock_us + future_tolerance_us) {
    return {.items = std::vector<Judged>(step.items.size()), .why_not = {"time.in_future", "container.unknown"}};
  }
  if (step.verb == "release") {
    return predict_release(step);
  }
  bool const is_late = latest_time_us() > time_us;
  Biographies biographies;
  for (auto const& fact : facts_) {
    biographies.times_us.insert(fact.time_us);
    for (auto const& change : fact.changes) {
      if (fact.time_us > time_us && makes_new(fact.step.verb) && !change.number.empty()) {
        biographies.entered_later.insert(change.thing);
      }
      if (!fact.step.attributes.empty() && change.thing >= 0) {
        biographies.amended.insert(change.thing);
      }
      if (change.did_not_happen && change.thing >= 0) {
        biographies.entered_by_mistake.insert(change.thing);
      }
      if (fact.step.verb == "relabel") {
        biographies.relabelled.insert(change.thing);
      }
    }
  }
  for (auto const& fact : facts_) {
    for (auto const& change : fact.changes) {
      if (fact.step.verb == "relabel" && biographies.entered_by_mistake.contains(change.thing)) {
        biographies.doubtful_numbers.insert(change.number);
      }
    }
  }
  auto prediction = NaiveJudge(all_, is_late ? at(time_us) : now_, now_, step, time_us, std::move(biographies)).judge();
  prediction.may_be_unchanged = is_late && !step.attributes.empty();
  if (is_late && prediction.fact && !prediction.is_open) {
    refuse_contradictions(prediction, *prediction.fact);
  }
  return prediction;
}

Prediction NaiveLedger::predict_release(Step const& step) const {
  Prediction prediction;
  auto const* const placed = fact_of(step.about);
  if (placed == nullptr || placed->step.verb != "hold") {
    prediction.why_not = {"hold.unknown"};
  } else if (!now_.holds.contains(step.about)) {
    prediction.why_not = {"hold.released"};
  } else {
    prediction.fact = Fact{.time_us = step.clock_us, .step = step};
  }
  return prediction;
}

std::set<int> NaiveLedger::only_new(std::vector<Contradicted> const& after) const {
  std::set<int> steps;
  for (auto const& contradicted : after) {
    if (std::ranges::find(contradicted_now_, contradicted) == contradicted_now_.end()) {
      auto const fact = std::ranges::find(facts_, contradicted.sequence, &Fact::sequence);
      steps.insert(fact == facts_.end() ? 0 : fact->step.id);
    }
  }
  return steps;
}

/// Of a container whose contents contradicted already, more may contradict now: whether that is new is not said.
bool NaiveLedger::carries_contradicted(std::vector<Contradicted> const& after) const {
  return std::ranges::any_of(after, [&](Contradicted const& contradicted) {
    auto const fact = std::ranges::find(facts_, contradicted.sequence, &Fact::sequence);
    return fact != facts_.end() && takes_contents_along(fact->step.verb) &&
           std::ranges::find(contradicted_now_, contradicted.sequence, &Contradicted::sequence) !=
               contradicted_now_.end() &&
           std::ranges::any_of(fact->changes, [&](Change const& change) {
             return change.thing >= 0 && all_[static_cast<std::size_t>(change.thing)].is_container;
           });
  });
}

void NaiveLedger::refuse_contradictions(Prediction& prediction, Fact const& late) const {
  auto facts = in_order();
  auto told = late;
  told.sequence = INT64_MAX;
  facts.push_back(&told);
  auto const folded = fold(facts, {}, prediction.entered);
  prediction.is_open =
      prediction.is_open || folded.unclear != unclear_now_ || carries_contradicted(folded.contradicted);
  auto const contradicts = only_new(folded.contradicted);
  if (contradicts.empty() || late.step.records) {
    return;
  }
  prediction.contradicts = contradicts;
  prediction.why_not = {"history.contradicted"};
  if (late.step.proceeds && late.step.items.size() > 1) {
    prediction.is_open = true;  // which of the items it takes to be the cause
  }
  prediction.fact.reset();
  prediction.entered.clear();
}

Prediction NaiveLedger::predict_reversal(Step const& step) const {
  Prediction prediction;
  auto const* const fact = fact_of(step.about);
  if (fact == nullptr) {
    prediction.why_not = {"event.unknown"};
    return prediction;
  }
  if (fact->step.verb == "reverse") {
    prediction.why_not = {"reverse.of_reversal"};
    return prediction;
  }
  auto const& verb = fact->step.verb;
  if (verb == "hold" || verb == "release" || verb == "relabel" || verb == "amend") {
    prediction.why_not = {"reverse.administrative"};
    return prediction;
  }
  auto told = *fact;
  for (std::size_t i = 0; i < told.changes.size(); ++i) {
    auto& change = told.changes[i];
    // What the container was put up for may have been used since: the design does not say where it stands then.
    prediction.is_open = prediction.is_open || change.is_parent;
    // What was recorded against the facts stands on what nobody knows.
    for (auto const& other : facts_) {
      bool const is_about_it = std::ranges::any_of(
          other.changes, [&](Change const& its) { return its.thing >= 0 && its.thing == change.thing; });
      // And what was entered by mistake before could begin again with any of them.
      bool const had_another_life = std::ranges::any_of(other.changes, [&](Change const& its) {
        return its.did_not_happen && its.thing >= 0 && its.thing == change.thing;
      });
      prediction.is_open =
          prediction.is_open || (other.step.records && is_about_it) || (&other != fact && had_another_life);
    }
    if (!change.did_not_happen) {
      prediction.taken_back.push_back(i);
      change.did_not_happen = true;
    }
  }
  if (prediction.taken_back.empty()) {
    prediction.why_not = {"reverse.already"};
    return prediction;
  }
  auto facts = in_order();
  std::ranges::replace(facts, fact, static_cast<Fact const*>(&told));
  auto const folded = fold(facts, {});
  prediction.is_open =
      prediction.is_open || folded.unclear != unclear_now_ || carries_contradicted(folded.contradicted);
  prediction.contradicts = only_new(folded.contradicted);
  if (!prediction.contradicts.empty()) {
    prediction.why_not = {"history.contradicted"};
  } else {
    prediction.fact = Fact{.time_us = step.clock_us, .step = step};
    for (auto const place : prediction.taken_back) {
      auto const& change = fact->changes[place];
      prediction.fact->changes.push_back({.thing = change.thing, .lot = change.lot});
    }
  }
  return prediction;
}

void NaiveLedger::accept(Prediction prediction) {
  if (!prediction.fact) {
    return;
  }
  auto& fact = *prediction.fact;
  fact.sequence = static_cast<std::int64_t>(facts_.size()) + 1;
  all_.insert(all_.end(), prediction.entered.begin(), prediction.entered.end());
  for (auto const place : prediction.taken_back) {
    auto const reversed =
        std::ranges::find_if(facts_, [&](Fact const& other) { return other.step.id == fact.step.about; });
    reversed->changes[place].did_not_happen = true;
  }
  bool const is_latest = fact.time_us >= latest_time_us() && prediction.taken_back.empty() && !fact.step.records;
  facts_.push_back(std::move(fact));
  if (is_latest) {
    now_.things.resize(all_.size());
    for (std::size_t i = all_.size() - prediction.entered.size(); i < all_.size(); ++i) {
      now_.things[i].is_container = all_[i].is_container;
    }
    find_unclear(now_, facts_.back(), unclear_now_);
    apply(now_, facts_.back(), forget);
    return;
  }
  auto folded = fold(in_order(), {});
  now_ = std::move(folded.state);
  contradicted_now_ = std::move(folded.contradicted);
  unclear_now_ = std::move(folded.unclear);
}

NaiveLedger::Picture NaiveLedger::picture() const {
  Picture picture;
  auto const folded = fold(in_order(), {.with_histories = true});
  auto const& state = folded.state;
  auto const spoken = [&](std::string const& holder) {
    return is_in(holder) ? "in " + state.things[static_cast<std::size_t>(container_of(holder))].number : holder;
  };
  auto const traits = [](std::map<std::string, std::string> const& attributes) {
    std::string text;
    for (auto const& [code, value] : attributes) {
      text += " " + code + "=" + value;
    }
    return text;
  };
  auto const history = [&](std::string const& what) {
    std::string text;
    if (auto const found = folded.histories.find(what); found != folded.histories.end()) {
      auto lines = found->second;
      std::ranges::sort(lines);
      for (auto const& [time, sequence, line] : lines) {
        text += (text.empty() ? "" : "; ") + line;
      }
    }
    return text;
  };
  std::map<std::string, std::int64_t> counts;
  for (std::size_t i = 0; i < state.things.size(); ++i) {
    auto const& thing = state.things[i];
    auto const name = (thing.is_container ? "container " : "unit ") + thing.number;
    if (!thing.has_begun) {
      ++counts[thing.is_container ? "void containers" : "void units"];
      continue;
    }
    picture[name] = thing.status + " " + spoken(thing.holder) +
                    (thing.is_container ? ", stands " + place_of(state, thing.holder) : "") + traits(thing.attributes);
    picture["history of " + name] = history(called(static_cast<int>(i)));
    if (!thing.is_container) {
      ++counts["count " + place_of(state, thing.holder) + " " + thing.status];
    }
  }
  for (auto const& [key, amount] : state.amounts) {
    auto const& [lot, holder, status] = key;
    if (amount != 0) {
      picture["lot " + lot + " " + spoken(holder) + " " + status] = std::to_string(amount);
    }
  }
  for (auto const& [what, count] : counts) {
    picture[what] = std::to_string(count);
  }
  for (auto const& [lot, attributes] : state.lot_attributes) {
    if (!attributes.empty()) {
      picture["lot " + lot + " bears"] = traits(attributes);
    }
  }
  for (auto const& [step, hold] : state.holds) {
    picture["hold of step " + std::to_string(step)] = "active";
  }
  return picture;
}

}  // namespace nameplate::model
