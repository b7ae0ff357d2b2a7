#include "app/commands/binder.hpp"
#include "app/commands/number_rules.hpp"
#include "base/ascii.hpp"
#include "domain/records/settings.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::Holder;
using domain::HolderKind;
using domain::RecordId;
using domain::RecordKind;
using domain::Status;
using domain::StatusSet;
using domain::Target;
using domain::Verb;

constexpr StatusSet with_party = {Status::shipped, Status::with_customer, Status::reported};
constexpr StatusSet with_nobody = {Status::ordered, Status::lost, Status::scrapped, Status::consumed};
constexpr StatusSet not_statable = {Status::void_, Status::built_in};

domain::Refusal location_missing(Verb verb) {
  return {.reason = "location.missing",
          .detail = "Say where, with location: " + std::string(domain::name_of(verb)) + " needs a place."};
}

}  // namespace

bool Binder::bind_header() {
  return bind_references() && bind_recipient() && bind_stated_state() && bind_container() && bind_reason() &&
         bind_hold() && bind_release() && bind_common_traits();
}

bool Binder::bind_references() {
  auto const& catalog = context_.catalog;
  if (!asked_.location.empty()) {
    auto const location = find_location(catalog, asked_.location);
    if (!location) {
      return refuse_all(location.error());
    }
    bound_.location = *location;
  }
  if (!asked_.destination.empty()) {
    auto const destination = find_location(catalog, asked_.destination);
    if (!destination) {
      return refuse_all(destination.error());
    }
    bound_.destination = *destination;
  }
  auto parties = asked_.parties;
  if (!asked_.party.empty()) {
    parties.insert(parties.begin(), {.role = "party", .party = asked_.party});
  }
  for (auto const& given : parties) {
    auto const party = find_party(catalog, given.party);
    if (!party) {
      return refuse_all(party.error());
    }
    bound_.parties.push_back({.role = given.role, .party = *party});
  }
  if (!bound_.parties.empty()) {
    bound_.party = bound_.parties.front().party;
  }
  if (asked_.owner == owner_us) {
    bound_.owner = RecordId();
  } else if (!asked_.owner.empty()) {
    auto const owner = find_party(catalog, asked_.owner);
    if (!owner) {
      return refuse_all(owner.error());
    }
    bound_.owner = *owner;
  }
  if (rule_.target == Target::location && !bound_.location) {
    return refuse_all(location_missing(asked_.verb));
  }
  return true;
}

bool Binder::bind_common_traits() {
  auto traits = bind_traits(asked_.traits);
  if (!traits) {
    return refuse_all(std::move(traits.error()));
  }
  bound_.traits = *std::move(traits);
  return true;
}

bool Binder::bind_recipient() {
  if (rule_.target != Target::recipient) {
    return true;
  }
  if (!bound_.party && !bound_.destination) {
    return refuse_all({.reason = "ship.recipient_missing",
                       .detail = "Say to whom, with party, or to which place of ours, with destination."});
  }
  if (bound_.party && bound_.destination) {
    return refuse_all({.reason = "ship.recipient_twice",
                       .detail = "Goods go either to a party or to a place of ours. Leave one of them out; name a "
                                 "carrier in documents or the reason."});
  }
  return true;
}

/// register and adjust: status and holder as the request states them.
bool Binder::bind_stated_state() {
  if (rule_.target != Target::stated) {
    return true;
  }
  if (!asked_.status.empty()) {
    bound_.status = domain::parse_status(asked_.status);
    if (!bound_.status || not_statable.contains(*bound_.status)) {
      return refuse_all({.reason = "status.not_statable",
                         .detail = "\"" + asked_.status.substr(0, 40) +
                                   "\" cannot be stated as a status. See the "
                                   "table of statuses for those that can."});
    }
  } else if (asked_.verb == Verb::register_) {
    bound_.status = Status::in_stock;
  }
  if (bound_.status && with_nobody.contains(*bound_.status)) {
    bound_.holder = Holder();
    return true;
  }
  if (bound_.status && with_party.contains(*bound_.status)) {
    auto const party =
        asked_.holder.empty() ? Found<RecordId>(bound_.party) : find_party(context_.catalog, asked_.holder);
    if (!party) {
      return refuse_all(party.error());
    }
    if (!*party) {
      return refuse_all({.reason = "holder.missing", .detail = "Say with whom it is, with holder or party."});
    }
    bound_.holder = Holder::with(*party);
    return true;
  }
  if (bound_.status == Status::in_transit) {
    if (!bound_.location) {
      return refuse_all({.reason = "location.missing", .detail = "Say where it is on its way to, with location."});
    }
    bound_.holder = Holder::on_the_way_to(bound_.location);
    return true;
  }
  if (!asked_.holder.empty()) {
    auto const holder = find_place_or_container(context_.catalog, context_.state, asked_.holder);
    if (!holder) {
      return refuse_all(holder.error());
    }
    bound_.holder = *holder;
  } else if (bound_.location) {
    bound_.holder = Holder::at(bound_.location);
  } else if (asked_.verb == Verb::register_) {
    return refuse_all(location_missing(asked_.verb));
  }
  return true;  // adjust: what stands at a place of ours stays there
}

bool Binder::bind_container() {
  if (asked_.verb != Verb::pack && asked_.verb != Verb::unpack) {
    return true;
  }
  if (asked_.container.empty()) {
    return asked_.verb == Verb::unpack ||
           refuse_all({.reason = "container.missing", .detail = "Say into which container, with container."});
  }
  bound_.container = find_container(context_.state, asked_.container);
  if (bound_.container) {
    // Dated before anything is on record of it: this is what made it.
    if (asked_.verb == Verb::pack && context_.state.is_untouched(bound_.container)) {
      bound_.container_is_new = true;
      bound_.container_code = context_.state.container(bound_.container)->code;
    }
    return true;
  }
  if (asked_.verb == Verb::unpack || parse_id('c', asked_.container)) {
    return refuse_all(
        {.reason = "container.unknown",
         .detail = "There is no container \"" + asked_.container.substr(0, 80) + "\". Check the number."});
  }
  if (!domain::is_on(context_.catalog, domain::pack_makes_containers)) {
    return refuse_all({.reason = "container.unknown",
                       .detail = "There is no container \"" + asked_.container.substr(0, 80) +
                                 "\", and in this ledger packing makes none. Check the number, or register it first."});
  }
  auto const normalised = normalise_number(domain::IdentifierKind::container, asked_.container);
  if (!normalised) {
    return refuse_all({.reason = normalised.error().reason, .detail = normalised.error().detail});
  }
  bound_.container = find_void_container(*normalised);
  if (!bound_.container) {
    bound_.container = context_.next_subject();
  }
  bound_.container_is_new = true;
  bound_.container_code = std::string(base::trim_blanks(asked_.container));
  return true;
}

/// A container that packing makes stands where `location` says, otherwise where the first item is. When none of them is
/// at a place of ours, none of them can be packed, and that is what is told.
void Binder::place_new_container() {
  if (!bound_.container_is_new) {
    return;
  }
  if (bound_.location) {
    bound_.holder = Holder::at(bound_.location);
    return;
  }
  auto const& state = context_.state;
  for (auto const& item : bound_.items) {
    Holder holder;
    if (auto const* const unit = state.unit(item.subject)) {
      holder = unit->holder;
    } else if (auto const* const container = state.container(item.subject)) {
      holder = container->holder;
    } else if (item.kind == domain::SubjectKind::lot) {
      auto const balances = state.balances_of(item.subject);
      auto const from = item.extra ? item.extra->from : std::nullopt;
      auto const here = std::ranges::find_if(balances, [&](domain::Balance const& balance) {
        return balance.quantity.millionths > 0 &&
               (from ? balance.key.holder == *from : balance.key.holder.kind == HolderKind::location);
      });
      holder = here == balances.end() ? Holder() : here->key.holder;
    }
    auto const place = state.place_of(holder);
    if (place.kind == HolderKind::location) {
      bound_.holder = place;
      return;
    }
  }
}

bool Binder::bind_reason() {
  if (asked_.verb != Verb::adjust) {
    return true;
  }
  if (asked_.reason.empty()) {
    return refuse_all({.reason = "reason.missing", .detail = "Say why, with reason: a reason code is needed here."});
  }
  auto const* const code = context_.catalog.reason_code(context_.catalog.find(RecordKind::reason_code, asked_.reason));
  if (code == nullptr || code->retired || (!code->verbs.empty() && !code->verbs.contains(asked_.verb))) {
    return refuse_all({.reason = "reason.unknown",
                       .detail = "\"" + asked_.reason.substr(0, 40) +
                                 "\" is no reason code for this. GET /reason-codes lists "
                                 "them."});
  }
  return true;
}

bool Binder::bind_hold() {
  if (asked_.verb != Verb::hold) {
    return true;
  }
  auto const& catalog = context_.catalog;
  auto const* const kind = catalog.hold_kind(catalog.find(RecordKind::hold_kind, asked_.hold_kind));
  if (kind == nullptr || kind->retired) {
    return refuse_all(
        {.reason = "hold_kind.unknown",
         .detail = "\"" + asked_.hold_kind.substr(0, 40) + "\" is no kind of hold. GET /hold-kinds lists them."});
  }
  bound_.hold_kind = kind->id;
  bound_.new_hold = {context_.next_subject().value};
  if (!asked_.rule) {
    return true;
  }
  auto const& given = *asked_.rule;
  domain::HoldRule rule;
  if (!given.product.empty()) {
    auto const product = find_product(catalog, given.product);
    if (!product) {
      return refuse_all(product.error());
    }
    rule.product = (*product)->id;
  }
  if (!given.category.empty()) {
    rule.category = catalog.find(RecordKind::category, given.category);
    if (!rule.category) {
      return refuse_all({.reason = "category.unknown",
                         .detail = "There is no category \"" + given.category.substr(0, 80) + "\". Check the code."});
    }
  }
  if (!given.lot.empty()) {
    rule.lot = find_lot(context_.state, rule.product, given.lot, {});
    if (!rule.lot) {
      return refuse_all({.reason = "lot.unknown",
                         .detail = "There is no such lot of this product. Name product and "
                                   "lot number, or the id of the lot."});
    }
  }
  if (!given.location.empty()) {
    auto const location = find_location(catalog, given.location);
    if (!location) {
      return refuse_all(location.error());
    }
    rule.place = Holder::at(*location);
  } else if (!given.container.empty()) {
    auto const container = find_container(context_.state, given.container);
    if (!container) {
      return refuse_all({.reason = "container.unknown", .detail = "There is no such container. Check the number."});
    }
    rule.place = Holder::in(container);
  }
  if (rule == domain::HoldRule()) {
    return refuse_all(
        {.reason = "hold.rule_empty", .detail = "A rule names a product, category, lot, location or container."});
  }
  bound_.rule = rule;
  return true;
}

bool Binder::bind_release() {
  if (asked_.verb != Verb::release || !asked_.hold) {
    return true;
  }
  auto const* const hold = context_.state.hold(*asked_.hold);
  if (hold == nullptr) {
    return refuse_all({.reason = "hold.unknown", .detail = "There is no such hold. GET /holds lists them."});
  }
  if (!hold->is_active()) {
    return refuse_all({.reason = "hold.released", .detail = "This hold was released already."});
  }
  bound_.holds.push_back(hold->id);
  return true;
}

}  // namespace nameplate::app
