#include "app/commands/binder.hpp"
#include "app/commands/number_rules.hpp"
#include "base/ascii.hpp"
#include "domain/evolve.hpp"

#include <iterator>

namespace nameplate::app {
namespace {

using domain::BoundItem;
using domain::IdentifierKey;
using domain::IdentifierKind;
using domain::SubjectId;
using domain::SubjectKind;
using domain::Verb;

/// Within what a number of this kind is unique, for this subject.
std::int64_t scope_of(IdentifierKind kind, domain::RecordId product, SubjectId subject) {
  switch (domain::rule_of(kind).scope) {
    case domain::Scope::ledger: return 0;
    case domain::Scope::product: return product.value;
    case domain::Scope::none: return subject.value;
  }
  return 0;
}

struct Bearers {
  SubjectId other = {};     ///< somebody else bears the number, or bore it and keeps it for ever
  bool has_it_now = false;  ///< the subject itself bears it
};
Bearers bearers_of(domain::WorkingSet const& state, IdentifierKey const& key, SubjectId subject) {
  Bearers bearers;
  for (auto const& identifier : state.identifiers(key.value_norm)) {
    bool const kept = !identifier.mistaken && domain::rule_of(key.kind).reuse == domain::Reuse::never;
    if (identifier.key != key) {
      continue;
    }
    if (identifier.subject == subject) {
      bearers.has_it_now = bearers.has_it_now || identifier.is_current();
    } else if (identifier.is_current() || kept) {
      bearers.other = identifier.subject;
    }
  }
  return bearers;
}

}  // namespace

Found<void> Binder::bind_extra(BoundItem& bound, domain::Item const& item) {
  if (asked_.verb == Verb::release) {
    if (auto const released = bind_release_of(bound); !released) {
      return released;
    }
  }
  if (asked_.dates != domain::Dates()) {
    bound.make_extra().dates = asked_.dates;
  }
  if (auto const set = bind_what_it_is(bound); !set) {
    return set;
  }
  if (!item.extra) {
    if (asked_.verb == Verb::relabel) {
      return refuse("relabel.number_missing", "Say the new number, with newSerial.");
    }
    return {};
  }
  auto const& given = *item.extra;
  auto& extra = bound.make_extra();
  extra.note = given.note;
  extra.dates = domain::merge_dates(extra.dates, given.dates);
  if (!given.traits.is_empty()) {
    auto traits = bind_traits(given.traits);
    if (!traits) {
      return std::unexpected(std::move(traits.error()));
    }
    extra.traits = *std::move(traits);
  }
  extra.weight = given.weight;
  if (!given.from.empty()) {
    auto const from = find_place_or_container(context_.catalog, context_.state, given.from);
    if (!from) {
      return std::unexpected(from.error());
    }
    extra.from = *from;
  }
  if (!given.lot.empty() && bound.kind == SubjectKind::unit) {
    if (auto const lot = bind_unit_lot(bound, given); !lot) {
      return lot;
    }
  }
  if (asked_.verb == Verb::relabel) {
    return bind_relabel(bound, given);
  }
  return bind_identifiers(bound, given);
}

Found<void> Binder::bind_identifiers(BoundItem& bound, domain::ItemExtra const& extra) {
  for (auto const& given : extra.identifiers) {
    auto const kind = domain::parse_identifier_kind(given.kind);
    if (!kind || *kind == IdentifierKind::serial || *kind == IdentifierKind::container ||
        *kind == IdentifierKind::lot) {
      return refuse(
          "identifier.kind_unknown",
          "\"" + given.kind.substr(0, 40) + "\" is no kind of number that can be added. See the table of kinds.");
    }
    auto norm = normalise_number(*kind, given.value);
    if (!norm) {
      return refuse(norm.error().reason, norm.error().detail);
    }
    IdentifierKey key{
        .value_norm = *std::move(norm), .kind = *kind, .scope = scope_of(*kind, bound.product, bound.subject)};
    auto const [other, has_it_now] = bearers_of(context_.state, key, bound.subject);
    if (has_it_now) {
      continue;
    }
    if (other || !new_numbers_.try_emplace(key, bound.subject).second) {
      return refuse(
          "number.taken",
          "The " + given.kind + " " + given.value.substr(0, 80) + " belongs to something else. Check both labels.",
          other ? std::vector{external_id(context_.state, other)} : std::vector<std::string>());
    }
    bound.make_extra().identifiers.push_back(
        {.opens = true, .key = std::move(key), .value = std::string(base::trim_blanks(given.value))});
  }
  return {};
}

/// Another number instead of the one before. Without a kind it is the serial, the container's code or the lot's number.
/// Whether it is free is decided with all items, so that two labels can be swapped.
Found<void> Binder::bind_relabel(BoundItem& bound, domain::ItemExtra const& extra) {
  auto const own_kind = bound.kind == SubjectKind::unit        ? IdentifierKind::serial
                        : bound.kind == SubjectKind::container ? IdentifierKind::container
                                                               : IdentifierKind::lot;
  auto const given_kind = domain::parse_identifier_kind(extra.identifier_kind);
  auto const kind = extra.identifier_kind.empty() ? own_kind : given_kind.value_or(IdentifierKind::serial);
  bool const is_of_another =
      kind == IdentifierKind::serial || kind == IdentifierKind::container || kind == IdentifierKind::lot;
  if ((!given_kind && !extra.identifier_kind.empty()) || (kind != own_kind && is_of_another)) {
    return refuse("identifier.kind_unknown", "\"" + extra.identifier_kind.substr(0, 40) +
                                                 "\" is no kind of number that this can bear. See the table of kinds.");
  }
  bound.extra->mistyped = extra.mistyped;
  if (extra.new_serial.empty()) {
    return refuse("relabel.number_missing", "Say the new number, with newSerial.");
  }
  auto norm = normalise_number(kind, extra.new_serial);
  if (!norm) {
    return refuse(norm.error().reason, norm.error().detail);
  }
  std::string shown(base::trim_blanks(extra.new_serial));
  IdentifierKey key{
      .value_norm = *std::move(norm), .kind = kind, .scope = scope_of(kind, bound.product, bound.subject)};
  if (!new_numbers_.try_emplace(key, bound.subject).second) {
    return refuse("item.twice", "Two items of this request take the same number. Give each its own.");
  }
  if (kind == own_kind) {
    bound.extra->new_number = std::move(shown);
    return {};
  }
  if (current_kind_ != kind) {
    current_kind_ = kind;
    current_numbers_ = context_.state.current_identifiers(kind);
  }
  auto const [first, last] = current_numbers_.equal_range(bound.subject);
  if (std::distance(first, last) > 1) {
    return refuse("relabel.ambiguous", bound.number + " bears several numbers of the kind " + extra.identifier_kind +
                                           ", so it is not clear which one is replaced.");
  }
  if (first != last) {
    auto const& identifier = first->second;
    bound.extra->closes = domain::IdentifierChange{.opens = false, .key = identifier.key, .value = identifier.value};
  }
  bound.extra->identifiers.push_back({.opens = true, .key = std::move(key), .value = std::move(shown)});
  return {};
}

/// amend: the product and the lot that the unit really is of.
Found<void> Binder::bind_what_it_is(BoundItem& bound) {
  if (asked_.set_product.empty() && asked_.set_lot.empty()) {
    return {};
  }
  if (bound.kind != SubjectKind::unit) {
    return refuse("amend.not_a_unit", "Only a unit can turn out to be of another product or lot. Adjust quantities.");
  }
  if (!asked_.set_product.empty()) {
    auto const product = find_product(context_.catalog, asked_.set_product);
    if (!product) {
      return std::unexpected(product.error());
    }
    if ((*product)->tracking != domain::Tracking::serial) {
      return refuse("product.not_by_serial", (*product)->sku + " is not tracked by serial number.");
    }
    bound.make_extra().becomes = (*product)->id;
  }
  if (!asked_.set_lot.empty()) {
    bound.make_extra();
    auto of_product = bound.extra->becomes ? bound.extra->becomes : bound.product;
    auto const lot = find_lot(context_.state, of_product, asked_.set_lot, {});
    if (!lot) {
      return refuse("lot.unknown", "There is no such lot of that product. Register it first, or check the number.");
    }
    bound.extra->lot = lot;
  }
  return {};
}

Found<void> Binder::bind_unit_lot(BoundItem& bound, domain::ItemExtra const& extra) {
  auto const* const product = context_.catalog.product(bound.product);
  bool is_new = false;
  auto const lot = find_or_make_lot(*product, extra.lot, bound.place, is_new);
  if (!lot) {
    return std::unexpected(lot.error());
  }
  if (auto const* const known = context_.state.lot(*lot)) {
    if (auto const fits = check_lot(*known); !fits) {
      return fits;
    }
  }
  bound.extra->lot = *lot;
  return {};
}

/// Only holds that the item itself is under can be lifted from it.
Found<void> Binder::bind_release_of(BoundItem const& bound) {
  bool lifted = false;
  for (auto const& member : context_.state.active_members_of(bound.subject)) {
    auto const* const kind = context_.catalog.hold_kind(member.kind);
    bool const meant =
        asked_.hold ? member.hold == *asked_.hold
                    : kind != nullptr && domain::normalise_code(kind->code) == domain::normalise_code(asked_.hold_kind);
    if (meant) {
      lifted = true;
      if (!asked_.hold) {
        bound_.holds.push_back(member.hold);
      }
    }
  }
  if (!lifted) {
    return refuse("hold.not_on_item", bound.number +
                                          " is not under that hold by itself. A hold by rule is released "
                                          "as a whole, by its id.");
  }
  return {};
}

}  // namespace nameplate::app
