#include "domain/decide_item.hpp"

namespace nameplate::domain {
namespace {

IdentifierKind own_kind_of(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::container: return IdentifierKind::container;
    case SubjectKind::lot: return IdentifierKind::lot;
    case SubjectKind::unit:
    case SubjectKind::hold:
    case SubjectKind::record: break;
  }
  return IdentifierKind::serial;
}

/// Under which its serial, code or lot number stands.
IdentifierKey own_key(BoundItem const& item, std::string const& number) {
  auto const kind = own_kind_of(item.kind);
  return {.value_norm = normalise_code(number),
          .kind = kind,
          .scope = rule_of(kind).scope == Scope::product ? item.product.value : 0};
}

/// Whether nobody else bears the number, nor bore one that is never given again.
std::optional<Refusal> check_number_free(Deciding const& deciding, IdentifierKey const& key, SubjectId taker) {
  for (auto const& identifier : deciding.context.state.identifiers(key.value_norm)) {
    if (identifier.key != key || identifier.subject == taker) {
      continue;
    }
    if (identifier.is_current() && !deciding.given_up.contains(key)) {
      return Refusal{
          .reason = "number.taken",
          .detail = "The number " + identifier.value + " belongs to another subject. Choose another number."};
    }
    // What is dated back takes the number for all the time since.
    bool const overlaps = !deciding.time.is_now && identifier.valid_to && *identifier.valid_to > deciding.time.time;
    if (!identifier.is_current() && !identifier.mistaken && (rule_of(key.kind).reuse == Reuse::never || overlaps)) {
      return Refusal{.reason = "number.used_before",
                     .detail = "The number " + identifier.value +
                               " was borne by another subject and is never given "
                               "again. Choose another number."};
    }
  }
  if (deciding.context.state.is_borne_later(key, taker)) {
    return Refusal{.reason = "number.taken",
                   .detail = "Another subject bears the number " + key.value_norm +
                             " later, so it is not free for all that time. Choose another number."};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> check_serial_free(Deciding const& deciding, UnitState const& unit, RecordId product) {
  return check_number_free(
      deciding, {.value_norm = normalise_code(unit.serial), .kind = IdentifierKind::serial, .scope = product.value},
      unit.id);
}

std::vector<IdentifierKey> numbers_given_up(BoundItem const& item) {
  std::vector<IdentifierKey> given_up;
  if (!item.extra || !item.subject) {
    return given_up;
  }
  if (!item.extra->new_number.empty()) {
    auto key = own_key(item, item.number);
    if (key != own_key(item, item.extra->new_number)) {
      given_up.push_back(std::move(key));
    }
  }
  if (item.extra->closes) {
    bool const takes_it_again =
        !item.extra->identifiers.empty() && item.extra->identifiers.front().key == item.extra->closes->key;
    if (!takes_it_again) {
      given_up.push_back(item.extra->closes->key);
    }
  }
  return given_up;
}

std::vector<IdentifierKey> numbers_taken(BoundItem const& item) {
  std::vector<IdentifierKey> taken;
  if (item.extra) {
    if (!item.extra->new_number.empty()) {
      taken.push_back(own_key(item, item.extra->new_number));
    }
    for (auto const& change : item.extra->identifiers) {
      taken.push_back(change.key);
    }
  }
  return taken;
}

JudgedItem judge_relabel(Deciding const& deciding, BoundItem const& item, std::string const& own_number,
                         base::Instant latest_time) {
  JudgedItem judged{.decision = Unchanged(), .latest_time = latest_time};
  if (!item.extra) {
    return judged;
  }
  auto const& extra = *item.extra;
  Done done{.detail = {.identifiers = extra.identifiers, .closes_number_as_mistake = extra.mistyped}};
  for (auto const& change : extra.identifiers) {
    if (auto refusal = check_number_free(deciding, change.key, item.subject)) {
      judged.decision = *std::move(refusal);
      return judged;
    }
  }
  if (extra.closes) {
    bool const is_the_same = extra.identifiers.size() == 1 && extra.identifiers.front().key == extra.closes->key &&
                             extra.identifiers.front().value == extra.closes->value;
    if (is_the_same) {
      return judged;
    }
    done.detail.identifiers.insert(done.detail.identifiers.begin(), *extra.closes);
  }
  if (!extra.new_number.empty()) {
    if (extra.new_number == own_number) {
      return judged;
    }
    if (auto refusal = check_number_free(deciding, own_key(item, extra.new_number), item.subject)) {
      judged.decision = *std::move(refusal);
      return judged;
    }
    done.number = extra.new_number;
  }
  judged.decision = std::move(done);
  return judged;
}

}  // namespace nameplate::domain
