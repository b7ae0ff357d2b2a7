#include "domain/event_codec_parts.hpp"

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
constexpr std::uint64_t has_traits = 1U << 10U;
constexpr std::uint64_t leaves_container = 1U << 11U;
constexpr std::uint64_t unpacks = 1U << 12U;

constexpr std::uint64_t date_produced = 1U << 0U;
constexpr std::uint64_t date_expires = 1U << 1U;

constexpr std::uint64_t trait_removed = 1U << 0U;

std::int32_t read_days(base::ByteReader& in) {
  auto const days = in.signed_int();
  if (days != static_cast<std::int32_t>(days)) {
    throw base::DamagedBytes("a date is out of range");
  }
  return static_cast<std::int32_t>(days);
}

void write_traits(base::ByteWriter& out, std::vector<TraitChange> const& traits) {
  out.unsigned_int(traits.size());
  for (auto const& trait : traits) {
    out.unsigned_int(flag(trait_removed, trait.removed));
    out.unsigned_int(static_cast<std::uint64_t>(trait.type));
    write_id(out, trait.attribute.value);
    out.text(trait.value);
  }
}

std::vector<TraitChange> read_traits(base::ByteReader& in) {
  std::vector<TraitChange> traits;
  for (auto count = in.count(4); count > 0; --count) {
    TraitChange trait;
    trait.removed = (read_flags(in, trait_removed) & trait_removed) != 0;
    trait.type = enum_of(in.unsigned_int(), TraitType::tag, TraitType::boolean);
    trait.attribute = {read_id(in)};
    trait.value = in.text();
    if (!traits.empty() && traits.back() >= trait) {
      throw base::DamagedBytes("traits are out of order");
    }
    traits.push_back(std::move(trait));
  }
  return not_empty(std::move(traits));
}

}  // namespace

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

void write_parties(base::ByteWriter& out, std::vector<PartyInRole> const& parties) {
  out.unsigned_int(parties.size());
  for (auto const& party : parties) {
    out.text(party.role);
    write_id(out, party.party.value);
  }
}

std::vector<PartyInRole> read_parties(base::ByteReader& in) {
  std::vector<PartyInRole> parties;
  for (auto count = in.count(2); count > 0; --count) {
    std::string role(in.text());
    parties.push_back({.role = std::move(role), .party = {read_id(in)}});
  }
  return parties;
}

void write_documents(base::ByteWriter& out, std::vector<Document> const& documents) {
  out.unsigned_int(documents.size());
  for (auto const& document : documents) {
    out.text(document.kind);
    out.text(document.number);
    out.text(document.line);
  }
}

std::vector<Document> read_documents(base::ByteReader& in) {
  std::vector<Document> documents;
  for (auto count = in.count(3); count > 0; --count) {
    Document document;
    document.kind = in.text();
    document.number = in.text();
    document.line = in.text();
    documents.push_back(std::move(document));
  }
  return documents;
}

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
                   flag(empties_container, effect.empties_container) | flag(has_traits, !effect.traits.empty()) |
                   flag(leaves_container, effect.leaves_container) | flag(unpacks, effect.unpacks));
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
  if (!effect.traits.empty()) {
    write_traits(out, effect.traits);
  }
}

Effect read_effect(base::ByteReader& in) {
  auto const head = read_flags(in, holder_bits | has_status | has_lot | has_product | has_owner | has_dates |
                                       has_supplier | empties_container | has_traits | leaves_container | unpacks);
  Effect effect{.empties_container = (head & empties_container) != 0,
                .leaves_container = (head & leaves_container) != 0,
                .unpacks = (head & unpacks) != 0};
  if (effect.leaves_container && (head & holder_bits) != 0) {
    throw base::DamagedBytes("an item goes to two places");
  }
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
  if ((head & has_traits) != 0) {
    effect.traits = read_traits(in);
  }
  return effect;
}

}  // namespace nameplate::domain::codec
