#pragma once

#include "base/clock.hpp"
#include "domain/decide.hpp"
#include "support/business.hpp"
#include "support/request.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace nameplate::test {

/// A unit to begin with: `a_unit("S-1").in(Status::shipped).at(Holder::with(acme))`.
struct AUnit {
  domain::UnitState state;

  AUnit& of(domain::RecordId product) { return state.product = product, *this; }
  AUnit& in(domain::Status status) { return state.status = status, *this; }
  AUnit& at(domain::Holder holder) { return state.holder = holder, *this; }
  AUnit& at(domain::RecordId location) { return at(domain::Holder::at(location)); }
  AUnit& inside(domain::SubjectId container) { return at(domain::Holder::in(container)); }
  AUnit& owned_by(domain::RecordId owner) { return state.owner = owner, *this; }
  AUnit& of_lot(domain::SubjectId lot) { return state.lot = lot, *this; }
  AUnit& expiring(std::int32_t day) { return state.dates.expires = day, *this; }
};
[[nodiscard]] inline AUnit a_unit(std::string serial) {
  return {{.serial = std::move(serial), .status = domain::Status::in_stock}};
}

struct AContainer {
  domain::ContainerState state;

  AContainer& in(domain::Status status) { return state.status = status, *this; }
  AContainer& at(domain::Holder holder) { return state.holder = holder, *this; }
  AContainer& at(domain::RecordId location) { return at(domain::Holder::at(location)); }
  AContainer& inside(domain::SubjectId container) { return at(domain::Holder::in(container)); }
};
[[nodiscard]] inline AContainer a_container(std::string code) {
  return {{.code = std::move(code)}};
}

struct ALot {
  domain::LotState state;
  std::vector<domain::Balance> balances = {};

  ALot& of(domain::RecordId product) { return state.product = product, *this; }
  ALot& owned_by(domain::RecordId owner) { return state.owner = owner, *this; }
  ALot& supplied_by(domain::RecordId party) { return state.supplier = party, *this; }
  ALot& expiring(std::int32_t day) { return state.dates.expires = day, *this; }
  ALot& lying(domain::Holder holder, std::string_view quantity, domain::Status status = domain::Status::in_stock,
              std::string_view weight = "0") {
    balances.push_back({.key = {.lot = {}, .holder = holder, .status = status},
                        .quantity = amount(quantity),
                        .weight = amount(weight)});
    return *this;
  }
  ALot& lying(domain::RecordId location, std::string_view quantity, domain::Status status = domain::Status::in_stock) {
    return lying(domain::Holder::at(location), quantity, status);
  }
};
[[nodiscard]] inline ALot a_lot(std::string number) {
  return {{.number = std::move(number)}};
}

/// A ledger without a database: master data, a working set that holds everything, a clock, and somebody who asks.
/// Without more words units are cameras in stock at BIN-1, containers stand at BIN-1, lots are milk.
class World : public Business {
 public:
  static constexpr base::Instant began{1'800'000'000'000'000};  ///< when everything that `put` makes happened last
  static constexpr std::int64_t minute = 60 * base::microseconds_per_second;

  domain::WorkingSet state;
  base::FixedClock clock{began.plus(base::microseconds_per_hour)};
  domain::Role role = domain::Role::admin;

  domain::SubjectId put(AUnit unit) {
    auto& it = unit.state;
    it.id = {++last_id_};
    it.product = it.product ? it.product : cam;
    it.holder = it.holder == domain::Holder() && domain::in_our_hands.contains(it.status) ? domain::Holder::at(bin_1)
                                                                                          : it.holder;
    it.trail = trail();
    bear({.value_norm = domain::normalise_code(it.serial),
          .kind = domain::IdentifierKind::serial,
          .scope = it.product.value},
         it.id, it.serial);
    state.add_unit(it);
    return it.id;
  }
  domain::SubjectId put(AContainer container) {
    auto& it = container.state;
    it.id = {++last_id_};
    it.holder = it.holder == domain::Holder() && domain::in_our_hands.contains(it.status) ? domain::Holder::at(bin_1)
                                                                                          : it.holder;
    it.place = state.place_of(it.holder);
    it.trail = trail();
    bear({.value_norm = domain::normalise_code(it.code), .kind = domain::IdentifierKind::container}, it.id, it.code);
    state.add_container(it);
    state.know_contents_of(std::array{it.id});
    return it.id;
  }
  domain::SubjectId put(ALot lot) {
    auto& it = lot.state;
    it.id = {++last_id_};
    it.product = it.product ? it.product : milk;
    it.trail = trail();
    bear({.value_norm = it.number.empty() ? domain::WorkingSet::unnumbered_lot_norm(it.product, it.owner)
                                          : domain::normalise_code(it.number),
          .kind = domain::IdentifierKind::lot,
          .scope = it.product.value},
         it.id, it.number);
    state.add_lot(it);
    for (auto& balance : lot.balances) {
      balance.key.lot = it.id;
      balance.trail = trail();
      state.add_balance(balance);
    }
    return it.id;
  }
  /// A hold on items that stood before everything else.
  domain::HoldId put_hold(std::string_view kind, std::vector<domain::SubjectId> const& items) {
    domain::HoldId const id{++last_id_};
    state.add_hold(
        {.id = id, .kind = hold_kind(kind), .reason = {}, .case_number = {}, .placed_by = {1}, .placed_at = began});
    for (auto const item : items) {
      state.add_member({.subject = item, .hold = id, .kind = hold_kind(kind), .placed_by = {1}});
    }
    return id;
  }
  /// Another number of something.
  void bear(domain::IdentifierKey key, domain::SubjectId subject, std::string value) {
    state.add_identifier(
        {.key = std::move(key), .subject = subject, .value = std::move(value), .valid_from = began, .opened_by = {1}});
  }

  [[nodiscard]] Request ask(domain::Verb verb) { return {state, verb, {++last_event_}, last_id_}; }

  /// Judges without folding.
  [[nodiscard]] domain::Decision judge(Request& request) {
    return domain::decide({.catalog = catalog,
                           .state = state,
                           .actor = {.account = 0, .role = role},
                           .now = clock.now(),
                           .salt_seed = "seed"},
                          request.bound());
  }
  /// Judges, and lets it happen.
  domain::Decision let(Request& request) {
    auto decision = judge(request);
    if (decision.event) {
      state.fold(*decision.event);
      follow_holds(*decision.event);
    }
    return decision;
  }
  /// Lets it happen; throws when it is refused.
  domain::Decision done(Request& request) {
    auto decision = let(request);
    if (decision.refusal) {
      throw std::logic_error(decision.refusal->reason + ": " + decision.refusal->detail);
    }
    return decision;
  }
  /// The slug of the refusal of the whole; empty when it is not refused.
  [[nodiscard]] std::string refusal(Request& request) {
    auto const decision = judge(request);
    return decision.refusal ? decision.refusal->reason : std::string();
  }

  domain::HoldId place_hold(std::string_view kind, std::vector<domain::SubjectId> const& units) {
    auto request = ask(domain::Verb::hold);
    request.units(units).kind(hold_kind(kind));
    done(request);
    return request.bound().new_hold;
  }
  domain::HoldId place_hold(std::string_view kind, domain::HoldRule rule) {
    auto request = ask(domain::Verb::hold);
    request.kind(hold_kind(kind)).rule(rule);
    done(request);
    return request.bound().new_hold;
  }

  [[nodiscard]] domain::UnitState const& unit(domain::SubjectId id) const { return *state.unit(id); }
  [[nodiscard]] domain::ContainerState const& container(domain::SubjectId id) const { return *state.container(id); }
  /// How much of a lot lies there; "0" where nothing ever did.
  [[nodiscard]] std::string quantity(domain::SubjectId lot, domain::Holder holder,
                                     domain::Status status = domain::Status::in_stock) const {
    auto const* const balance = state.balance({lot, holder, status});
    return base::to_string(balance == nullptr ? base::Quantity() : balance->quantity);
  }
  [[nodiscard]] std::string weight(domain::SubjectId lot, domain::Holder holder,
                                   domain::Status status = domain::Status::in_stock) const {
    auto const* const balance = state.balance({lot, holder, status});
    return base::to_string(balance == nullptr ? base::Quantity() : balance->weight);
  }

 private:
  [[nodiscard]] static domain::Trail trail() { return {.last_event = {1}, .latest_time = began}; }

  void follow_holds(domain::Event const& event) {
    if (auto const* const placed = std::get_if<domain::HoldPlaced>(&event.matter)) {
      catalog.place_hold(*state.hold(placed->hold));
    } else if (auto const* const released = std::get_if<domain::HoldsReleased>(&event.matter)) {
      for (auto const hold : released->holds) {
        if (!state.hold(hold)->is_active()) {
          catalog.release_hold(hold);
        }
      }
    }
  }

  std::int64_t last_id_ = 1000;
  std::int64_t last_event_ = 1000;
};

}  // namespace nameplate::test
