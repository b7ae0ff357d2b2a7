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

std::string lot_name(Deciding const& deciding, BoundItem const& item) {
  auto const* const product = deciding.context.catalog.product(item.product);
  auto const sku = product == nullptr ? std::string("?") : product->sku;
  return item.number.empty() ? sku : "Lot " + item.number + " of " + sku;
}

bool comes_from_outside(Verb verb) {
  return verb == Verb::receive || verb == Verb::register_ || verb == Verb::announce;
}

/// Whether the verb may take from what stands at this holder.
bool may_take_from(Deciding const& deciding, BoundItem const& item, Holder holder) {
  auto const& operation = deciding.operation;
  if (item.extra && item.extra->from) {
    return holder == *item.extra->from;
  }
  switch (deciding.asked.verb) {
    case Verb::receive: return holder == Holder::on_the_way_to(operation.location) || holder == Holder();
    case Verb::find: return holder == Holder();
    case Verb::return_:
      return holder.kind == HolderKind::party && (!operation.party || holder == Holder::with(operation.party));
    case Verb::deliver:
      return holder.kind == HolderKind::location ||
             (holder.kind == HolderKind::party && (!operation.party || holder == Holder::with(operation.party)));
    case Verb::unpack: return operation.container ? holder == Holder::in(operation.container) : holder.is_container();
    default:
      return holder.kind == HolderKind::location ||
             (holder.is_container() && (deciding.asked.unpack || deciding.rule.inside != Inside::refused));
  }
}

/// What is still there of a balance, after what earlier items of the operation took.
Balance rest_of(Balance balance, Drawn const& drawn) {
  if (auto const taken = drawn.find(balance.key); taken != drawn.end()) {
    balance.quantity.millionths -= taken->second.first.millionths;
    balance.weight.millionths -= taken->second.second.millionths;
  }
  return balance;
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
                 .detail = lot_name(deciding, item) + " lies in several places (" + list_places(deciding, sources) +
                           "). Say which one with from."};
}

Refusal not_enough(Deciding const& deciding, BoundItem const& item, std::vector<Balance> const& sources) {
  auto const have = sources.empty() ? std::string("nothing that can be taken")
                                    : list_places(deciding, sources);
  return {.reason = "lot.not_enough", .detail = lot_name(deciding, item) + ": " + to_string(*item.quantity) +
                                                " asked for, there is " + have +
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

std::optional<Refusal> check_held(Deciding const& deciding, BoundItem const& item, Holder holder) {
  auto const& state = deciding.context.state;
  auto const* const lot = state.lot(item.subject);
  HeldThing const thing{.subject = item.subject, .product = item.product, .lot = item.subject, .holder = holder,
                        .dates = lot == nullptr ? Dates() : lot->dates};
  return refuse_held(judge_holds(deciding.context, deciding.operation, thing, deciding.time.time), deciding.asked.verb,
                     "lot", lot_name(deciding, item));
}

BalanceSide side_after(Deciding const& deciding, BalanceSide const& from) {
  return {.holder = target_of(deciding, from.holder).value_or(from.holder),
          .status = status_after(deciding).value_or(from.status)};
}

JudgedQuantity draw(Deciding const& deciding, BoundItem const& item, Drawn& drawn) {
  JudgedQuantity judged;
  auto const sources = sources_of(deciding, item, drawn);
  if (auto refusal = check_one_place(deciding, item, sources)) {
    return {.decision = *std::move(refusal)};
  }
  std::vector<QuantityChange> changes;
  auto left = *item.quantity;
  auto weight_left = item.extra ? item.extra->weight : std::nullopt;
  for (auto const& source : sources) {
    if (left.millionths == 0) {
      break;
    }
    if (auto refusal = check_held(deciding, item, source.key.holder)) {
      return {.decision = *std::move(refusal)};
    }
    Quantity const part{std::min(left.millionths, source.quantity.millionths)};
    auto const weight = weight_of_part(source, part, weight_left);
    if (!weight) {
      return {.decision = Refusal{.reason = "item.weight_missing",
                                  .detail = lot_name(deciding, item) + " is kept by weight too. Say the weight of "
                                                                       "what you take."}};
    }
    BalanceSide const from{.holder = source.key.holder, .status = source.key.status};
    changes.push_back({.from = from, .to = side_after(deciding, from), .quantity = part, .weight = *weight});
    judged.latest_time = std::max(judged.latest_time, source.trail.latest_time);
    left.millionths -= part.millionths;
  }
  if (left.millionths > 0 && !comes_from_outside(deciding.asked.verb)) {
    return {.decision = not_enough(deciding, item, sources)};
  }
  if (weight_left && weight_left->millionths > 0 && !comes_from_outside(deciding.asked.verb)) {
    return {.decision = Refusal{.reason = "lot.not_enough_weight",
                                .detail = lot_name(deciding, item) + " weighs less than that. Check the weight."}};
  }
  if (left.millionths > 0) {
    if (!changes.empty()) {
      judged.warnings.emplace_back("quantity.more_than_expected");
    }
    changes.push_back({.to = side_after(deciding, {.holder = Holder(), .status = Status::in_stock}), .quantity = left,
                       .weight = weight_left.value_or(Quantity())});
  }
  bool const nothing_changes =
      std::ranges::all_of(changes, [](QuantityChange const& change) { return change.from == change.to; });
  if (nothing_changes) {
    judged.decision = Unchanged{.sighting = deciding.asked.verb == Verb::move};
    return judged;
  }
  for (auto const& change : changes) {
    if (change.from) {
      auto& taken = drawn[{item.subject, change.from->holder, change.from->status}];
      taken.first.millionths += change.quantity.millionths;
      taken.second.millionths += change.weight.millionths;
    }
  }
  judged.decision = std::move(changes);
  return judged;
}

/// What comes in under a rule is booked in, held, with a warning.
void warn_of_holds(Deciding const& deciding, BoundItem const& item, JudgedQuantity& judged) {
  auto const* const changes = std::get_if<std::vector<QuantityChange>>(&judged.decision);
  if (changes == nullptr || !deciding.context.catalog.has_rule_holds() || !changes->back().to) {
    return;
  }
  HeldThing const thing{.subject = item.subject, .product = item.product, .lot = item.subject,
                        .holder = changes->back().to->holder};
  if (!judge_holds(deciding.context, deciding.operation, thing, deciding.time.time).kinds.empty()) {
    judged.warnings.emplace_back("item.held");
  }
}

/// The request states what really is there; the change is the difference.
JudgedQuantity adjust(Deciding const& deciding, BoundItem const& item) {
  auto const& operation = deciding.operation;
  auto const holder = item.extra && item.extra->from ? item.extra->from : operation.holder;
  if (!holder) {
    return {.decision = Refusal{.reason = "adjust.place_missing",
                                .detail = "Say where the quantity was counted, with from or location."}};
  }
  BalanceSide const side{.holder = *holder, .status = operation.status.value_or(Status::in_stock)};
  auto const* const balance = deciding.context.state.balance({item.subject, side.holder, side.status});
  auto const booked = balance == nullptr ? Balance() : *balance;
  auto const difference = item.quantity->millionths - booked.quantity.millionths;
  auto const weight_stated = item.extra && item.extra->weight ? item.extra->weight->millionths
                             : item.quantity->millionths == 0 ? 0
                                                              : booked.weight.millionths;
  auto const weight_difference = weight_stated - booked.weight.millionths;
  if (difference == 0 && weight_difference == 0) {
    return {.decision = Unchanged{}, .latest_time = booked.trail.latest_time};
  }
  std::vector<QuantityChange> changes;
  auto const add = [&](std::int64_t quantity, std::int64_t weight) {
    if (quantity > 0 || weight > 0) {
      changes.push_back({.to = side, .quantity = {std::max<std::int64_t>(quantity, 0)},
                         .weight = {std::max<std::int64_t>(weight, 0)}});
    }
    if (quantity < 0 || weight < 0) {
      changes.push_back({.from = side, .quantity = {std::max<std::int64_t>(-quantity, 0)},
                         .weight = {std::max<std::int64_t>(-weight, 0)}});
    }
  };
  add(difference, weight_difference);
  return {.decision = std::move(changes), .latest_time = booked.trail.latest_time};
}

}  // namespace

JudgedQuantity judge_quantity(Deciding const& deciding, BoundItem const& item, Drawn& drawn) {
  if (deciding.asked.verb == Verb::adjust) {
    return adjust(deciding, item);
  }
  if (item.quantity->millionths <= 0) {
    return {.decision = Refusal{.reason = "quantity.not_positive",
                                .detail = "A quantity of " + to_string(*item.quantity) +
                                          " cannot be booked. Say how much, above zero."}};
  }
  auto judged = draw(deciding, item, drawn);
  if (comes_from_outside(deciding.asked.verb)) {
    warn_of_holds(deciding, item, judged);
  }
  if (auto* const changes = std::get_if<std::vector<QuantityChange>>(&judged.decision);
      changes != nullptr && item.extra && item.extra->entered) {
    changes->front().entered = item.extra->entered;
  }
  return judged;
}

JudgedItem judge_lot(Deciding const& deciding, BoundItem const& item) {
  auto const* const lot = deciding.context.state.lot(item.subject);
  JudgedItem judged{.decision = Done{}, .latest_time = lot == nullptr ? base::Instant() : lot->trail.latest_time};
  if (item.extra) {
    std::get<Done>(judged.decision).detail.identifiers = item.extra->identifiers;
    if (deciding.asked.verb == Verb::relabel) {
      IdentifierKey const key{.value_norm = normalise_code(item.extra->new_number), .kind = IdentifierKind::lot,
                              .scope = item.product.value};
      if (auto refusal = check_number_free(deciding, key, item.subject)) {
        return {.decision = *std::move(refusal)};
      }
      std::get<Done>(judged.decision).number = item.extra->new_number;
      std::get<Done>(judged.decision).detail.closes_number_as_mistake = item.extra->mistyped;
    }
  }
  return judged;
}

}  // namespace nameplate::domain
