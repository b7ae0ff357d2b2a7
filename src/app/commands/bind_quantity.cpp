#include "app/commands/binder.hpp"
#include "app/commands/number_rules.hpp"
#include "base/ascii.hpp"
#include "domain/records/settings.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using base::Quantity;
using domain::BoundItem;
using domain::Product;
using domain::SubjectId;
using domain::SubjectKind;
using domain::Tracking;
using domain::Verb;

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) {
    power *= 10;
  }
  return power;
}

}  // namespace

bool is_about_whole_lot(Verb verb) {
  switch (verb) {
    case Verb::hold:
    case Verb::release:
    case Verb::observe:
    case Verb::inspect:
    case Verb::process:
    case Verb::amend:
    case Verb::reverse:
    case Verb::relabel: return true;
    default: return false;
  }
}

/// The amount in base units; what was entered in another unit is kept beside it.
Found<void> Binder::bind_amount(BoundItem& bound, domain::Item const& item, Product const& product) const {
  if (!item.quantity) {
    return refuse("quantity.missing", "Say how much of " + product.sku + ", with quantity.");
  }
  bound.quantity = item.quantity;
  auto const& uom = item.extra ? item.extra->uom : std::string();
  if (!uom.empty() && uom != product.uom) {
    auto const unit = std::ranges::find(product.units, uom, &domain::UnitOfMeasure::name);
    if (unit == product.units.end()) {
      return refuse("uom.unknown", product.sku + " is counted in " + product.uom + "; \"" + uom.substr(0, 40) +
                                       "\" is no unit of it. Add it to the product, or convert by hand.");
    }
    auto const converted = base::convert(*item.quantity, unit->factor);
    if (!converted) {
      return refuse(converted.error().reason, converted.error().detail);
    }
    bound.make_extra().entered =
        domain::EnteredQuantity{.quantity = *item.quantity, .unit = uom, .factor = unit->factor};
    bound.quantity = *converted;
  } else if (bound.quantity->millionths % (base::millionths_per_one / power_of_ten(product.decimals)) != 0) {
    return refuse("quantity.decimals", product.sku + " is entered with at most " + std::to_string(product.decimals) +
                                           " decimals. Round the quantity, or change the product.");
  }
  return {};
}

Found<SubjectId> Binder::find_or_make_lot(Product const& product, std::string_view number, std::uint32_t place,
                                          bool& is_new) {
  auto const owner = bound_.owner.value_or(domain::RecordId());
  if (auto const found = find_lot(context_.state, product.id, number, owner)) {
    return found;
  }
  std::string shown(base::trim_blanks(number));
  domain::IdentifierKey key{.value_norm = domain::WorkingSet::unnumbered_lot_norm(product.id, owner),
                            .kind = domain::IdentifierKind::lot,
                            .scope = product.id.value};
  if (!number.empty()) {
    auto norm = normalise_number(domain::IdentifierKind::lot, number);
    if (!norm) {
      return refuse(norm.error().reason, norm.error().detail);
    }
    key.value_norm = *std::move(norm);
  }
  if (!rule_.makes_new || parse_id('l', number)) {
    return refuse("lot.unknown", number.empty() ? "There is nothing of " + product.sku + ". Receive it first."
                                                : product.sku + " has no lot \"" + shown.substr(0, 80) +
                                                      "\". Check the number, or receive it first.");
  }
  if (asked_.verb == Verb::receive && !number.empty() && !domain::is_on(context_.catalog, domain::receive_makes_lots)) {
    return refuse("lot.unknown",
                  product.sku + " has no lot \"" + shown.substr(0, 80) +
                      "\", and in this ledger receiving makes none. Check the number, or register it first.");
  }
  if (product.retired) {
    return refuse("product.retired", product.sku + " is retired: nothing new of it comes in. Activate it again first.");
  }
  auto const [made, added] = new_numbers_.try_emplace(std::move(key), SubjectId());
  if (added) {
    made->second = context_.next_subject();
    bound_.new_lots.push_back({.id = made->second, .product = product.id, .number = std::move(shown), .place = place});
  }
  is_new = true;
  return made->second;
}

/// Goods of another owner or supplier never merge silently into a lot that exists.
Found<void> Binder::check_lot(domain::LotState const& lot) const {
  if (asked_.verb != Verb::receive && asked_.verb != Verb::register_ && asked_.verb != Verb::announce) {
    return {};
  }
  if (bound_.owner.value_or(domain::RecordId()) != lot.owner) {
    return refuse("lot.owner_differs", "Lot " + lot.number + " belongs to somebody else. Use another lot number.");
  }
  if (bound_.party && lot.supplier && bound_.party != lot.supplier && !lot.number.empty()) {
    return refuse("lot.supplier_differs", "Lot " + lot.number +
                                              " holds goods of another supplier. Use another lot "
                                              "number, and keep theirs as supplier-lot.");
  }
  return {};
}

void Binder::bind_lot_item(BoundItem bound, domain::Item const& item) {
  bound.kind = SubjectKind::lot;
  bound.number = item.number;
  auto const found = product_of(item);
  if (!found) {
    return refuse_item(std::move(bound), found.error());
  }
  auto const& product = **found;
  bound.product = product.id;
  bool const whole = is_about_whole_lot(asked_.verb);
  if (product.tracking == Tracking::serial && !(whole && !item.number.empty())) {
    return refuse_item(std::move(bound),
                       {.reason = "product.by_serial",
                        .detail = product.sku + " is tracked by serial "
                                                "number. Name each unit by its serial, or generate them."});
  }
  if (product.tracking == Tracking::lot && item.number.empty()) {
    return refuse_item(std::move(bound), {.reason = "lot.missing",
                                          .detail = product.sku + " is tracked by lot. Name "
                                                                  "the lot."});
  }
  if (product.tracking == Tracking::none && !item.number.empty() && !parse_id('l', item.number)) {
    return refuse_item(std::move(bound),
                       {.reason = "product.not_by_lot",
                        .detail = product.sku + " is not tracked by "
                                                "lot. Leave the lot out, or change the product before its first use."});
  }
  if (whole && item.quantity) {
    return refuse_item(std::move(bound),
                       {.reason = "quantity.not_allowed",
                        .detail = std::string(domain::name_of(asked_.verb)) +
                                  " concerns the lot as a whole. Leave the quantity out; part of a lot is held "
                                  "by a rule on the lot and its place."});
  }
  if (!whole) {
    if (auto const amount = bind_amount(bound, item, product); !amount) {
      return refuse_item(std::move(bound), amount.error());
    }
  }
  auto const lot = find_or_make_lot(product, item.number, bound.place, bound.is_new);
  if (!lot) {
    return refuse_item(std::move(bound), lot.error());
  }
  bound.subject = *lot;
  if (auto const* const state = context_.state.lot(*lot)) {
    if (auto const fits = check_lot(*state); !fits) {
      return refuse_item(std::move(bound), fits.error());
    }
    bound.number = state->number;
  }
  if (auto const extra = bind_extra(bound, item); !extra) {
    return refuse_item(std::move(bound), extra.error());
  }
  bound_.items.push_back(std::move(bound));
}

/// A product's own barcode: as much of its one lot as a pack holds, unless the item says how much.
void Binder::bind_product_scan(BoundItem bound, domain::Item const& item, domain::Catalog::CodeMatch match) {
  auto const& product = *context_.catalog.product(match.product);
  if (product.tracking != Tracking::none) {
    return refuse_item(
        std::move(bound),
        {.reason = product.tracking == Tracking::serial ? "scan.needs_serial" : "scan.needs_lot",
         .detail = "This barcode names the product " + product.sku + " only. Scan the number of the unit or lot too."});
  }
  domain::Item named{.kind = domain::ItemKind::quantity, .product = product.sku};
  named.quantity = item.quantity ? item.quantity : Quantity{match.pack_quantity * base::millionths_per_one};
  if (item.extra) {
    named.extra = std::make_unique<domain::ItemExtra>(*item.extra);
  }
  bind_lot_item(std::move(bound), named);
}

}  // namespace nameplate::app
