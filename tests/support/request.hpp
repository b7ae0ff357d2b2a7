#pragma once

#include "base/quantity.hpp"
#include "domain/bound.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nameplate::test {

[[nodiscard]] inline base::Quantity amount(std::string_view text) {
  return base::parse_quantity(text).value();
}

/// An operation whose codes have been looked up already, put together word by word. `with` says more about the item
/// before it.
class Request {
 public:
  Request(domain::WorkingSet const& state, domain::Verb verb, domain::EventId event, std::int64_t& last_id)
      : state_(state), last_id_(last_id) {
    asked_->verb = verb;
    bound_.event = event;
  }

  Request& unit(domain::SubjectId id) {
    auto const& unit = *state_.unit(id);
    return item({.kind = domain::SubjectKind::unit, .subject = id, .product = unit.product, .number = unit.serial});
  }
  Request& units(std::vector<domain::SubjectId> const& ids) {
    for (auto const id : ids) {
      unit(id);
    }
    return *this;
  }
  Request& new_unit(domain::RecordId product, std::string number) {
    return item({.kind = domain::SubjectKind::unit,
                 .subject = {++last_id_},
                 .is_new = true,
                 .product = product,
                 .number = std::move(number)});
  }
  Request& container(domain::SubjectId id) {
    return item({.kind = domain::SubjectKind::container, .subject = id, .number = state_.container(id)->code});
  }
  Request& new_container(std::string code) {
    return item(
        {.kind = domain::SubjectKind::container, .subject = {++last_id_}, .is_new = true, .number = std::move(code)});
  }
  /// The lot as a whole.
  Request& lot(domain::SubjectId id) {
    auto const& lot = *state_.lot(id);
    return item({.kind = domain::SubjectKind::lot, .subject = id, .product = lot.product, .number = lot.number});
  }
  Request& some(domain::SubjectId lot_id, std::string_view quantity) {
    lot(lot_id);
    bound_.items.back().quantity = amount(quantity);
    return *this;
  }
  Request& some_new(domain::RecordId product, std::string number, std::string_view quantity) {
    domain::SubjectId const id{++last_id_};
    item({.kind = domain::SubjectKind::lot,
          .subject = id,
          .is_new = true,
          .product = product,
          .number = number,
          .quantity = amount(quantity)});
    bound_.new_lots.push_back(
        {.id = id, .product = product, .number = std::move(number), .place = bound_.items.back().place});
    return *this;
  }
  Request& unknown(std::string number) {
    item({.number = std::move(number)});
    return with([](domain::BoundExtra& extra) {
      extra.refusal = domain::Refusal{.reason = "unit.unknown", .detail = "There is none."};
    });
  }

  template <typename Say>
  Request& with(Say say) {
    say(bound_.items.back().make_extra());
    return *this;
  }
  Request& from(domain::Holder holder) {
    return with([&](domain::BoundExtra& extra) { extra.from = holder; });
  }
  Request& weighing(std::string_view weight) {
    return with([&](domain::BoundExtra& extra) { extra.weight = amount(weight); });
  }
  Request& expiring(std::int32_t day) {
    return with([&](domain::BoundExtra& extra) { extra.dates.expires = day; });
  }
  Request& named(std::string number, bool mistyped = false) {
    return with([&](domain::BoundExtra& extra) {
      extra.new_number = std::move(number);
      extra.mistyped = mistyped;
    });
  }
  Request& tagged(std::string tag) {
    bound_.traits.changes.push_back({.attribute = {}, .type = domain::TraitType::tag, .value = std::move(tag)});
    return *this;
  }
  /// An attribute of all items; nothing: it is taken away.
  Request& bearing(domain::RecordId attribute, domain::TraitType type, std::optional<std::string> value) {
    bound_.traits.changes.push_back(
        {.attribute = attribute, .type = type, .value = value.value_or(""), .removed = !value});
    return *this;
  }
  /// A number of another kind, in place of the one that it bears.
  Request& numbered(domain::IdentifierKind kind, std::string number, std::string const& before = {}) {
    return with([&](domain::BoundExtra& extra) {
      extra.identifiers.push_back({.opens = true, .key = {.value_norm = number, .kind = kind}, .value = number});
      if (!before.empty()) {
        extra.closes =
            domain::IdentifierChange{.opens = false, .key = {.value_norm = before, .kind = kind}, .value = before};
      }
    });
  }

  Request& at(domain::RecordId location) {
    bound_.location = location;
    if (is_stated()) {
      bound_.holder = domain::Holder::at(location);
    }
    return *this;
  }
  Request& towards(domain::RecordId destination) {
    bound_.destination = destination;
    return *this;
  }
  Request& to(domain::RecordId party) {
    bound_.party = party;
    bound_.parties = {{.role = "party", .party = party}};
    return *this;
  }
  Request& owned_by(domain::RecordId owner) {
    bound_.owner = owner;
    return *this;
  }
  Request& is(domain::Status status) {
    bound_.status = status;
    return *this;
  }
  Request& held_by(domain::Holder holder) {
    bound_.holder = holder;
    return *this;
  }
  Request& into(domain::SubjectId container) {
    bound_.container = container;
    return *this;
  }
  Request& into_new(std::string code, std::optional<domain::Holder> holder) {
    bound_.container = {++last_id_};
    bound_.container_is_new = true;
    bound_.container_code = std::move(code);
    bound_.holder = holder;
    return *this;
  }
  Request& unpacking() {
    asked_->unpack = true;
    return *this;
  }
  Request& contents(domain::Contents contents) {
    asked_->contents = contents;
    return *this;
  }
  Request& knowing(std::string warning) {
    asked_->acknowledge.push_back(std::move(warning));
    return *this;
  }
  Request& overriding(std::string reason = "told so") {
    asked_->override_reason = std::move(reason);
    return *this;
  }
  Request& proceeding() {
    asked_->on_error = domain::OnError::proceed;
    return *this;
  }
  Request& when(base::Instant time) {
    asked_->time = base::ZonedInstant{.instant = time};
    return *this;
  }
  Request& by_device_clock(base::Instant time) {
    asked_->device_time = time;
    return *this;
  }
  Request& because(std::string reason) {
    asked_->reason = std::move(reason);
    return *this;
  }
  Request& on(std::string kind, std::string number) {
    asked_->documents.push_back({.kind = std::move(kind), .number = std::move(number)});
    return *this;
  }
  Request& noting(std::string note) {
    asked_->note = std::move(note);
    return *this;
  }
  Request& kind(domain::RecordId hold_kind) {
    bound_.hold_kind = hold_kind;
    bound_.new_hold = {++last_id_};
    return *this;
  }
  Request& rule(domain::HoldRule rule) {
    bound_.rule = rule;
    return *this;
  }
  Request& hold(domain::HoldId hold) {
    bound_.holds.push_back(hold);
    return *this;
  }

  [[nodiscard]] domain::BoundOperation const& bound() {
    bound_.asked = asked_.get();
    return bound_;
  }
  [[nodiscard]] domain::BoundOperation& change() { return bound_; }
  [[nodiscard]] domain::SubjectId last_subject() const { return bound_.items.back().subject; }

 private:
  [[nodiscard]] bool is_stated() const { return domain::rule_of(asked_->verb).target == domain::Target::stated; }
  Request& item(domain::BoundItem item) {
    item.place = static_cast<std::uint32_t>(bound_.items.size());
    bound_.items.push_back(std::move(item));
    return *this;
  }

  domain::WorkingSet const& state_;
  std::int64_t& last_id_;
  std::unique_ptr<domain::Operation> asked_ = std::make_unique<domain::Operation>();
  domain::BoundOperation bound_;
};

}  // namespace nameplate::test
