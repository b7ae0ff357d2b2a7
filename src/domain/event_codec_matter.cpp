#include "domain/event_codec_parts.hpp"

#include <string>

namespace nameplate::domain::codec {
namespace {

enum class MatterTag : std::uint8_t { hold_placed = 1, holds_released = 2, record_changed = 3 };
constexpr std::uint64_t hold_has_case = 1U << 0U;
constexpr std::uint64_t hold_has_rule = 1U << 1U;
constexpr std::uint64_t rule_has_category = 1U << 2U;

void write_hold(base::ByteWriter& out, HoldPlaced const& placed) {
  out.unsigned_int(flag(hold_has_case, !placed.case_number.empty()) | flag(hold_has_rule, placed.rule.has_value()) |
                   flag(rule_has_category, placed.rule && placed.rule->category));
  write_id(out, placed.hold.value);
  write_id(out, placed.kind.value);
  if (!placed.case_number.empty()) {
    out.text(placed.case_number);
  }
  if (placed.rule) {
    write_id(out, placed.rule->product.value);
    write_id(out, placed.rule->lot.value);
    write_holder(out, placed.rule->place);
    if (placed.rule->category) {
      write_id(out, placed.rule->category.value);
    }
  }
}

HoldPlaced read_hold(base::ByteReader& in) {
  auto const flags = read_flags(in, hold_has_case | hold_has_rule | rule_has_category);
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
    if ((flags & rule_has_category) != 0) {
      rule.category = not_empty(RecordId{read_id(in)});
    }
  } else if ((flags & rule_has_category) != 0) {
    throw base::DamagedBytes("a category stands outside a rule");
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
