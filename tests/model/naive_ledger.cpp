#include "naive_ledger.hpp"

#include <algorithm>

namespace nameplate::model {
namespace {

using domain::Operation;

std::set<std::string> const hands = {"in_stock", "in_process", "ready_to_ship", "returned", "in_repair"};
/// From which statuses, and what they become ("": as before).
struct Rule {
  std::set<std::string> from;
  std::string to;
};
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
};
std::set<std::string> const take_contents_along = {"receive", "stage",  "unstage", "ship", "deliver",
                                                   "return",  "accept", "scrap",   "lose", "find"};
std::set<std::string> const not_by_itself = {"move", "pack", "stage", "unstage", "ship"};
std::set<std::string> const forbidden_by_hold = {"stage", "ship", "deliver"};
std::set<std::string> const admin = {"hold", "relabel"};

std::string verb_of(Operation const& operation) {
  return std::string(domain::name_of(operation.verb));
}
bool is_in(std::string const& holder) {
  return holder.starts_with("in ");
}
bool acknowledges(Operation const& operation, std::string const& warning) {
  return std::ranges::find(operation.acknowledge, warning) != operation.acknowledge.end();
}

}  // namespace

std::string NaiveLedger::place_of(std::string holder) const {
  while (is_in(holder)) {
    holder = things_.at(holder.substr(3)).holder;
  }
  return holder;
}

bool NaiveLedger::is_within(std::string holder, std::string const& container) const {
  while (is_in(holder) && holder.substr(3) != container) {
    holder = things_.at(holder.substr(3)).holder;
  }
  return is_in(holder);
}

bool NaiveLedger::is_held(std::string const& name, std::string const& holder) const {
  return std::ranges::any_of(holds_, [&](auto const& entry) {
    auto const& hold = entry.second;
    return hold.things.contains(name) || (!hold.place.empty() && place_of(holder) == "at " + hold.place) ||
           std::ranges::any_of(hold.things, [&](auto const& held) { return is_within(holder, held); });
  });
}

std::set<std::int64_t> NaiveLedger::active_holds() const {
  std::set<std::int64_t> ids;
  for (auto const& [id, hold] : holds_) {
    ids.insert(id);
  }
  return ids;
}

std::string NaiveLedger::status_after(Operation const& operation, std::string const& status) const {
  auto const& to = rules.at(verb_of(operation)).to;
  return to.empty() ? status : operation.destination.empty() ? to : "in_transit";
}

std::string NaiveLedger::target(Operation const& operation, std::string const& holder) const {
  auto const verb = verb_of(operation);
  auto const at = operation.location.empty() ? std::string() : "at " + operation.location;
  if (verb == "scrap" || verb == "lose" || verb == "announce") {
    return "";
  }
  if (verb == "pack") {
    return "in " + operation.container;
  }
  if (verb == "ship") {
    return operation.destination.empty() ? "with " + operation.party : "to " + operation.destination;
  }
  if (verb == "deliver") {
    return operation.party.empty() ? place_of(holder) : "with " + operation.party;
  }
  if ((verb == "accept" || verb == "repair") && !operation.unpack && is_in(holder) &&
      (at.empty() || place_of(holder) == at)) {
    return holder;
  }
  if (!at.empty()) {
    return at;
  }
  return verb == "unpack" || operation.unpack ? place_of(holder) : holder;
}

bool NaiveLedger::may_stay_inside(Operation const& operation, std::string const& holder) const {
  auto const verb = verb_of(operation);
  if (!is_in(holder) || operation.unpack) {
    return true;
  }
  return !not_by_itself.contains(verb) &&
         ((verb != "accept" && verb != "repair") || target(operation, holder) == holder);
}

bool NaiveLedger::is_so_already(Operation const& operation, Thing const& thing) const {
  auto const verb = verb_of(operation);
  auto const place = place_of(thing.holder);
  bool const has_status = thing.status == status_after(operation, thing.status);
  auto const at = "at " + operation.location;
  if (verb == "move") {
    return thing.holder == at;
  }
  if (verb == "pack") {
    return thing.holder == "in " + operation.container;
  }
  if (verb == "unpack") {
    return hands.contains(thing.status) && !is_in(thing.holder) && (operation.location.empty() || thing.holder == at);
  }
  if (verb == "register") {
    return has_status && thing.holder == at;
  }
  if (verb == "ship" || verb == "deliver") {
    auto const there = verb == "deliver" && operation.party.empty() ? place : target(operation, thing.holder);
    return has_status && place == there;
  }
  if (verb == "announce" || verb == "scrap" || verb == "lose") {
    return has_status;
  }
  return has_status && (operation.location.empty() || place == at);
}

std::vector<std::string> NaiveLedger::things_in(std::string const& container) const {
  std::vector<std::string> inside;
  for (auto const& [name, thing] : things_) {
    if (is_within(thing.holder, container)) {
      inside.push_back(name);
    }
  }
  return inside;
}

bool NaiveLedger::fits_contents(Operation const& operation, std::string const& name, Thing const& thing) const {
  auto const verb = verb_of(operation);
  auto const to = status_after(operation, thing.status);
  if (!thing.is_container || !take_contents_along.contains(verb) || to == thing.status) {
    return true;
  }
  bool is_empty = true;
  bool fits = true;
  auto const look_at = [&](std::string const& what, std::string const& status, std::string const& holder) {
    is_empty = false;
    bool const status_fits = status == to || rules.at(verb).from.contains(status);
    fits = fits && status_fits && !(forbidden_by_hold.contains(verb) && is_held(what, holder));
  };
  for (auto const& inside : things_in(name)) {
    if (auto const& it = things_.at(inside); !it.is_container) {
      look_at(inside, it.status, it.holder);
    }
  }
  for (auto const& [key, amount] : amounts_) {
    if (auto const& [lot, holder, status] = key; amount > 0 && is_within(holder, name)) {
      look_at(lot, status, holder);
    }
  }
  if (is_empty) {
    return true;
  }
  if ((verb == "scrap" || verb == "lose") && !acknowledges(operation, "container.not_empty")) {
    return false;
  }
  if (verb == "receive" && thing.status == "with_customer" && operation.party.empty()) {
    return false;
  }
  if (verb == "return") {
    return operation.contents == domain::Contents::none || (operation.contents && fits);
  }
  return fits;
}

Verdict NaiveLedger::judge_thing(Operation const& operation, std::string const& name) const {
  auto const verb = verb_of(operation);
  auto const found = things_.find(name);
  if (found == things_.end()) {
    return verb == "register" || verb == "announce" || verb == "receive" ? Verdict::done : Verdict::refused;
  }
  auto const& thing = found->second;
  if (admin.contains(verb)) {
    return Verdict::done;
  }
  if (is_so_already(operation, thing)) {
    return Verdict::unchanged;
  }
  auto const place = place_of(thing.holder);
  auto const& container = operation.container;
  bool const is_wrong_container =
      verb == "unpack" && (container.empty() ? !is_in(thing.holder) : thing.holder != "in " + container);
  bool const is_inside_itself =
      verb == "pack" && thing.is_container && things_.contains(container) && is_within("in " + container, name);
  bool const comes_from_another = verb == "return" && !operation.party.empty() && place != "with " + operation.party;
  bool const is_bought_back =
      verb == "receive" && thing.status == "with_customer" && operation.party.empty() && !thing.is_container;
  bool const goes_to_nobody = verb == "deliver" && !target(operation, thing.holder).starts_with("with ");
  bool const is_on_hold =
      forbidden_by_hold.contains(verb) && is_held(name, thing.is_container ? "in " + name : thing.holder);
  bool const fits = rules.at(verb).from.contains(thing.status) && may_stay_inside(operation, thing.holder);
  if (!fits || is_wrong_container || is_inside_itself || comes_from_another || is_bought_back || goes_to_nobody ||
      is_on_hold || !fits_contents(operation, name, thing)) {
    return Verdict::refused;
  }
  return Verdict::done;
}

Verdict NaiveLedger::judge_relabel(Operation const& operation, Item const& item) const {
  auto const& number = item.extra->new_serial;
  if (judge_thing(operation, item.number) == Verdict::refused || number == item.number) {
    return number == item.number ? Verdict::unchanged : Verdict::refused;
  }
  auto const identity = things_.at(item.number).identity;
  bool const was_of_another = bore_.contains(number) && std::ranges::any_of(bore_.at(number), [&](auto const bearer) {
                                return bearer != identity;
                              });
  return things_.contains(number) || was_of_another ? Verdict::refused : Verdict::done;
}

Verdict NaiveLedger::judge_lot(Operation const& operation, Item const& item, Amounts& left,
                               std::vector<Part>& parts) const {
  auto const verb = verb_of(operation);
  auto const& lot = item.number;
  auto const wanted = item.quantity->millionths;
  auto const from = item.extra ? item.extra->from : std::string();
  bool const is_known = entered_.contains(lot);
  bool const is_of_another_supplier = verb == "receive" && !operation.party.empty() && suppliers_.contains(lot) &&
                                      suppliers_.at(lot) != operation.party;
  if ((!is_known && verb != "receive") || is_of_another_supplier) {
    return Verdict::refused;
  }
  if (verb == "adjust") {
    auto const there = left[{lot, "at " + from, "in_stock"}];
    parts.push_back({.to_holder = "at " + from, .to_status = "in_stock", .amount = wanted - there});
    return wanted == there ? Verdict::unchanged : Verdict::done;
  }
  auto const fits = [&](std::string const& holder) {
    auto const place = place_of(holder);
    bool const is_unpacked_elsewhere =
        verb == "unpack" && (!is_in(holder) || (!operation.container.empty() && holder != "in " + operation.container));
    if (is_unpacked_elsewhere) {
      return false;
    }
    if (!from.empty()) {
      return holder == "at " + from || holder == "in " + from || (verb == "receive" && holder == "to " + from);
    }
    bool const is_theirs = operation.party.empty() ? place.starts_with("with ") : place == "with " + operation.party;
    if (verb == "receive") {
      return place == "to " + operation.location || holder.empty();
    }
    if (verb == "find" || verb == "return") {
      return verb == "find" ? holder.empty() : is_theirs;
    }
    if (verb == "deliver") {
      return place.starts_with("at ") || is_theirs;
    }
    if (verb == "unpack") {
      return place.starts_with("at ");
    }
    return place.starts_with("at ") && may_stay_inside(operation, holder);
  };
  std::vector<std::tuple<int, std::string, std::string>> sources;  // in the order in which they are drawn on
  std::vector<std::string> const order = {"in_transit", "shipped",  "with_customer", "ready_to_ship", "in_stock",
                                          "in_process", "returned", "in_repair",     "ordered",       "lost"};
  bool any_theirs = false;
  for (auto const& [key, amount] : left) {
    auto const& [its_lot, holder, status] = key;
    if (its_lot == lot && amount > 0 && rules.at(verb).from.contains(status) && fits(holder)) {
      sources.emplace_back(std::ranges::find(order, status) - order.begin(), holder, status);
      any_theirs = any_theirs || place_of(holder).starts_with("with ");
    }
  }
  if (verb == "deliver" && from.empty() && any_theirs) {
    std::erase_if(sources, [&](auto const& source) { return !place_of(std::get<1>(source)).starts_with("with "); });
  }
  std::ranges::sort(sources);
  std::int64_t missing = wanted;
  for (auto const& [rank, holder, status] : sources) {
    auto const to = target(operation, holder);
    bool const is_refused = (verb != "receive" && holder != std::get<1>(sources.front())) ||
                            (missing > 0 && ((forbidden_by_hold.contains(verb) && is_held(lot, holder)) ||
                                             (verb == "deliver" && !to.starts_with("with "))));
    if (is_refused) {
      return Verdict::refused;
    }
    auto const part = std::min(missing, left.at({lot, holder, status}));
    if (part > 0) {
      parts.push_back({holder, status, to, status_after(operation, status), part});
    }
    missing -= part;
  }
  if (missing > 0 && verb != "receive") {
    return Verdict::refused;
  }
  if (missing > 0) {
    parts.push_back({.to_holder = "at " + operation.location, .to_status = "in_stock", .amount = missing});
  }
  bool const is_same = std::ranges::all_of(
      parts, [](Part const& part) { return part.from_holder == part.to_holder && part.from_status == part.to_status; });
  for (auto const& part : parts) {
    if (!is_same && !part.from_status.empty()) {
      left.at({lot, part.from_holder, part.from_status}) -= part.amount;
    }
  }
  return is_same ? Verdict::unchanged : Verdict::done;
}

std::vector<Verdict> NaiveLedger::judge(Operation const& operation) const {
  std::vector<Verdict> verdicts;
  auto left = amounts_;
  bool const target_is_gone = verb_of(operation) == "pack" && things_.contains(operation.container) &&
                              !hands.contains(things_.at(operation.container).status);
  for (auto const& item : operation.items) {
    std::vector<Part> parts;
    auto const verdict = item.kind == domain::ItemKind::lot        ? judge_lot(operation, item, left, parts)
                         : operation.verb == domain::Verb::relabel ? judge_relabel(operation, item)
                                                                   : judge_thing(operation, item.number);
    verdicts.push_back(verdict);
  }
  bool const any_done = std::ranges::find(verdicts, Verdict::done) != verdicts.end();
  if (target_is_gone && any_done) {
    std::ranges::fill(verdicts, Verdict::refused);
  }
  return verdicts;
}

void NaiveLedger::carry(std::string const& verb, std::string const& container, std::string const& status) {
  for (auto const& name : things_in(container)) {
    if (auto& thing = things_.at(name); rules.at(verb).from.contains(thing.status)) {
      thing.status = status;
    }
  }
  for (auto const& [key, amount] : Amounts(amounts_)) {
    if (auto const& [lot, holder, before] = key; is_within(holder, container) && rules.at(verb).from.contains(before)) {
      amounts_[key] -= amount;
      amounts_[{lot, holder, status}] += amount;
    }
  }
}

void NaiveLedger::do_to_thing(Operation const& operation, std::string const& name) {
  auto const verb = verb_of(operation);
  auto const [found, is_new] = things_.try_emplace(name, Thing{.is_container = name.starts_with("C")});
  auto& thing = found->second;
  thing.identity = is_new ? ++last_identity_ : thing.identity;
  auto const before = thing;
  auto const place_before = place_of(thing.holder);
  auto const after = status_after(operation, thing.status);
  thing.holder = target(operation, thing.holder);
  thing.status = after;
  if (!thing.is_container || before.status.empty()) {
    return;
  }
  if (operation.contents == domain::Contents::none && verb == "return") {
    for (auto& [other, inside] : things_) {
      inside.holder = inside.holder == "in " + name ? place_before : inside.holder;
    }
    for (auto const& [key, amount] : Amounts(amounts_)) {
      if (auto const& [lot, holder, status] = key; holder == "in " + name) {
        amounts_[key] -= amount;
        amounts_[{lot, place_before, status}] += amount;
      }
    }
  } else if (take_contents_along.contains(verb) && after != before.status) {
    carry(verb, name, after);
  }
}

void NaiveLedger::rename(Item const& item) {
  auto const& number = item.extra->new_serial;
  if (!item.extra->mistyped) {
    bore_[item.number].insert(things_.at(item.number).identity);
  }
  for (auto& [id, hold] : holds_) {
    if (hold.things.erase(item.number) > 0) {
      hold.things.insert(number);
    }
  }
  auto node = things_.extract(item.number);
  node.key() = number;
  things_.insert(std::move(node));
}

void NaiveLedger::book(Operation const& operation, std::vector<Verdict> const& verdicts) {
  auto left = amounts_;
  std::vector<std::pair<std::string, Part>> booked;
  for (std::size_t i = 0; i < operation.items.size(); ++i) {
    auto const& item = operation.items[i];
    if (std::vector<Part> parts; item.kind == domain::ItemKind::lot && verdicts[i] == Verdict::done) {
      judge_lot(operation, item, left, parts);
      if (operation.verb == domain::Verb::receive && !operation.party.empty()) {
        suppliers_[item.number] = operation.party;
      }
      std::ranges::for_each(parts, [&](Part const& part) { booked.emplace_back(item.number, part); });
    }
  }
  for (auto const& [lot, part] : booked) {
    if (part.from_status.empty()) {
      entered_[lot] += part.amount;
    } else {
      amounts_[{lot, part.from_holder, part.from_status}] -= part.amount;
    }
    amounts_[{lot, part.to_holder, part.to_status}] += part.amount;
  }
}

void NaiveLedger::apply(Operation const& operation, std::vector<Verdict> const& verdicts, std::int64_t hold) {
  std::vector<std::string> units;
  std::vector<std::string> containers;
  for (std::size_t i = 0; i < operation.items.size(); ++i) {
    auto const& item = operation.items[i];
    if (item.kind != domain::ItemKind::lot && verdicts[i] == Verdict::done) {
      (item.kind == domain::ItemKind::container ? containers : units).push_back(item.number);
    }
  }
  switch (operation.verb) {
    case domain::Verb::release: holds_.erase(operation.hold->value); return;
    case domain::Verb::hold:
      holds_[hold] = {.things = {units.begin(), units.end()}, .place = operation.rule ? operation.rule->location : ""};
      holds_[hold].things.insert(containers.begin(), containers.end());
      return;
    case domain::Verb::relabel:
      if (!units.empty()) {
        rename(operation.items.front());
      }
      return;
    default: break;
  }
  if (operation.verb == domain::Verb::pack && std::ranges::find(verdicts, Verdict::done) != verdicts.end()) {
    auto& container = things_[operation.container];
    if (container.status.empty()) {
      container = {.is_container = true,
                   .status = "in_stock",
                   .holder = "at " + operation.location,
                   .identity = ++last_identity_};
    }
  }
  std::ranges::for_each(units, [&](auto const& name) { do_to_thing(operation, name); });
  book(operation, verdicts);
  std::ranges::for_each(containers, [&](auto const& name) { do_to_thing(operation, name); });
}

}  // namespace nameplate::model
