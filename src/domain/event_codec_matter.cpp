#include "base/check.hpp"
#include "domain/event_codec_parts.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string>

namespace nameplate::domain::codec {
namespace {

enum class MatterTag : std::uint8_t {
  hold_placed = 1,
  holds_released = 2,
  record_changed = 3,
  reversal = 4,
  event_amended = 5,
  exception_resolved = 6,
  private_erased = 7,
};
constexpr std::uint64_t amended_parties = 1U << 0U;
constexpr std::uint64_t amended_documents = 1U << 1U;
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

HoldsReleased read_released(base::ByteReader& in) {
  HoldsReleased released;
  for (auto count = in.count(1); count > 0; --count) {
    released.holds.push_back({read_id(in)});
  }
  return released;
}

void write_amended(base::ByteWriter& out, EventAmended const& amended) {
  write_id(out, amended.event.value);
  out.unsigned_int(flag(amended_parties, amended.parties.has_value()) |
                   flag(amended_documents, amended.documents.has_value()));
  if (amended.parties) {
    write_parties(out, *amended.parties);
  }
  if (amended.documents) {
    write_documents(out, *amended.documents);
  }
}

EventAmended read_amended(base::ByteReader& in) {
  EventAmended amended{.event = {read_id(in)}};
  auto const flags = read_flags(in, amended_parties | amended_documents);
  if ((flags & amended_parties) != 0) {
    amended.parties = read_parties(in);
  }
  if ((flags & amended_documents) != 0) {
    amended.documents = read_documents(in);
  }
  return amended;
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

void write_erased(base::ByteWriter& out, PrivateErased const& erased) {
  write_id(out, erased.record.value);
  out.unsigned_int(erased.record_fields.size());
  for (auto const& field : erased.record_fields) {
    out.text(field);
  }
  out.unsigned_int(erased.values.size());
  for (auto const& value : erased.values) {
    write_id(out, value.event.value);
    out.text(value.field);
    out.signed_int(value.place);
  }
}

PrivateErased read_erased(base::ByteReader& in) {
  PrivateErased erased;
  erased.record.value = read_id(in);
  for (auto count = in.count(1); count > 0; --count) {
    erased.record_fields.push_back(not_empty(std::string(in.text())));
  }
  for (auto count = in.count(3); count > 0; --count) {
    ErasedValue value;
    value.event.value = read_id(in);
    value.field = not_empty(std::string(in.text()));
    auto const place = in.signed_int();
    if (place < -1 || place > std::numeric_limits<std::int32_t>::max()) {
      throw base::DamagedBytes("a place is out of range");
    }
    value.place = static_cast<std::int32_t>(place);
    if (!erased.values.empty() && !(erased.values.back() < value)) {
      throw base::DamagedBytes("what was erased is out of order");
    }
    erased.values.push_back(std::move(value));
  }
  if (erased.values.empty() ||
      std::ranges::adjacent_find(erased.record_fields, std::ranges::greater_equal()) != erased.record_fields.end()) {
    throw base::DamagedBytes("what was erased is out of order");
  }
  return erased;
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
  } else if (auto const* const reversal = std::get_if<Reversal>(&matter)) {
    tag(MatterTag::reversal);
    write_id(out, reversal->event.value);
  } else if (auto const* const amended = std::get_if<EventAmended>(&matter)) {
    tag(MatterTag::event_amended);
    write_amended(out, *amended);
  } else if (auto const* const resolved = std::get_if<ExceptionResolved>(&matter)) {
    tag(MatterTag::exception_resolved);
    write_id(out, resolved->raised_by.value);
  } else if (auto const* const erased = std::get_if<PrivateErased>(&matter)) {
    tag(MatterTag::private_erased);
    write_erased(out, *erased);
  }
}

EventMatter read_matter(base::ByteReader& in) {
  switch (enum_of(in.unsigned_int(), MatterTag::hold_placed, MatterTag::private_erased)) {
    case MatterTag::hold_placed: return read_hold(in);
    case MatterTag::holds_released: return read_released(in);
    case MatterTag::record_changed: return read_record(in);
    case MatterTag::reversal: return Reversal{.event = {read_id(in)}};
    case MatterTag::event_amended: return read_amended(in);
    case MatterTag::exception_resolved: return ExceptionResolved{.raised_by = {read_id(in)}};
    case MatterTag::private_erased: return read_erased(in);
  }
  base::unreachable();
}

}  // namespace nameplate::domain::codec
