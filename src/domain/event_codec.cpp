#include "domain/event_codec.hpp"

#include "base/check.hpp"
#include "domain/event_codec_parts.hpp"

#include <algorithm>
#include <string>
#include <tuple>

namespace nameplate::domain {
namespace {

constexpr std::uint64_t body_version = 1;

// What a body holds, in this order. Most events have one effect or one item: these need no count.
constexpr std::uint64_t one_effect = 1U << 0U;
constexpr std::uint64_t several_effects = 1U << 1U;
constexpr std::uint64_t one_item = 1U << 2U;
constexpr std::uint64_t several_items = 1U << 3U;
constexpr std::uint64_t has_parties = 1U << 4U;
constexpr std::uint64_t has_documents = 1U << 5U;
constexpr std::uint64_t has_private_hashes = 1U << 6U;
constexpr std::uint64_t has_matter = 1U << 7U;
constexpr std::uint64_t has_override_reason = 1U << 8U;
constexpr std::uint64_t has_corrects = 1U << 9U;
constexpr std::uint64_t has_approver = 1U << 10U;
constexpr std::uint64_t has_conflicts = 1U << 11U;
constexpr std::uint64_t has_told_with = 1U << 12U;
constexpr std::uint64_t known_sections = (1U << 13U) - 1;

std::uint64_t sections_of(Event const& event) {
  std::uint64_t sections = 0;
  auto const set = [&sections](std::uint64_t section, bool on) { sections |= on ? section : 0; };
  set(one_effect, event.effects.size() == 1);
  set(several_effects, event.effects.size() > 1);
  set(one_item, event.items.size() == 1);
  set(several_items, event.items.size() > 1);
  set(has_parties, !event.parties.empty());
  set(has_documents, !event.documents.empty());
  set(has_private_hashes, !event.private_hashes.empty());
  set(has_matter, !std::holds_alternative<std::monostate>(event.matter));
  set(has_override_reason, !event.override_reason.empty());
  set(has_corrects, static_cast<bool>(event.corrects));
  set(has_approver, static_cast<bool>(event.approver));
  set(has_conflicts, !event.conflicts.empty());
  set(has_told_with, static_cast<bool>(event.told_with));
  return sections;
}

/// How many of a section there are; `one` and `several` are never set together.
std::size_t read_count(base::ByteReader& in, std::uint64_t sections, std::uint64_t one, std::uint64_t several,
                       std::size_t bytes_each) {
  auto const single = (sections & one) != 0;
  if ((sections & several) == 0) {
    return single ? 1 : 0;
  }
  auto const count = in.count(bytes_each);
  if (single || count < 2) {
    throw base::DamagedBytes("the sections of an event contradict each other");
  }
  return count;
}

std::size_t read_several(base::ByteReader& in, std::size_t bytes_each) {
  auto const count = in.count(bytes_each);
  if (count == 0) {
    throw base::DamagedBytes("an empty section is written out");
  }
  return count;
}

auto order_of(PrivateHash const& hash) {
  return std::tie(hash.field, hash.place);
}

/// Sorted by field, so a field that repeats costs one byte.
void write_private_hashes(base::ByteWriter& out, Event const& event) {
  base::check(std::ranges::is_sorted(event.private_hashes, {}, order_of), "the private hashes of an event are sorted");
  out.unsigned_int(event.private_hashes.size());
  std::string_view field;
  for (auto const& hash : event.private_hashes) {
    bool const repeats = hash.field == field;
    out.unsigned_int(repeats ? 0 : 1);
    if (!repeats) {
      out.text(hash.field);
    }
    out.signed_int(hash.place);
    out.text(hash.hash);
    field = hash.field;
  }
}

void read_private_hashes(base::ByteReader& in, Event& event) {
  std::string field;
  for (auto count = read_several(in, 3); count > 0; --count) {
    if (codec::read_flags(in, 1) != 0) {
      std::string next(in.text());
      if (next == field) {
        throw base::DamagedBytes("a field is named again");
      }
      field = std::move(next);
    }
    auto const place = in.signed_int();
    if (place != static_cast<std::int32_t>(place)) {
      throw base::DamagedBytes("the place of a private field is out of range");
    }
    PrivateHash hash{.field = field, .place = static_cast<std::int32_t>(place), .hash = std::string(in.text())};
    if (!event.private_hashes.empty() && order_of(hash) < order_of(event.private_hashes.back())) {
      throw base::DamagedBytes("the private hashes of an event are not sorted");
    }
    event.private_hashes.push_back(std::move(hash));
  }
}

void write_conflicts(base::ByteWriter& out, std::vector<Conflict> const& conflicts) {
  base::check(std::ranges::is_sorted(conflicts), "the conflicts of an event are sorted");
  out.unsigned_int(conflicts.size());
  for (auto const& conflict : conflicts) {
    out.text(conflict.reason);
    codec::write_id(out, conflict.subject.value);
    codec::write_id(out, conflict.event.value);
  }
}

void read_conflicts(base::ByteReader& in, Event& event) {
  for (auto count = read_several(in, 3); count > 0; --count) {
    Conflict conflict{.reason = std::string(in.text())};
    conflict.subject = {codec::read_id(in)};
    conflict.event = {codec::read_id(in)};
    if (!event.conflicts.empty() && conflict < event.conflicts.back()) {
      throw base::DamagedBytes("the conflicts of an event are not sorted");
    }
    event.conflicts.push_back(std::move(conflict));
  }
}

}  // namespace

std::string encode_body(Event const& event) {
  base::ByteWriter out;
  auto const sections = sections_of(event);
  out.unsigned_int(body_version);
  out.unsigned_int(sections);
  if ((sections & several_effects) != 0) {
    out.unsigned_int(event.effects.size());
  }
  for (auto const& effect : event.effects) {
    codec::write_effect(out, effect);
  }
  if ((sections & several_items) != 0) {
    out.unsigned_int(event.items.size());
  }
  codec::write_items(out, event);
  if ((sections & has_parties) != 0) {
    codec::write_parties(out, event.parties);
  }
  if ((sections & has_documents) != 0) {
    codec::write_documents(out, event.documents);
  }
  if ((sections & has_private_hashes) != 0) {
    write_private_hashes(out, event);
  }
  codec::write_matter(out, event.matter);
  if ((sections & has_override_reason) != 0) {
    out.text(event.override_reason);
  }
  if ((sections & has_corrects) != 0) {
    codec::write_id(out, event.corrects.value);
  }
  if ((sections & has_approver) != 0) {
    codec::write_id(out, event.approver.value);
  }
  if ((sections & has_conflicts) != 0) {
    write_conflicts(out, event.conflicts);
  }
  if ((sections & has_told_with) != 0) {
    codec::write_id(out, event.told_with.value);
  }
  return out.take();
}

void decode_body(std::string_view body, Event& event) {
  base::ByteReader in(body);
  if (in.unsigned_int() != body_version) {
    throw base::DamagedBytes("the body of an event has a version that this program does not know");
  }
  auto const sections = codec::read_flags(in, known_sections);
  event.effects.clear();
  event.items.clear();
  event.details.clear();
  event.parties.clear();
  event.documents.clear();
  event.private_hashes.clear();
  event.matter = {};
  event.override_reason.clear();
  event.corrects = {};
  event.approver = {};
  event.conflicts.clear();
  event.told_with = {};
  for (auto count = read_count(in, sections, one_effect, several_effects, 1); count > 0; --count) {
    event.effects.push_back(codec::read_effect(in));
  }
  codec::read_items(in, read_count(in, sections, one_item, several_items, 2), event);
  if ((sections & has_parties) != 0) {
    event.parties = codec::read_parties(in);
  }
  if ((sections & has_documents) != 0) {
    event.documents = codec::read_documents(in);
  }
  if ((sections & has_private_hashes) != 0) {
    read_private_hashes(in, event);
  }
  if ((sections & has_matter) != 0) {
    event.matter = codec::read_matter(in);
  }
  if ((sections & has_override_reason) != 0) {
    event.override_reason = in.text();
  }
  if ((sections & has_corrects) != 0) {
    event.corrects = codec::not_empty(EventId{codec::read_id(in)});
  }
  if ((sections & has_approver) != 0) {
    event.approver = codec::not_empty(RecordId{codec::read_id(in)});
  }
  if ((sections & has_conflicts) != 0) {
    read_conflicts(in, event);
  }
  if ((sections & has_told_with) != 0) {
    event.told_with = codec::not_empty(EventId{codec::read_id(in)});
  }
  if (!in.at_end() || sections_of(event) != sections) {
    throw base::DamagedBytes("the body of an event says more or less than its sections");
  }
}

}  // namespace nameplate::domain
