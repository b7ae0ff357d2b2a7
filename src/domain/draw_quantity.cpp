#include "domain/decide_item.hpp"

#include <algorithm>
#include <array>

namespace nameplate::domain {
namespace {

using base::Quantity;
using base::to_string;

/// What a verb takes first when a place holds a lot in several statuses: the furthest on its way.
constexpr std::array draw_order = {Status::in_transit, Status::shipped,    Status::with_customer, Status::ready_to_ship,
                                   Status::in_stock,   Status::in_process, Status::returned,      Status::in_repair,
                                   Status::ordered,    Status::lost};

bool comes_from_outside(Verb verb) {
  return verb == Verb::receive || verb == Verb::register_ || verb == Verb::announce;
}

/// Whether the verb may take from what stands at this holder.
bool may_take_from(Deciding const& deciding, BoundItem const& item, Holder holder) {
  auto const& operation = deciding.operation;
  auto const verb = deciding.asked.verb;
  if (item.extra && item.extra->from) {
    auto const from = *item.extra->from;
    bool const is_on_the_way_there = verb == Verb::receive && holder == Holder::on_the_way_to({from.id});
    if (verb == Verb::unpack &&
        (!from.is_container() || (operation.container && from != Holder::in(operation.container)))) {
      return false;
    }
    return holder == from || (from.kind == HolderKind::location && is_on_the_way_there);
  }
  auto const place = deciding.context.state.place_of(holder);
  bool const is_with_party =
      place.kind == HolderKind::party && (!operation.party || place == Holder::with(operation.party));
  switch (verb) {
    case Verb::receive: return place == Holder::on_the_way_to(operation.location) || holder == Holder();
    case Verb::find: return holder == Holder();
    case Verb::return_: return is_with_party;
    case Verb::deliver: return place.kind == HolderKind::location || is_with_party;
    case Verb::unpack:
      return place.kind == HolderKind::location &&
             (operation.container ? holder == Holder::in(operation.container) : holder.is_container());
    default: return place.kind == HolderKind::location && is_within_reach(deciding, holder);
  }
}

/// What is still there of a balance, after what earlier items of the operation took.
Balance rest_of(Balance balance, Drawn const& drawn) {
  if (auto const taken = drawn.taken.find(balance.key); taken != drawn.taken.end()) {
    balance.quantity.millionths -= taken->second.first.millionths;
    balance.weight.millionths -= taken->second.second.millionths;
  }
  return balance;
}

/// deliver: what is on its way to the party is handed over before anything else, unless the request says from where.
void prefer_what_was_shipped(Deciding const& deciding, BoundItem const& item, std::vector<Balance>& sources) {
  auto const is_shipped = [&](Balance const& source) {
    return deciding.context.state.place_of(source.key.holder).kind == HolderKind::party;
  };
  if (!(item.extra && item.extra->from) && std::ranges::any_of(sources, is_shipped)) {
    std::erase_if(sources, [&](Balance const& source) { return !is_shipped(source); });
  }
}

std::vector<Balance> sources_of(Deciding const& deciding, BoundItem const& item, Drawn const& drawn) {
  std::vector<Balance> sources;
  if (item.is_new) {
    return sources;
  }
  for (auto const& balance : deciding.context.state.balances_of(item.subject)) {
    auto const rest = rest_of(balance, drawn);
    if (rest.quantity.millionths > 0 && deciding.rule.quantity_from.contains(balance.key.status) &&
        may_take_from(deciding, item, balance.key.holder)) {
      sources.push_back(rest);
    }
  }
  if (deciding.asked.verb == Verb::deliver) {
    prefer_what_was_shipped(deciding, item, sources);
  }
  std::ranges::sort(sources, {}, [](Balance const& balance) {
    return std::pair(std::ranges::find(draw_order, balance.key.status) - draw_order.begin(), balance.key.holder);
  });
  return sources;
}

std::string list_places(Deciding const& deciding, std::vector<Balance> const& sources) {
  std::string text;
  for (auto const& source : sources) {
    text += (text.empty() ? "" : "; ") + to_string(source.quantity) + " " +
            describe_place(deciding.context.catalog, deciding.context.state, source.key.status, source.key.holder);
  }
  return text;
}

std::optional<Refusal> check_one_place(Deciding const& deciding, BoundItem const& item,
                                       std::vector<Balance> const& sources) {
  bool const several = std::ranges::any_of(
      sources, [&](Balance const& source) { return source.key.holder != sources.front().key.holder; });
  if (!several || comes_from_outside(deciding.asked.verb)) {
    return std::nullopt;
  }
  return Refusal{.reason = "lot.place_ambiguous",
                 .detail = call_lot(deciding, item) + " lies in several places (" + list_places(deciding, sources) +
                           "). Say which one with from."};
}

Refusal not_enough(Deciding const& deciding, BoundItem const& item, std::vector<Balance> const& sources) {
  auto const have = sources.empty() ? std::string("nothing that can be taken") : list_places(deciding, sources);
  return {.reason = "lot.not_enough",
          .detail = call_lot(deciding, item) + ": " + to_string(*item.quantity) + " asked for, there is " + have +
                    ". Ask for less, or count and adjust."};
}

/// The weight that goes with a part of a balance.
std::optional<Quantity> weight_of_part(Balance const& source, Quantity part, std::optional<Quantity>& weight_left) {
  if (part == source.quantity && !weight_left) {
    return source.weight;
  }
  if (!weight_left) {
    return source.weight.millionths == 0 ? std::optional(Quantity()) : std::nullopt;
  }
  Quantity const share{std::min(weight_left->millionths, source.weight.millionths)};
  weight_left->millionths -= share.millionths;
  return share;
}

BalanceSide side_after(Deciding const& deciding, BalanceSide const& from) {
  return {.holder = target_of(deciding, from.holder).value_or(from.holder),
          .status = status_after(deciding).value_or(from.status)};
}

/// Goes through the balances that one item draws on.
class Draw {
 public:
  Draw(Deciding const& deciding, BoundItem const& item)
      : deciding_(deciding),
        item_(item),
        left_(*item.quantity),
        weight_left_(item.extra ? item.extra->weight : std::nullopt) {}

  JudgedQuantity run(Drawn& drawn) && {
    auto const sources = sources_of(deciding_, item_, drawn);
    auto refusal = check_one_place(deciding_, item_, sources);
    for (auto source = sources.begin(); !refusal && source != sources.end() && left_.millionths > 0; ++source) {
      refusal = take_from(*source);
    }
    if (!refusal) {
      refusal = finish(sources);
    }
    if (refusal) {
      return {.decision = *std::move(refusal)};
    }
    if (std::ranges::all_of(changes_, [](QuantityChange const& change) { return change.from == change.to; })) {
      judged_.decision = Unchanged{.sighting = deciding_.asked.verb == Verb::move};
      return std::move(judged_);
    }
    if (auto too_large = note(drawn)) {
      return {.decision = *std::move(too_large)};
    }
    judged_.decision = std::move(changes_);
    return std::move(judged_);
  }

 private:
  std::optional<Refusal> take_from(Balance const& source) {
    if (auto refusal = note_or_refuse(deciding_, check_lot_held(deciding_, item_, source.key.holder), item_.subject)) {
      return refusal;
    }
    BalanceSide const from{.holder = source.key.holder, .status = source.key.status};
    auto const to = side_after(deciding_, from);
    if (auto refusal = check_stated_state(deciding_, call_lot(deciding_, item_), to.status, to.holder)) {
      return refusal;
    }
    Quantity const part{std::min(left_.millionths, source.quantity.millionths)};
    auto const weight = weight_of_part(source, part, weight_left_);
    if (!weight) {
      return Refusal{.reason = "item.weight_missing",
                     .detail = call_lot(deciding_, item_) + " is kept by weight too. Say the weight of what you take."};
    }
    changes_.push_back({.from = from, .to = to, .quantity = part, .weight = *weight});
    if (part == source.quantity && *weight < source.weight) {
      // It weighs less than the book says: without a quantity the rest weighs nothing.
      changes_.push_back({.from = from, .quantity = {}, .weight = {source.weight.millionths - weight->millionths}});
    }
    judged_.latest_time =
        std::max({judged_.latest_time, source.trail.latest_time, latest_around(deciding_, from.holder, to.holder)});
    left_.millionths -= part.millionths;
    return std::nullopt;
  }

  std::optional<Refusal> finish(std::vector<Balance> const& sources) {
    bool const has_weight_left = weight_left_ && weight_left_->millionths > 0;
    if (!comes_from_outside(deciding_.asked.verb)) {
      if (left_.millionths > 0) {
        if (auto refusal = take_unexplained(sources)) {
          return refusal;
        }
      }
      if (has_weight_left) {
        return Refusal{.reason = "lot.not_enough_weight",
                       .detail = call_lot(deciding_, item_) + " weighs less than that. Check the weight."};
      }
      return std::nullopt;
    }
    if (left_.millionths == 0 && !has_weight_left) {
      return std::nullopt;
    }
    if (!changes_.empty() && left_.millionths > 0) {
      judged_.warnings.emplace_back("quantity.more_than_expected");
    }
    auto const to = side_after(deciding_, {.holder = Holder(), .status = Status::in_stock});
    if (auto refusal = check_stated_state(deciding_, call_lot(deciding_, item_), to.status, to.holder)) {
      return refusal;
    }
    changes_.push_back({.to = to, .quantity = left_, .weight = weight_left_.value_or(Quantity())});
    return std::nullopt;
  }

  /// It was taken, whatever the books say: what is missing is booked in first, where it must have been.
  std::optional<Refusal> take_unexplained(std::vector<Balance> const& sources) {
    std::optional<BalanceSide> from;
    if (!sources.empty()) {
      from = BalanceSide{.holder = sources.front().key.holder, .status = sources.front().key.status};
    } else if (item_.extra && item_.extra->from) {
      from = BalanceSide{.holder = *item_.extra->from, .status = Status::in_stock};
    }
    bool const may_be_there = from && deciding_.rule.quantity_from.contains(from->status);
    if (!may_be_there || note_or_refuse(deciding_, Refusal{.reason = "lot.not_enough", .detail = {}}, item_.subject)) {
      return not_enough(deciding_, item_, sources);
    }
    changes_.push_back({.to = from, .quantity = left_, .unexplained = true});
    changes_.push_back({.from = from, .to = side_after(deciding_, *from), .quantity = left_});
    left_ = {};
    return std::nullopt;
  }

  /// What later items of the operation must know; refused when a balance would grow beyond all bounds.
  std::optional<Refusal> note(Drawn& drawn) const {
    for (auto const& change : changes_) {
      if (change.from) {
        auto& taken = drawn.taken[{item_.subject, change.from->holder, change.from->status}];
        taken.first.millionths += change.quantity.millionths;
        taken.second.millionths += change.weight.millionths;
      }
      if (change.to) {
        BalanceKey const key{item_.subject, change.to->holder, change.to->status};
        auto const* const balance = deciding_.context.state.balance(key);
        auto& brought = drawn.brought[key].millionths;
        brought += std::max(change.quantity.millionths, change.weight.millionths);
        auto const before = balance == nullptr ? 0 : std::max(balance->quantity.millionths, balance->weight.millionths);
        if (brought > base::quantity_millionths_max - before) {
          return Refusal{.reason = "quantity.too_large",
                         .detail = "There would be more of " + call_lot(deciding_, item_) + " than can be counted."};
        }
      }
    }
    return std::nullopt;
  }

  Deciding const& deciding_;
  BoundItem const& item_;
  Quantity left_;
  std::optional<Quantity> weight_left_;
  std::vector<QuantityChange> changes_;
  JudgedQuantity judged_{.decision = Unchanged()};
};

}  // namespace

JudgedQuantity draw_quantity(Deciding const& deciding, BoundItem const& item, Drawn& drawn) {
  return Draw(deciding, item).run(drawn);
}

}  // namespace nameplate::domain
