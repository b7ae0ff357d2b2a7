#include "app/commands/binder.hpp"
#include "app/commands/label_items.hpp"
#include "app/commands/number_rules.hpp"
#include "base/ascii.hpp"
#include "base/check.hpp"
#include "identify/scan.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::BoundItem;
using domain::Identifier;
using domain::IdentifierKind;
using domain::Item;
using domain::ItemKind;
using domain::SubjectId;
using domain::SubjectKind;

std::string quoted(std::string_view text) {
  return "\"" + std::string(text.substr(0, 80)) + "\"";
}

/// What a number may mean: those that bore it at the stated time, else its current bearers; when there are none, those
/// that bore it.
struct Candidates {
  std::vector<SubjectId> subjects;
  bool by_old_label = false;
};

template <typename Fits>
Candidates find_bearers(BindContext const& context, std::string const& norm, Fits fits) {
  Candidates result;
  auto const take = [&](auto const& counts) {
    for (auto const& identifier : context.state.identifiers(norm)) {
      if (counts(identifier) && fits(identifier) &&
          std::ranges::find(result.subjects, identifier.subject) == result.subjects.end()) {
        result.subjects.push_back(identifier.subject);
      }
    }
    return !result.subjects.empty();
  };
  bool const is_borne_then =
      context.time && take([&](Identifier const& identifier) {
        return identifier.valid_from <= *context.time && (!identifier.valid_to || *context.time < *identifier.valid_to);
      });
  if (is_borne_then || take([](Identifier const& identifier) { return identifier.is_current(); })) {
    return result;
  }
  result.by_old_label = take([](Identifier const& identifier) { return !identifier.is_current(); });
  return result;
}

}  // namespace

void Binder::refuse_item(BoundItem bound, domain::Refusal refusal) {
  bound.make_extra().refusal = std::move(refusal);
  bound_.items.push_back(std::move(bound));
}

Found<domain::Product const*> Binder::product_of(Item const& item) {
  auto const& sku = item.product.empty() ? asked_.product : item.product;
  if (last_product_ == nullptr || sku != last_sku_) {
    auto const product = find_product(context_.catalog, sku);
    if (!product) {
      return product;
    }
    last_sku_ = sku;
    last_product_ = *product;
  }
  return last_product_;
}

void Binder::bind_item(std::uint32_t place, Item const& item) {
  BoundItem bound{.place = place};
  switch (item.kind) {
    case ItemKind::serial: return bind_serial(std::move(bound), item);
    case ItemKind::generate: return bind_generated(place, item);
    case ItemKind::scan: return bind_scan(std::move(bound), item);
    case ItemKind::unit: return bind_unit(std::move(bound), item);
    case ItemKind::lot:
    case ItemKind::quantity: return bind_lot_item(std::move(bound), item);
    case ItemKind::container: return bind_container_item(std::move(bound), item);
  }
  base::unreachable();
}

void Binder::bind_serial(BoundItem bound, Item const& item) {
  bound.number = item.number;
  auto norm = normalise_number(IdentifierKind::serial, item.number);
  if (!norm) {
    return refuse_item(std::move(bound), as_refusal(norm.error()));
  }
  if (item.product.empty() && asked_.product.empty()) {
    return bind_scan(std::move(bound), item);
  }
  auto const product = product_of(item);
  if (!product) {
    return refuse_item(std::move(bound), product.error());
  }
  if ((*product)->tracking != domain::Tracking::serial) {
    return refuse_item(std::move(bound), {.reason = "product.not_by_serial",
                                          .detail = (*product)->sku + " is not tracked by serial number. Name a "
                                                                      "quantity instead."});
  }
  auto const is_of_product = [&](Identifier const& identifier) {
    auto const* const unit = context_.state.unit(identifier.subject);
    return unit != nullptr && unit->product == (*product)->id;
  };
  auto found = find_bearers(context_, *norm, [&](Identifier const& identifier) {
    bool const counts = identifier.is_current() || !identifier.mistaken || !rule_.makes_new;
    return identifier.key.kind == IdentifierKind::serial && counts && is_of_product(identifier);
  });
  if (found.subjects.empty()) {
    // By any other number that it bears. What may be made new is not taken for something that only once bore the
    // number, nor for what a customer calls so.
    found = find_bearers(context_, *norm, [&](Identifier const& identifier) {
      bool const is_sure = identifier.is_current() && domain::rule_of(identifier.key.kind).scope != domain::Scope::none;
      return (is_sure || !rule_.makes_new) && is_of_product(identifier);
    });
  }
  if (found.subjects.size() > 1) {
    return bind_scan(std::move(bound), item);
  }
  if (found.subjects.empty()) {
    if (auto const later = context_.state.later_bearer(*norm, (*product)->id)) {
      return bind_unborn(std::move(bound), later, item);
    }
    if (rule_.makes_new) {
      if (auto refusal = number_fault_of(**product, *norm)) {
        return refuse_item(std::move(bound), *std::move(refusal));
      }
      bound.subject = find_void(*norm, (*product)->id);
      return bind_new_unit(std::move(bound), **product, item.number, *norm, item);
    }
    return refuse_item(std::move(bound), {.reason = "unit.unknown",
                                          .detail = (*product)->sku +
                                                    " has no unit with the "
                                                    "number " +
                                                    quoted(item.number) + ". Check the number, or receive it first."});
  }
  if (found.by_old_label && rule_.makes_new) {
    return refuse_item(std::move(bound), {.reason = "number.used_before",
                                          .detail = quoted(item.number) + " was the number of another unit, which was "
                                                                          "relabelled. It is never given again.",
                                          .matches = {external_id(context_.state, found.subjects.front())}});
  }
  bound.subject = found.subjects.front();
  if (found.by_old_label) {
    bound.make_extra().warnings.emplace_back("number.old_label");
  }
  finish_unit(std::move(bound), item);
}

/// A unit whose registration was a mistake: registering its number again revives it.
SubjectId Binder::find_void(std::string const& number_norm, domain::RecordId product) const {
  for (auto const& identifier : context_.state.identifiers(number_norm)) {
    auto const* const unit = context_.state.unit(identifier.subject);
    if (identifier.key.kind == IdentifierKind::serial && identifier.mistaken && unit != nullptr &&
        unit->product == product && unit->status == domain::Status::void_) {
      return unit->id;
    }
  }
  return {};
}

SubjectId Binder::find_void_container(std::string const& number_norm) const {
  for (auto const& identifier : context_.state.identifiers(number_norm)) {
    auto const* const container = context_.state.container(identifier.subject);
    if (identifier.key.kind == IdentifierKind::container && identifier.mistaken && container != nullptr &&
        container->status == domain::Status::void_) {
      return container->id;
    }
  }
  return {};
}

void Binder::bind_new_unit(BoundItem bound, domain::Product const& product, std::string_view number,
                           std::string const& number_norm, Item const& item) {
  if (product.retired) {
    return refuse_item(std::move(bound), {.reason = "product.retired",
                                          .detail = product.sku + " is retired: nothing "
                                                                  "new of it comes in. Activate it again first."});
  }
  domain::IdentifierKey const key{.value_norm = number_norm, .kind = IdentifierKind::serial, .scope = product.id.value};
  if (!bound.subject) {
    bound.subject = context_.next_subject();
  }
  if (!new_numbers_.try_emplace(key, bound.subject).second) {
    return refuse_item(std::move(bound), {.reason = "item.twice",
                                          .detail = quoted(number) + " stands in this request twice. Name it once."});
  }
  bound.is_new = true;
  bound.product = product.id;
  bound.number = std::string(base::trim_blanks(number));
  auto const extra = bind_extra(bound, item);
  if (!extra) {
    return refuse_item(std::move(bound), extra.error());
  }
  bound_.items.push_back(std::move(bound));
}

/// A unit that is first on record at a later time: only what can begin with it can be put in before.
void Binder::bind_unborn(BoundItem bound, SubjectId subject, Item const& item) {
  auto const& unit = *context_.state.unborn(subject);
  bound.subject = subject;
  bound.product = unit.product;
  bound.number = unit.serial;
  if (!rule_.makes_new) {
    return refuse_item(std::move(bound), {.reason = "unit.not_yet",
                                          .detail = "Serial " + unit.serial +
                                                    " is not on record yet at that time. Enter first how it came in, "
                                                    "or state a later time."});
  }
  bound.is_new = true;
  auto const extra = bind_extra(bound, item);
  if (!extra) {
    return refuse_item(std::move(bound), extra.error());
  }
  bound_.items.push_back(std::move(bound));
}

void Binder::bind_unit(BoundItem bound, Item const& item) {
  bound.subject = {item.amount};
  if (context_.state.unborn(bound.subject) != nullptr) {
    return bind_unborn(std::move(bound), {item.amount}, item);
  }
  if (context_.state.unit(bound.subject) == nullptr) {
    return refuse_item(
        std::move(bound),
        {.reason = "unit.unknown", .detail = "There is no unit u" + std::to_string(item.amount) + ". Check the id."});
  }
  finish_unit(std::move(bound), item);
}

void Binder::bind_container_item(BoundItem bound, Item const& item) {
  bound.kind = SubjectKind::container;
  bound.number = item.number;
  bound.subject = find_container(context_.state, item.number);
  if (!bound.subject) {
    auto const norm = normalise_number(IdentifierKind::container, item.number);
    if (!norm) {
      return refuse_item(std::move(bound), as_refusal(norm.error()));
    }
    if (!rule_.makes_new || parse_id('c', item.number)) {
      return refuse_item(std::move(bound),
                         {.reason = "container.unknown",
                          .detail = "There is no container " + quoted(item.number) + ". Check the number."});
    }
    bound.subject = find_void_container(*norm);
    if (!bound.subject) {
      bound.subject = context_.next_subject();
    }
    bound.is_new = true;
    bound.number = std::string(base::trim_blanks(item.number));
    domain::IdentifierKey const key{.value_norm = *norm, .kind = IdentifierKind::container};
    if (!new_numbers_.try_emplace(key, bound.subject).second) {
      return refuse_item(
          std::move(bound),
          {.reason = "item.twice", .detail = quoted(item.number) + " stands in this request twice. Name it once."});
    }
  } else {
    bound.number = context_.state.container(bound.subject)->code;
  }
  auto const extra = bind_extra(bound, item);
  if (!extra) {
    return refuse_item(std::move(bound), extra.error());
  }
  bound_.items.push_back(std::move(bound));
}

void Binder::bind_scan(BoundItem bound, Item const& item) {
  bound.number = item.number;
  domain::RecordId product;
  if (!item.product.empty() || !asked_.product.empty()) {
    auto const named = product_of(item);
    if (!named) {
      return refuse_item(std::move(bound), named.error());
    }
    product = (*named)->id;
  }
  Candidates found;
  auto const numbers = numbers_of_scan(item.number);
  for (auto const& norm : numbers) {
    found = find_bearers(context_, norm, [&](Identifier const& identifier) {
      auto const* const unit = context_.state.unit(identifier.subject);
      return !product || unit == nullptr || unit->product == product;
    });
    if (!found.subjects.empty()) {
      break;
    }
  }
  if (found.subjects.size() > 1) {
    domain::Refusal refusal{.reason = "scan.ambiguous",
                            .detail = quoted(item.number) +
                                      " is the number of several "
                                      "things. Say which product, or name the unit."};
    for (auto const subject : found.subjects) {
      refusal.matches.push_back(external_id(context_.state, subject));
    }
    return refuse_item(std::move(bound), std::move(refusal));
  }
  if (found.subjects.empty()) {
    for (auto const& norm : numbers) {
      if (auto const later = context_.state.later_bearer(norm, product)) {
        return bind_unborn(std::move(bound), later, item);
      }
    }
    auto const matches = context_.catalog.products_by_code(numbers.empty() ? item.number : numbers.front());
    if (matches.size() == 1 && item.kind == ItemKind::scan) {
      return bind_product_scan(std::move(bound), item, matches.front());
    }
    if (item.kind == ItemKind::scan) {
      // What a label says was put in its place before, see read_labels: this one could not be.
      auto const scan = identify::parse_scan(item.number);
      if (auto const said = item_of_label(context_.catalog, asked_, item, scan, context_.now); !said) {
        return refuse_item(std::move(bound), as_refusal(said.error()));
      }
      if (rule_.makes_new && product && !numbers.empty()) {
        if (auto refusal = number_fault_of(*context_.catalog.product(product), numbers.front())) {
          return refuse_item(std::move(bound), *std::move(refusal));
        }
        // The label's own spelling, without what the scanner sent around it.
        return bind_new_unit(std::move(bound), *context_.catalog.product(product), scan.text, numbers.front(), item);
      }
    }
    return refuse_item(std::move(bound), {.reason = item.kind == ItemKind::scan ? "scan.unknown" : "unit.unknown",
                                          .detail = "Nothing is known by the number " + quoted(item.number) +
                                                    ". Check it, or receive it with its product first."});
  }
  bound.subject = found.subjects.front();
  if (found.by_old_label) {
    bound.make_extra().warnings.emplace_back("number.old_label");
  }
  if (context_.state.unit(bound.subject) != nullptr) {
    return finish_unit(std::move(bound), item);
  }
  if (auto const* const lot = context_.state.lot(bound.subject)) {
    domain::Item named{.kind = ItemKind::lot,
                       .product = std::string(context_.catalog.code_of(domain::RecordKind::product, lot->product)),
                       .number = external_id(context_.state, lot->id),
                       .quantity = item.quantity};
    if (item.extra) {
      named.extra = std::make_unique<domain::ItemExtra>(*item.extra);
    }
    return bind_lot_item(std::move(bound), named);
  }
  bound.kind = SubjectKind::container;
  bound.number = context_.state.container(bound.subject)->code;
  auto const extra = bind_extra(bound, item);
  if (!extra) {
    return refuse_item(std::move(bound), extra.error());
  }
  bound_.items.push_back(std::move(bound));
}

void Binder::finish_unit(BoundItem bound, Item const& item) {
  auto const& unit = *context_.state.unit(bound.subject);
  bound.product = unit.product;
  bound.number = unit.serial;
  auto const extra = bind_extra(bound, item);
  if (!extra) {
    return refuse_item(std::move(bound), extra.error());
  }
  bound_.items.push_back(std::move(bound));
}

}  // namespace nameplate::app
