#include "domain/event_codec.hpp"
#include "domain/event_codec_parts.hpp"

namespace nameplate::domain {
namespace {

// The head of a state: the status in four bits, the kind of holder in three, then flags.
constexpr unsigned holder_shift = 4;
constexpr std::uint64_t status_bits = 15;
constexpr std::uint64_t holder_bits = 7;
constexpr std::uint64_t state_has_owner = 1U << 7U;
constexpr std::uint64_t state_has_lot = 1U << 8U;
constexpr std::uint64_t state_has_dates = 1U << 9U;
constexpr std::uint64_t state_place_differs = 1U << 7U;

constexpr std::uint64_t lot_has_dates = 1U << 0U;
constexpr std::uint64_t lot_has_supplier = 1U << 1U;

/// Takes the status and the holder's kind off the head of a state; the flags are left.
StateAfter read_state_head(std::uint64_t head, std::uint64_t known_flags) {
  if ((head & ~(status_bits | holder_bits << holder_shift | known_flags)) != 0) {
    throw base::DamagedBytes("a flag is set that this program does not know");
  }
  StateAfter state{.status = codec::read_status(head & status_bits)};
  state.holder.kind = codec::enum_of(head >> holder_shift & holder_bits, HolderKind::nowhere, HolderKind::transit);
  return state;
}

std::uint64_t state_head(Status status, Holder holder) {
  return static_cast<std::uint64_t>(status) | static_cast<std::uint64_t>(holder.kind) << holder_shift;
}

}  // namespace

std::string encode_state(UnitState const& unit) {
  base::ByteWriter out;
  out.unsigned_int(state_head(unit.status, unit.holder) | (unit.owner ? state_has_owner : 0) |
                   (unit.lot ? state_has_lot : 0) | (unit.dates != Dates() ? state_has_dates : 0));
  codec::write_id(out, unit.product.value);
  codec::write_id(out, unit.holder.id);
  if (unit.owner) {
    codec::write_id(out, unit.owner.value);
  }
  if (unit.lot) {
    codec::write_id(out, unit.lot.value);
  }
  if (unit.dates != Dates()) {
    codec::write_dates(out, unit.dates);
  }
  return out.take();
}

std::string encode_state(ContainerState const& container) {
  base::ByteWriter out;
  bool const place_differs = container.place != container.holder;
  out.unsigned_int(state_head(container.status, container.holder) | (place_differs ? state_place_differs : 0));
  codec::write_id(out, container.holder.id);
  if (place_differs) {
    codec::write_holder(out, container.place);
  }
  return out.take();
}

std::string encode_state(LotState const& lot, std::span<BalanceChange const> changes) {
  base::ByteWriter out;
  out.unsigned_int((lot.dates != Dates() ? lot_has_dates : 0) | (lot.supplier ? lot_has_supplier : 0));
  if (lot.dates != Dates()) {
    codec::write_dates(out, lot.dates);
  }
  if (lot.supplier) {
    codec::write_id(out, lot.supplier.value);
  }
  for (auto const& change : changes) {
    out.unsigned_int(static_cast<std::uint64_t>(change.status));
    codec::write_holder(out, change.holder);
    out.signed_int(change.quantity.millionths);
    out.signed_int(change.weight.millionths);
  }
  return out.take();
}

namespace {

StateAfter decode_lot_state(std::string_view state) {
  base::ByteReader in(state);
  auto const flags = codec::read_flags(in, lot_has_dates | lot_has_supplier);
  StateAfter after;
  after.dates = (flags & lot_has_dates) != 0 ? codec::read_dates(in) : Dates();
  after.supplier.value = (flags & lot_has_supplier) != 0 ? codec::read_id(in) : 0;
  while (!in.at_end()) {
    BalanceChange change{.status = codec::read_status(in.unsigned_int())};
    change.holder = codec::read_holder(in);
    change.quantity = {in.signed_int()};
    change.weight = {in.signed_int()};
    after.changes.push_back(change);
  }
  return after;
}

}  // namespace

StateAfter decode_state(SubjectKind kind, std::string_view state) {
  if (kind == SubjectKind::lot) {
    return state.empty() ? StateAfter() : decode_lot_state(state);
  }
  base::ByteReader in(state);
  auto const head = in.unsigned_int();
  StateAfter after;
  if (kind == SubjectKind::container) {
    after = read_state_head(head, state_place_differs);
    after.holder.id = codec::read_id(in);
    after.place = (head & state_place_differs) != 0 ? codec::read_holder(in) : after.holder;
  } else {
    after = read_state_head(head, state_has_owner | state_has_lot | state_has_dates);
    after.product.value = codec::read_id(in);
    after.holder.id = codec::read_id(in);
    after.owner.value = (head & state_has_owner) != 0 ? codec::read_id(in) : 0;
    after.lot.value = (head & state_has_lot) != 0 ? codec::read_id(in) : 0;
    after.dates = (head & state_has_dates) != 0 ? codec::read_dates(in) : Dates();
  }
  if (!in.at_end()) {
    throw base::DamagedBytes("a state has bytes behind its end");
  }
  return after;
}

}  // namespace nameplate::domain
