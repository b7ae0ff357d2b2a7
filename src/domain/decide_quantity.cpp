#include "domain/decide_item.hpp"
#include "domain/evolve.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

/// What comes in under a hold is booked in, held, with a warning.
void warn_of_holds(Deciding const& deciding, BoundItem const& item, JudgedQuantity& judged) {
  auto const* const changes = std::get_if<std::vector<QuantityChange>>(&judged.decision);
  if (changes == nullptr || !changes->back().to) {
    return;
  }
  auto const* const lot = deciding.context.state.lot(item.subject);
  HeldThing const thing{
      .subject = item.subject,
      .product = item.product,
      .lot = item.subject,
      .holder = changes->back().to->holder,
      .dates = merge_dates(lot == nullptr ? Dates() : lot->dates, item.extra ? item.extra->dates : Dates())};
  if (!judge_holds(deciding.context, deciding.operation, thing, deciding.time.time).kinds.empty()) {
    judged.warnings.emplace_back("item.held");
  }
}

/// The request states what really is there; the change is the difference.
JudgedQuantity adjust(Deciding const& deciding, BoundItem const& item, Drawn& drawn) {
  auto const& operation = deciding.operation;
  auto const holder = item.extra && item.extra->from ? item.extra->from : operation.holder;
  if (!holder) {
    return {.decision = Refusal{.reason = "adjust.place_missing",
                                .detail = "Say where the quantity was counted, with from or location."}};
  }
  BalanceSide const side{.holder = *holder, .status = operation.status.value_or(Status::in_stock)};
  if (auto refusal = check_stated_state(deciding, call_lot(deciding, item), side.status, side.holder)) {
    return {.decision = *std::move(refusal)};
  }
  if (auto refusal = check_lot_held(deciding, item, side.holder)) {
    return {.decision = *std::move(refusal)};
  }
  if (!drawn.counted.insert({item.subject, side.holder, side.status}).second) {
    return {.decision = Refusal{.reason = "item.twice",
                                .detail = call_lot(deciding, item) + " is counted twice at one place. State the sum."}};
  }
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
      changes.push_back({.to = side,
                         .quantity = {std::max<std::int64_t>(quantity, 0)},
                         .weight = {std::max<std::int64_t>(weight, 0)}});
    }
    if (quantity < 0 || weight < 0) {
      changes.push_back({.from = side,
                         .quantity = {std::max<std::int64_t>(-quantity, 0)},
                         .weight = {std::max<std::int64_t>(-weight, 0)}});
    }
  };
  add(difference, weight_difference);
  return {.decision = std::move(changes), .latest_time = booked.trail.latest_time};
}

std::optional<Refusal> check_amount(Deciding const& deciding, BoundItem const& item) {
  bool const is_counted = deciding.asked.verb == Verb::adjust;  // nothing is left: that can be stated
  if (item.quantity->millionths < 0 || (item.extra && item.extra->weight && item.extra->weight->millionths < 0)) {
    return Refusal{.reason = "quantity.negative",
                   .detail =
                       "A quantity or weight below zero cannot be booked. State "
                       "how much there is, or how much to take."};
  }
  if (item.quantity->millionths == 0 && !is_counted) {
    return Refusal{.reason = "quantity.not_positive",
                   .detail = "A quantity of 0 cannot be booked. Say how much, above zero."};
  }
  if (item.quantity->millionths > base::quantity_millionths_max) {
    return Refusal{.reason = "quantity.too_large", .detail = "The quantity is too large. Split it."};
  }
  return std::nullopt;
}

}  // namespace

JudgedQuantity judge_quantity(Deciding const& deciding, BoundItem const& item, Drawn& drawn) {
  if (auto refusal = check_amount(deciding, item)) {
    return {.decision = *std::move(refusal)};
  }
  auto effect = effect_on_lot(deciding, item);
  if (!effect) {
    return {.decision = std::move(effect.error())};
  }
  auto judged =
      deciding.asked.verb == Verb::adjust ? adjust(deciding, item, drawn) : draw_quantity(deciding, item, drawn);
  judged.effect = *std::move(effect);
  if (brings_in(deciding.asked.verb)) {
    warn_of_holds(deciding, item, judged);
  }
  if (auto* const changes = std::get_if<std::vector<QuantityChange>>(&judged.decision);
      changes != nullptr && item.extra && item.extra->entered) {
    changes->front().entered = item.extra->entered;
  }
  return judged;
}

}  // namespace nameplate::domain
