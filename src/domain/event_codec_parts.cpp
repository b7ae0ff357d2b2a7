#include "domain/event_codec_parts.hpp"

#include <string>

namespace nameplate::domain::codec {
namespace {

// The head of an effect. Its three lowest bits say where the holder is: 0 unchanged, otherwise the kind of holder + 1.
constexpr std::uint64_t holder_bits = 7;
constexpr std::uint64_t has_status = 1U << 3U;
constexpr std::uint64_t has_lot = 1U << 4U;
constexpr std::uint64_t has_product = 1U << 5U;
constexpr std::uint64_t has_owner = 1U << 6U;
constexpr std::uint64_t has_dates = 1U << 7U;
constexpr std::uint64_t has_supplier = 1U << 8U;
constexpr std::uint64_t empties_container = 1U << 9U;

constexpr std::uint64_t date_produced = 1U << 0U;
constexpr std::uint64_t date_expires = 1U << 1U;

constexpr std::uint64_t detail_quantity = 1U << 0U;
constexpr std::uint64_t detail_identifiers = 1U << 1U;
constexpr std::uint64_t detail_mistake = 1U << 2U;
constexpr std::uint64_t detail_note = 1U << 3U;

constexpr std::uint64_t quantity_from = 1U << 0U;
constexpr std::uint64_t quantity_to = 1U << 1U;
constexpr std::uint64_t quantity_weight = 1U << 2U;
constexpr std::uint64_t quantity_entered = 1U << 3U;

enum class MatterTag : std::uint8_t { hold_placed = 1, holds_released = 2, record_changed = 3 };
constexpr std::uint64_t hold_has_case = 1U << 0U;
constexpr std::uint64_t hold_has_rule = 1U << 1U;

constexpr std::uint64_t flag(std::uint64_t bit, bool on) {
  return on ? bit : 0;
}

/// For a part that is left out when it is empty: it was not.
template <typename T>
T not_empty(T value) {
  if (value == T{}) {
    throw base::DamagedBytes("an empty part is written out");
  }
  return value;
}

std::int32_t read_days(base::ByteReader& in) {
  auto const days = in.signed_int();
  if (days != static_cast<std::int32_t>(days)) {
    throw base::DamagedBytes("a date is out of range");
  }
  return static_cast<std::int32_t>(days);
}

void write_dates(base::ByteWriter& out, Dates const& dates) {
  out.unsigned_int(flag(date_produced, dates.produced.has_value()) | flag(date_expires, dates.expires.has_value()));
  if (dates.produced) {
    out.signed_int(*dates.produced);
  }
  if (dates.expires) {
    out.signed_int(*dates.expires);
  }
}

Dates read_dates(base::ByteReader& in) {
  auto const flags = read_flags(in, date_produced | date_expires);
  Dates dates;
  if ((flags & date_produced) != 0) {
    dates.produced = read_days(in);
  }
  if ((flags & date_expires) != 0) {
    dates.expires = read_days(in);
  }
  return dates;
}

void write_side(base::ByteWriter& out, BalanceSide const& side) {
  out.unsigned_int(static_cast<std::uint64_t>(side.status));
  write_holder(out, side.holder);
}

BalanceSide read_side(base::ByteReader& in) {
  auto const status = read_status(in.unsigned_int());
  return {.holder = read_holder(in), .status = status};
}

void write_quantity(base::ByteWriter& out, QuantityChange const& change) {
  out.unsigned_int(flag(quantity_from, change.from.has_value()) | flag(quantity_to, change.to.has_value()) |
                   flag(quantity_weight, change.weight != base::Quantity{}) |
                   flag(quantity_entered, change.entered.has_value()));
  out.signed_int(change.quantity.millionths);
  if (change.from) {
    write_side(out, *change.from);
  }
  if (change.to) {
    write_side(out, *change.to);
  }
  if (change.weight != base::Quantity{}) {
    out.signed_int(change.weight.millionths);
  }
  if (change.entered) {
    out.signed_int(change.entered->quantity.millionths);
    out.text(change.entered->unit);
    out.signed_int(change.entered->factor.millionths);
  }
}

QuantityChange read_quantity(base::ByteReader& in) {
  auto const flags = read_flags(in, quantity_from | quantity_to | quantity_weight | quantity_entered);
  QuantityChange change{.quantity = {in.signed_int()}};
  if ((flags & quantity_from) != 0) {
    change.from = read_side(in);
  }
  if ((flags & quantity_to) != 0) {
    change.to = read_side(in);
  }
  if ((flags & quantity_weight) != 0) {
    change.weight = not_empty(base::Quantity{in.signed_int()});
  }
  if ((flags & quantity_entered) != 0) {
    auto& entered = change.entered.emplace();
    entered.quantity = {in.signed_int()};
    entered.unit = in.text();
    entered.factor = {in.signed_int()};
  }
  return change;
}

/// The kind in the upper bits, whether the number opens in the lowest.
void write_identifier(base::ByteWriter& out, IdentifierChange const& change) {
  out.unsigned_int(static_cast<std::uint64_t>(change.key.kind) << 1U | flag(1, change.opens));
  write_id(out, change.key.scope);
  out.text(change.key.value_norm);
  out.text(change.value);
}

IdentifierChange read_identifier(base::ByteReader& in) {
  auto const head = in.unsigned_int();
  IdentifierChange change{.opens = (head & 1U) != 0};
  change.key.kind = enum_of(head >> 1U, IdentifierKind::serial, static_cast<IdentifierKind>(identifier_kinds().size()));
  change.key.scope = read_id(in);
  change.key.value_norm = in.text();
  change.value = in.text();
  return change;
}

void write_hold(base::ByteWriter& out, HoldPlaced const& placed) {
  out.unsigned_int(flag(hold_has_case, !placed.case_number.empty()) | flag(hold_has_rule, placed.rule.has_value()));
  write_id(out, placed.hold.value);
  write_id(out, placed.kind.value);
  if (!placed.case_number.empty()) {
    out.text(placed.case_number);
  }
  if (placed.rule) {
    write_id(out, placed.rule->product.value);
    write_id(out, placed.rule->lot.value);
    write_holder(out, placed.rule->place);
  }
}

HoldPlaced read_hold(base::ByteReader& in) {
  auto const flags = read_flags(in, hold_has_case | hold_has_rule);
  HoldPlaced placed;
  placed.hold.value = read_id(in);
  placed.kind.value = read_id(in);
  if ((flags & hold_has_case) != 0) {
    placed.case_number = not_empty(std::string(in.text()));
  }
  if ((flags & hold_has_rule) != 0) {
    auto& rule = placed.rule.emplace();
    rule.product.value = read_id(in);
    rule.lot.value = read_id(in);
    rule.place = read_holder(in);
  }
  return placed;
}

RecordChanged read_record(base::ByteReader& in) {
  RecordChanged changed;
  auto const kind = in.unsigned_int();
  if (kind > 0xFF) {
    throw base::DamagedBytes("a kind of record is out of range");
  }
  changed.kind = static_cast<std::uint8_t>(kind);
  changed.record.value = read_id(in);
  changed.code = in.text();
  changed.retired = read_flags(in, 1) != 0;
  changed.value = base::read_value(in);
  return changed;
}

}  // namespace

void write_holder(base::ByteWriter& out, Holder holder) {
  out.unsigned_int(static_cast<std::uint64_t>(holder.kind));
  write_id(out, holder.id);
}

Holder read_holder(base::ByteReader& in) {
  auto const kind = enum_of(in.unsigned_int(), HolderKind::nowhere, HolderKind::transit);
  return {kind, read_id(in)};
}

void write_effect(base::ByteWriter& out, Effect const& effect) {
  out.unsigned_int((effect.holder ? static_cast<std::uint64_t>(effect.holder->kind) + 1 : 0) |
                   flag(has_status, effect.status.has_value()) | flag(has_lot, effect.lot.has_value()) |
                   flag(has_product, static_cast<bool>(effect.product)) | flag(has_owner, effect.owner.has_value()) |
                   flag(has_dates, effect.dates.has_value()) | flag(has_supplier, effect.supplier.has_value()) |
                   flag(empties_container, effect.empties_container));
  if (effect.holder) {
    write_id(out, effect.holder->id);
  }
  if (effect.status) {
    out.unsigned_int(static_cast<std::uint64_t>(*effect.status));
  }
  if (effect.lot) {
    write_id(out, effect.lot->value);
  }
  if (effect.product) {
    write_id(out, effect.product.value);
  }
  if (effect.owner) {
    write_id(out, effect.owner->value);
  }
  if (effect.dates) {
    write_dates(out, *effect.dates);
  }
  if (effect.supplier) {
    write_id(out, effect.supplier->value);
  }
}

Effect read_effect(base::ByteReader& in) {
  auto const head = read_flags(in, holder_bits | has_status | has_lot | has_product | has_owner | has_dates |
                                       has_supplier | empties_container);
  Effect effect{.empties_container = (head & empties_container) != 0};
  if (auto const holder = head & holder_bits; holder != 0) {
    auto const kind = enum_of(holder - 1, HolderKind::nowhere, HolderKind::transit);
    effect.holder = {kind, read_id(in)};
  }
  if ((head & has_status) != 0) {
    effect.status = read_status(in.unsigned_int());
  }
  if ((head & has_lot) != 0) {
    effect.lot = SubjectId{read_id(in)};
  }
  if ((head & has_product) != 0) {
    effect.product = not_empty(RecordId{read_id(in)});
  }
  if ((head & has_owner) != 0) {
    effect.owner = RecordId{read_id(in)};
  }
  if ((head & has_dates) != 0) {
    effect.dates = read_dates(in);
  }
  if ((head & has_supplier) != 0) {
    effect.supplier = RecordId{read_id(in)};
  }
  return effect;
}

void write_detail(base::ByteWriter& out, ItemDetail const& detail) {
  out.unsigned_int(flag(detail_quantity, detail.quantity.has_value()) |
                   flag(detail_identifiers, !detail.identifiers.empty()) |
                   flag(detail_mistake, detail.closes_number_as_mistake) | flag(detail_note, !detail.note_hash.empty()));
  if (detail.quantity) {
    write_quantity(out, *detail.quantity);
  }
  if (!detail.identifiers.empty()) {
    out.unsigned_int(detail.identifiers.size());
    for (auto const& change : detail.identifiers) {
      write_identifier(out, change);
    }
  }
  if (!detail.note_hash.empty()) {
    out.text(detail.note_hash);
  }
}

ItemDetail read_detail(base::ByteReader& in) {
  auto const flags = read_flags(in, detail_quantity | detail_identifiers | detail_mistake | detail_note);
  ItemDetail detail;
  if ((flags & detail_quantity) != 0) {
    detail.quantity = read_quantity(in);
  }
  if ((flags & detail_identifiers) != 0) {
    for (auto count = not_empty(in.count(4)); count > 0; --count) {
      detail.identifiers.push_back(read_identifier(in));
    }
  }
  detail.closes_number_as_mistake = (flags & detail_mistake) != 0;
  if ((flags & detail_note) != 0) {
    detail.note_hash = not_empty(std::string(in.text()));
  }
  return detail;
}

void write_matter(base::ByteWriter& out, EventMatter const& matter) {
  auto const tag = [&out](MatterTag value) { out.unsigned_int(static_cast<std::uint64_t>(value)); };
  if (auto const* const placed = std::get_if<HoldPlaced>(&matter)) {
    tag(MatterTag::hold_placed);
    write_hold(out, *placed);
  } else if (auto const* const released = std::get_if<HoldsReleased>(&matter)) {
    tag(MatterTag::holds_released);
    out.unsigned_int(released->holds.size());
    for (auto const hold : released->holds) {
      write_id(out, hold.value);
    }
  } else if (auto const* const record = std::get_if<RecordChanged>(&matter)) {
    tag(MatterTag::record_changed);
    out.unsigned_int(record->kind);
    write_id(out, record->record.value);
    out.text(record->code);
    out.unsigned_int(flag(1, record->retired));
    base::write_value(out, record->value);
  }
}

EventMatter read_matter(base::ByteReader& in) {
  switch (enum_of(in.unsigned_int(), MatterTag::hold_placed, MatterTag::record_changed)) {
    case MatterTag::hold_placed: return read_hold(in);
    case MatterTag::record_changed: return read_record(in);
    case MatterTag::holds_released: break;
  }
  HoldsReleased released;
  for (auto count = in.count(1); count > 0; --count) {
    released.holds.push_back({read_id(in)});
  }
  return released;
}

}  // namespace nameplate::domain::codec
