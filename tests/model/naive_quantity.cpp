// What becomes of quantities.
#include "naive_judge.hpp"
#include "naive_rules.hpp"

#include <algorithm>

namespace nameplate::model {
namespace {

/// What is drawn on first when a lot lies in one place in several statuses: the furthest on its way.
std::vector<std::string> const draw_order = {"in_transit", "shipped",  "with_customer", "ready_to_ship", "in_stock",
                                             "in_process", "returned", "in_repair",     "ordered",       "lost"};

struct Source {
  std::ptrdiff_t rank = 0;
  std::string holder;
  std::string status;

  auto operator<=>(Source const&) const = default;
};

}  // namespace

void NaiveJudge::judge_whole_lot(std::size_t place, StepItem const& item) {
  if (!now_.lots.contains(item.number)) {
    return refuse(place, {"lot.unknown"});
  }
  if (!would_bear_anything_new(then_.lot_attributes[item.number])) {
    prediction_.items[place].verdict = Verdict::unchanged;
    // Whether it says another time than what it repeats.
    prediction_.is_open = prediction_.is_open || biographies_.times_us.contains(time_us_);
    if (step_.time_us) {
      do_it(place, {.lot = item.number});
    }
    return;
  }
  do_it(place, {.lot = item.number});
}

void NaiveJudge::judge_count(std::size_t place, StepItem const& item) {
  auto const holder = "at " + item.from;
  auto const there = left_[{item.number, holder, "in_stock"}];
  if (item.quantity == there) {
    prediction_.items[place].verdict = Verdict::unchanged;
    return;
  }
  do_it(place, {.lot = item.number,
                .parts = {{.to_holder = holder, .to_status = "in_stock", .amount = item.quantity - there}}});
}

bool NaiveJudge::may_draw_on(StepItem const& item, std::string const& holder) const {
  auto const& verb = step_.verb;
  auto const place = place_of(then_, holder);
  bool const is_elsewhere = verb == "unpack" && (!is_in(holder) || (!step_.container.empty() && holder != container_));
  if (is_elsewhere) {
    return false;
  }
  if (!item.from.empty()) {
    auto const named = find(item.from, true);
    return holder == "at " + item.from || (named.thing >= 0 && holder == inside(named.thing)) ||
           (verb == "receive" && holder == "to " + item.from);
  }
  bool const is_theirs = step_.party.empty() ? place.starts_with("with ") : place == "with " + step_.party;
  bool const is_ours = place.starts_with("at ");
  if (verb == "receive") {
    return place == "to " + step_.location || holder.empty();
  }
  if (verb == "find") {
    return holder.empty();
  }
  if (verb == "return") {
    return is_theirs;
  }
  if (verb == "deliver") {
    return is_ours || is_theirs;
  }
  if (verb == "unpack") {
    return is_ours;
  }
  bool const is_left_alone = verb == "accept" || verb == "repair";
  bool const may_stay =
      !is_in(holder) || step_.unpack ||
      (is_left_alone && stated_holder(then_, step_, holder, container_).value_or(holder) == holder) ||
      (!is_left_alone && verb != "move" && verb != "pack" && verb != "stage" && verb != "unstage" && verb != "ship");
  return is_ours && may_stay;
}

void NaiveJudge::judge_lot(std::size_t place, StepItem const& item) {
  auto const& verb = step_.verb;
  auto const& lot = item.number;
  if (verb == "receive" && !step_.party.empty()) {
    auto const supplier = now_.suppliers.find(lot);
    auto const before = then_.suppliers.find(lot);
    if ((supplier == now_.suppliers.end()) != (before == then_.suppliers.end())) {
      prediction_.is_open = true;  // whose goods they are became known later
    }
    if (supplier != now_.suppliers.end() && supplier->second != step_.party) {
      return refuse(place, {"lot.supplier_differs"});
    }
  }
  if (!now_.lots.contains(lot) && verb != "receive") {
    return refuse(place, {"lot.unknown"});
  }
  bool const is_from_place =
      item.from.starts_with("BIN") || item.from == "DOCK" || item.from == "BRANCH" || item.from.empty();
  auto const container = is_from_place ? Named() : find(item.from, true);
  // One that was entered by mistake once is unknown before it was entered again, or has nothing in it.
  prediction_.is_open =
      prediction_.is_open || container.how == Named::How::is_void ||
      (container.how == Named::How::later && biographies_.entered_by_mistake.contains(container.thing));
  if (!is_from_place && (container.how == Named::How::nobody || container.how == Named::How::is_void)) {
    return refuse(place, {"place.unknown"});
  }
  if (verb == "adjust") {
    return judge_count(place, item);
  }
  std::vector<Source> sources;
  bool any_theirs = false;
  for (auto const& [key, amount] : left_) {
    auto const& [its_lot, holder, status] = key;
    if (its_lot == lot && amount > 0 && rule_of(verb).from.contains(status) && may_draw_on(item, holder)) {
      sources.push_back({std::ranges::find(draw_order, status) - draw_order.begin(), holder, status});
      any_theirs = any_theirs || place_of(then_, holder).starts_with("with ");
    }
  }
  if (verb == "deliver" && item.from.empty() && any_theirs) {
    std::erase_if(sources, [&](Source const& source) { return !place_of(then_, source.holder).starts_with("with "); });
  }
  std::ranges::sort(sources);
  std::set<std::string> reasons;
  std::vector<Part> parts;
  auto missing = item.quantity;
  for (auto const& source : sources) {
    if (verb != "receive" && source.holder != sources.front().holder) {
      reasons.insert("lot.place_ambiguous");
    }
    if (missing == 0) {
      continue;
    }
    auto const to = stated_holder(then_, step_, source.holder, container_).value_or(source.holder);
    if (is_forbidden_by_hold(verb) && is_lot_held(source.holder)) {
      reasons.insert("lot.held");
    }
    if (verb == "deliver" && !to.starts_with("with ")) {
      reasons.insert("deliver.party_missing");
    }
    auto const part = std::min(missing, left_.at({lot, source.holder, source.status}));
    parts.push_back({source.holder, source.status, to, status_after(step_, source.status), part});
    missing -= part;
  }
  if (missing > 0 && verb != "receive") {
    reasons.insert("lot.not_enough");
  }
  if (!reasons.empty()) {
    return refuse(place, std::move(reasons));
  }
  if (missing > 0) {
    parts.push_back({.to_holder = "at " + step_.location, .to_status = "in_stock", .amount = missing});
  }
  bool const is_same = std::ranges::all_of(
      parts, [](Part const& part) { return part.from_holder == part.to_holder && part.from_status == part.to_status; });
  if (is_same) {
    bool const bears_new = would_bear_anything_new(then_.lot_attributes[lot]);
    prediction_.items[place].verdict = bears_new ? Verdict::done : Verdict::unchanged;
    if (verb == "move" || bears_new) {
      do_it(place, {.lot = lot});
    }
    return;
  }
  for (auto const& part : parts) {
    if (!part.from_status.empty()) {
      left_.at({lot, part.from_holder, part.from_status}) -= part.amount;
    }
  }
  do_it(place, {.lot = lot, .parts = std::move(parts)});
}

}  // namespace nameplate::model
