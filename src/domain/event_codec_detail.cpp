#include "domain/event_codec_parts.hpp"

#include <string>

namespace nameplate::domain::codec {
namespace {

constexpr std::uint64_t detail_quantity = 1U << 0U;
constexpr std::uint64_t detail_identifiers = 1U << 1U;
constexpr std::uint64_t detail_mistake = 1U << 2U;
constexpr std::uint64_t detail_note = 1U << 3U;

constexpr std::uint64_t quantity_from = 1U << 0U;
constexpr std::uint64_t quantity_to = 1U << 1U;
constexpr std::uint64_t quantity_weight = 1U << 2U;
constexpr std::uint64_t quantity_entered = 1U << 3U;
constexpr std::uint64_t quantity_unexplained = 1U << 4U;

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
                   flag(quantity_entered, change.entered.has_value()) | flag(quantity_unexplained, change.unexplained));
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
  auto const flags =
      read_flags(in, quantity_from | quantity_to | quantity_weight | quantity_entered | quantity_unexplained);
  QuantityChange change{.quantity = {in.signed_int()}, .unexplained = (flags & quantity_unexplained) != 0};
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

}  // namespace

void write_detail(base::ByteWriter& out, ItemDetail const& detail) {
  out.unsigned_int(
      flag(detail_quantity, detail.quantity.has_value()) | flag(detail_identifiers, !detail.identifiers.empty()) |
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

}  // namespace nameplate::domain::codec
