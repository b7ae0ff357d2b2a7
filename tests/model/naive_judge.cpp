#include "naive_judge.hpp"

#include "naive_fold.hpp"
#include "naive_rules.hpp"

#include <algorithm>

namespace nameplate::model {
namespace {

bool has_to_be_meant(std::string const& reason) {
  return reason == "return.other_party" || reason == "unit.bought_back" || reason == "container.bought_back" ||
         reason == "container.not_empty" || reason == "return.contents_missing" || reason == "deliver.party_missing";
}

}  // namespace

NaiveJudge::NaiveJudge(std::vector<Thing> const& all, State then, State const& now, Step const& step,
                       std::int64_t time_us, Biographies biographies)
    : then_(std::move(then)),
      now_(now),
      step_(step),
      time_us_(time_us),
      biographies_(std::move(biographies)),
      known_(all.size()),
      left_(then_.amounts) {
  // What has not begun by then is known by its number all the same.
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!then_.things[i].has_begun) {
      then_.things[i] = {.is_container = all[i].is_container};
    }
  }
  prediction_.items.resize(step.items.size());
}

Prediction NaiveJudge::judge() {
  prediction_.fact = Fact{.time_us = time_us_, .step = step_};
  if (!find_container()) {
    prediction_.why_not = {"container.unknown"};
    prediction_.fact.reset();
    return std::move(prediction_);
  }
  for (std::size_t place = 0; place < step_.items.size(); ++place) {
    auto const& item = step_.items[place];
    if (item.kind != StepKind::lot) {
      judge_thing(place, item);
    } else if (step_.verb == "amend") {
      judge_whole_lot(place, item);
    } else {
      judge_lot(place, item);
    }
  }
  std::set<std::string> reasons;
  std::size_t refused = 0;
  for (auto const& item : prediction_.items) {
    refused += item.verdict == Verdict::refused ? 1 : 0;
    reasons.insert(item.why.begin(), item.why.end());
  }
  if (refused > 0 && (!step_.proceeds || refused == step_.items.size())) {
    prediction_.why_not = reasons;
    prediction_.why_not.insert("items.refused");
  } else {
    add_parent();
  }
  // An event lists its subjects in the order in which they were entered.
  std::ranges::stable_sort(prediction_.fact->changes, {},
                           [](Change const& change) { return std::pair(change.thing, change.is_parent); });
  bool const says_nothing = prediction_.fact->changes.empty() && step_.rule_place.empty();
  if (prediction_.is_refused() || says_nothing) {
    prediction_.fact.reset();
    prediction_.entered.clear();
  }
  return std::move(prediction_);
}

NaiveJudge::Named NaiveJudge::find(std::string const& number, bool is_container) const {
  using How = Named::How;
  bool const is_new_wanted = makes_new(step_.verb);
  std::set<int> bore;
  std::set<int> later;
  for (auto const& naming : now_.namings) {
    if (naming.number != number || then_.things[static_cast<std::size_t>(naming.thing)].is_container != is_container) {
      continue;
    }
    if (naming.from_us <= time_us_ && (!naming.to_us || time_us_ < *naming.to_us)) {
      return {naming.mistaken && is_new_wanted ? How::several : How::bearer, naming.thing};
    }
    if (naming.from_us > time_us_) {
      later.insert(naming.thing);
    } else if (!naming.mistaken || !is_new_wanted) {
      bore.insert(naming.thing);
    }
  }
  bool const was_void = std::ranges::any_of(now_.things, [&](Thing const& thing) {
    return thing.is_container == is_container && !thing.has_begun && thing.number == number;
  });
  auto all = bore;
  all.insert(later.begin(), later.end());
  bool const was_mistake =
      was_void || std::ranges::any_of(all, [&](int thing) { return biographies_.entered_by_mistake.contains(thing); });
  if (was_mistake && all.size() + (was_void ? 1 : 0) > 1) {
    return {How::several, *all.begin()};
  }
  if (bore.size() > 1 || (!bore.empty() && was_void) || (!bore.empty() && is_new_wanted && !later.empty())) {
    return {How::several, *bore.begin()};
  }
  if (!bore.empty()) {
    return {How::bore_it, *bore.begin()};
  }
  if (!later.empty()) {
    return {later.size() > 1 ? How::several : How::later, *later.begin()};
  }
  for (std::size_t i = 0; i < known_; ++i) {
    auto const& thing = now_.things[i];
    if (thing.is_container == is_container && !thing.has_begun && thing.number == number) {
      return {How::is_void, static_cast<int>(i)};
    }
  }
  for (std::size_t i = known_; i < then_.things.size(); ++i) {
    if (then_.things[i].number == number) {
      return {How::several, static_cast<int>(i)};  // the same new number twice
    }
  }
  return {};
}

/// Of a number that it only takes later, and of what was entered once by mistake, more than one thing is true.
std::set<std::string> NaiveJudge::not_yet(int id, std::string const& number) const {
  std::string const kind = then_.things[static_cast<std::size_t>(id)].is_container ? "container." : "unit.";
  std::set<std::string> reasons = {kind + "not_yet"};
  if (then_.things[static_cast<std::size_t>(id)].has_begun || number.starts_with("R")) {
    reasons.insert(kind + "unknown");
  }
  bool const was_void =
      std::ranges::any_of(now_.things, [&](Thing const& thing) { return !thing.has_begun && thing.number == number; });
  if (was_void || biographies_.entered_by_mistake.contains(id)) {
    reasons.insert(kind + "void");
    reasons.merge(status_slugs(step_.verb, kind == "container."));
  }
  return reasons;
}

int NaiveJudge::enter(std::string const& number, bool is_container) {
  prediction_.entered.push_back({.is_container = is_container, .number = number});
  then_.things.push_back({.is_container = is_container});
  return static_cast<int>(then_.things.size()) - 1;
}

bool NaiveJudge::find_container() {
  if (step_.container.empty()) {
    return true;
  }
  auto named = find(step_.container, true);
  if (named.thing < 0) {
    if (step_.verb == "unpack") {
      return false;
    }
    named.thing = enter(step_.container, true);
  } else if (!thing_at(named.thing).has_begun) {
    prediction_.is_open = true;  // where it stood before anything was recorded of it
  }
  prediction_.fact->container = named.thing;
  container_ = inside(named.thing);
  return true;
}

void NaiveJudge::refuse(std::size_t place, std::set<std::string> why) {
  prediction_.items[place] = {.verdict = Verdict::refused, .why = std::move(why)};
}

void NaiveJudge::do_it(std::size_t place, Change change) {
  change.place = place;
  prediction_.fact->changes.push_back(std::move(change));
}

void NaiveJudge::judge_thing(std::size_t place, StepItem const& item) {
  using How = Named::How;
  bool const is_container = item.kind == StepKind::container;
  // It was given to what was entered by mistake: whether it came to bear it is not said.
  prediction_.is_open = prediction_.is_open || biographies_.doubtful_numbers.contains(item.number) ||
                        biographies_.doubtful_numbers.contains(item.new_number);
  std::string const kind = is_container ? "container." : "unit.";
  bool const is_new_wanted = makes_new(step_.verb);
  auto const named = find(item.number, is_container);
  bool const is_there = named.how == How::bearer || named.how == How::bore_it || named.how == How::nobody;
  if (is_container && named.thing >= 0 && named.thing == prediction_.fact->container) {
    return refuse(place, {"container.inside_itself"});
  }
  if (named.thing >= 0 && !named_.insert(named.thing).second) {
    prediction_.is_open = true;  // by two of its numbers
  }
  if (step_.verb == "amend" && !is_there) {
    prediction_.is_open = true;  // what is not there bears nothing: taking it away changes nothing
  }
  if (step_.records && !is_there) {
    prediction_.is_open = true;  // a fact about what was entered by mistake, or only later
  }
  switch (named.how) {
    case How::several: prediction_.is_open = true; return refuse(place, {"scan.ambiguous"});
    case How::bearer: return judge_found(place, item, named.thing);
    case How::bore_it:
      return is_new_wanted ? refuse(place, {"number.used_before"}) : judge_found(place, item, named.thing);
    case How::nobody:
      if (!is_new_wanted) {
        return refuse(place, {kind + "unknown"});
      }
      break;
    case How::is_void:
      // Another one, or the same again, with what it bore.
      prediction_.is_open = prediction_.is_open || (is_container && step_.time_us) ||
                            biographies_.amended.contains(named.thing) || biographies_.relabelled.contains(named.thing);
      if (!is_new_wanted) {
        return refuse(place, {kind + "unknown", kind + "void", kind + "not_yet",
                              *status_slugs(step_.verb, is_container).begin()});
      }
      break;
    case How::later:
      // A container has no time of its own; in which state it was before anything was recorded is not said.
      prediction_.is_open = prediction_.is_open || (is_container && !is_new_wanted);
      if (!is_new_wanted) {
        return refuse(place, not_yet(named.thing, item.number));
      }
      prediction_.is_open =
          prediction_.is_open || (is_container && biographies_.entered_by_mistake.contains(named.thing));
      // It only takes the number later, or gave it up before it was entered again: who bears it is not said.
      prediction_.is_open = prediction_.is_open || biographies_.relabelled.contains(named.thing);
      break;
  }
  auto const id = named.thing >= 0 ? named.thing : enter(item.number, is_container);
  auto change = stated(id);
  change.number = item.number;
  do_it(place, std::move(change));
}

Change NaiveJudge::stated(int id) const {
  auto const& thing = then_.things[static_cast<std::size_t>(id)];
  Change change{.thing = id};
  if (stays_where_it_stands(step_)) {
    change.leaves_container = true;
  } else {
    change.holder = stated_holder(then_, step_, thing.holder, container_);
  }
  if (!rule_of(step_.verb).to.empty()) {
    change.status = status_after(step_, thing.status);
  }
  return change;
}

bool NaiveJudge::would_bear_anything_new(std::map<std::string, std::string> const& attributes) const {
  return std::ranges::any_of(step_.attributes, [&](auto const& wanted) {
    auto const now = attributes.find(wanted.first);
    return wanted.second.empty() ? now != attributes.end() : now == attributes.end() || now->second != wanted.second;
  });
}

void NaiveJudge::judge_found(std::size_t place, StepItem const& item, int id) {
  auto const& thing = thing_at(id);
  auto const& verb = step_.verb;
  if (verb == "relabel") {
    return judge_relabel(place, item, id);
  }
  bool const bears_new = would_bear_anything_new(thing.attributes);
  bool const is_late = step_.time_us && *step_.time_us < step_.clock_us;
  // What it bears is compared with today's, where that decides about more than what is said.
  prediction_.is_open = prediction_.is_open ||
                        (is_late && !step_.attributes.empty() && (verb != "amend" || time_us_ == thing.touched_us));
  prediction_.is_open = prediction_.is_open || lost_some_since(id);
  prediction_.is_open = prediction_.is_open || (step_.records && inside(id) == container_);
  bool const is_repetition =
      verb == "amend" || (!is_administrative(verb) && is_so_already(then_, step_, thing, container_));
  if (is_repetition && !bears_new) {
    prediction_.items[place].verdict = Verdict::unchanged;
    bool const says_another_time = step_.time_us && time_us_ != thing.touched_us;
    bool const is_tie = std::ranges::any_of(then_.things, [&](Thing const& it) { return it.touched_us == time_us_; });
    prediction_.is_open =
        prediction_.is_open || (step_.time_us && !says_another_time != is_tie) || (is_tie && thing.is_container);
    if (verb == "move" || says_another_time) {
      auto change = stated(id);
      do_it(place, std::move(change));
    }
    return;
  }
  if (!is_administrative(verb)) {
    if (auto why = reasons_against(id); !why.empty()) {
      return refuse(place, std::move(why));
    }
  }
  do_it(place, stated(id));
}

/// Something that was inside has left since without the container being touched: the program does not see it yet.
bool NaiveJudge::lost_some_since(int id) const {
  if (!then_.things[static_cast<std::size_t>(id)].is_container || is_administrative(step_.verb)) {
    return false;
  }
  return std::ranges::any_of(things_in(then_, id), [&](int inner) {
    return !is_within(now_, now_.things[static_cast<std::size_t>(inner)].holder, id);
  });
}

bool NaiveJudge::is_held(int thing, std::string const& holder) {
  auto const& now = now_.things;
  bool const exists_now = static_cast<std::size_t>(thing) < now.size();
  auto const holder_now = !exists_now ? std::string()
                          : now[static_cast<std::size_t>(thing)].is_container
                              ? inside(thing)
                              : now[static_cast<std::size_t>(thing)].holder;
  bool const then = model::is_held(then_, then_, thing, holder);
  bool const today = exists_now && model::is_held(now_, now_, thing, holder_now);
  bool const either =
      model::is_held(now_, then_, thing, holder) || (exists_now && model::is_held(then_, now_, thing, holder_now));
  bool const by_itself =
      std::ranges::any_of(now_.holds, [&](auto const& entry) { return entry.second.things.contains(thing); });
  if (!then && (today ? !by_itself : either)) {
    prediction_.is_open = true;  // a rule of today on the place of then
  }
  return then || today;
}

bool NaiveJudge::is_lot_held(std::string const& holder) {
  bool const then = model::is_held(then_, then_, -1, holder);
  bool const today = model::is_held(now_, then_, -1, holder);
  bool const moved_on = model::is_held(now_, now_, -1, holder);
  if (!then && today != moved_on) {
    prediction_.is_open = true;
  }
  return then || today;
}

std::set<std::string> NaiveJudge::reasons_against(int id) {
  auto const& thing = thing_at(id);
  auto const& verb = step_.verb;
  std::string const kind = thing.is_container ? "container." : "unit.";
  auto const place = place_of(then_, thing.holder);
  auto reasons = physical_reasons(then_, step_, id, container_);
  if (verb == "return" && !step_.party.empty() && place.starts_with("with ") && place != "with " + step_.party) {
    reasons.insert("return.other_party");
  }
  if (verb == "receive" && thing.status == "with_customer" && step_.party.empty() && !thing.is_container) {
    reasons.insert("unit.bought_back");
  }
  if (verb == "deliver" && step_.party.empty() && !place.starts_with("with ")) {
    reasons.insert("deliver.party_missing");
  }
  if (is_forbidden_by_hold(verb) && is_held(id, thing.is_container ? inside(id) : thing.holder)) {
    reasons.insert(kind + "held");
    if (!now_.things.empty() && step_.time_us) {
      reasons.insert("history.contradicted");  // by what brought it to where it is held now
    }
  }
  if (thing.is_container && takes_contents_along(verb) && status_after(step_, thing.status) != thing.status) {
    reasons.merge(reasons_of_contents(id));
  }
  if (step_.records) {
    // It happened, whatever the books say. What has to be meant has to be meant all the same.
    prediction_.is_open = prediction_.is_open || reasons.contains("container.inside_itself") ||
                          (thing.is_container && !reasons.empty() && !contents_of(then_, id).empty()) ||
                          (step_.contents == "none" && !things_in(then_, id).empty());
    std::erase_if(reasons, [&](std::string const& reason) { return !has_to_be_meant(reason); });
  }
  return reasons;
}

std::set<std::string> NaiveJudge::reasons_of_contents(int id) {
  auto const& verb = step_.verb;
  std::set<std::string> reasons;
  auto const contents = contents_of(then_, id);
  if (contents.empty()) {
    return reasons;
  }
  if ((verb == "scrap" || verb == "lose") && !step_.acknowledges) {
    reasons.insert("container.not_empty");
  }
  if (verb == "receive" && thing_at(id).status == "with_customer" && step_.party.empty()) {
    reasons.insert("container.bought_back");
  }
  if (verb == "return" && step_.contents.empty()) {
    reasons.insert("return.contents_missing");
  }
  if (step_.contents == "none" || !is_forbidden_by_hold(verb)) {
    return reasons;
  }
  for (auto const& content : contents) {
    if (content.lot.empty() ? is_held(content.thing, content.holder) : is_lot_held(content.holder)) {
      reasons.insert("container.content_held");
    }
  }
  return reasons;
}

void NaiveJudge::judge_relabel(std::size_t place, StepItem const& item, int id) {
  auto const& number = item.new_number;
  auto const& thing = thing_at(id);
  if (number == thing.number) {
    prediction_.items[place].verdict = Verdict::unchanged;
    return;
  }
  // It would bear the number until it is relabelled again.
  std::optional<std::int64_t> until;
  for (auto const& naming : now_.namings) {
    if (naming.thing == id && naming.from_us > time_us_ && (!until || naming.from_us < *until)) {
      until = naming.from_us;
    }
  }
  // What was entered under a number twice, and relabelled between: which of the two has the number is not said.
  prediction_.is_open = prediction_.is_open || biographies_.entered_later.contains(id);
  for (auto const& naming : now_.namings) {
    bool const is_of_another = naming.thing != id && naming.number == number &&
                               !then_.things[static_cast<std::size_t>(naming.thing)].is_container;
    bool const overlaps = (!until || naming.from_us < *until) && (!naming.to_us || *naming.to_us > time_us_);
    // One that was never right is free, unless it is borne.
    prediction_.is_open = prediction_.is_open || (is_of_another && overlaps && naming.mistaken);
    if (is_of_another && (overlaps || !naming.mistaken)) {
      return refuse(place, {"number.taken", "number.used_before"});
    }
  }
  do_it(place, {.thing = id, .number = number, .mistyped = item.mistyped});
}

void NaiveJudge::add_parent() {
  auto& fact = *prediction_.fact;
  if (fact.changes.empty() || fact.container < 0) {
    return;
  }
  auto const& container = thing_at(fact.container);
  if (container.has_begun && !is_in_our_hands(container.status)) {
    prediction_.why_not = {"container.not_in_stock"};
    prediction_.is_open = prediction_.is_open || step_.records;
    return;
  }
  fact.changes.push_back({.thing = fact.container,
                          .is_parent = true,
                          .holder = "at " + step_.location,
                          .number = container.has_begun ? "" : step_.container});
}

}  // namespace nameplate::model
