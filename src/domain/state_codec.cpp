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
constexpr std::uint64_t state_place_differs = 1U << 7U;

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
                   (unit.lot ? state_has_lot : 0));
  codec::write_id(out, unit.product.value);
  codec::write_id(out, unit.holder.id);
  if (unit.owner) {
    codec::write_id(out, unit.owner.value);
  }
  if (unit.lot) {
    codec::write_id(out, unit.lot.value);
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

StateAfter decode_state(SubjectKind kind, std::string_view state) {
  if (kind == SubjectKind::lot && state.empty()) {
    return {};
  }
  base::ByteReader in(state);
  auto const head = in.unsigned_int();
  StateAfter after;
  if (kind == SubjectKind::container) {
    after = read_state_head(head, state_place_differs);
    after.holder.id = codec::read_id(in);
    after.place = (head & state_place_differs) != 0 ? codec::read_holder(in) : after.holder;
  } else {
    after = read_state_head(head, state_has_owner | state_has_lot);
    after.product.value = codec::read_id(in);
    after.holder.id = codec::read_id(in);
    after.owner.value = (head & state_has_owner) != 0 ? codec::read_id(in) : 0;
    after.lot.value = (head & state_has_lot) != 0 ? codec::read_id(in) : 0;
  }
  if (!in.at_end()) {
    throw base::DamagedBytes("a state has bytes behind its end");
  }
  return after;
}

}  // namespace nameplate::domain
