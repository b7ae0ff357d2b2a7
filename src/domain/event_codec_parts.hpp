#pragma once

#include "base/byte_codec.hpp"
#include "domain/event.hpp"

#include <cstdint>
#include <vector>

/// The parts of an event's body, for event_codec.cpp. Reading throws base::DamagedBytes for whatever writing cannot
/// have made, so each event has exactly one form.
namespace nameplate::domain::codec {

void write_effect(base::ByteWriter& out, Effect const& effect);
[[nodiscard]] Effect read_effect(base::ByteReader& in);

void write_detail(base::ByteWriter& out, ItemDetail const& detail);
[[nodiscard]] ItemDetail read_detail(base::ByteReader& in);

/// The items one after another, without their count, each detail with its item.
void write_items(base::ByteWriter& out, Event const& event);
/// Appends to `event.items` and `event.details`. The effects must have been read.
void read_items(base::ByteReader& in, std::size_t count, Event& event);

void write_matter(base::ByteWriter& out, EventMatter const& matter);
[[nodiscard]] EventMatter read_matter(base::ByteReader& in);

/// Each a list with its length in front.
void write_parties(base::ByteWriter& out, std::vector<PartyInRole> const& parties);
[[nodiscard]] std::vector<PartyInRole> read_parties(base::ByteReader& in);
void write_documents(base::ByteWriter& out, std::vector<Document> const& documents);
[[nodiscard]] std::vector<Document> read_documents(base::ByteReader& in);

void write_dates(base::ByteWriter& out, Dates const& dates);
[[nodiscard]] Dates read_dates(base::ByteReader& in);

void write_holder(base::ByteWriter& out, Holder holder);
[[nodiscard]] Holder read_holder(base::ByteReader& in);

/// Ids are positive, so they need no sign; a negative one would still survive.
inline void write_id(base::ByteWriter& out, std::int64_t id) {
  out.unsigned_int(static_cast<std::uint64_t>(id));
}
[[nodiscard]] inline std::int64_t read_id(base::ByteReader& in) {
  return static_cast<std::int64_t>(in.unsigned_int());
}

/// An enumerator between `first` and `last`.
template <typename Enum>
[[nodiscard]] Enum enum_of(std::uint64_t number, Enum first, Enum last) {
  if (number < static_cast<std::uint64_t>(first) || number > static_cast<std::uint64_t>(last)) {
    throw base::DamagedBytes("a number stands for nothing that this program knows");
  }
  return static_cast<Enum>(number);
}
[[nodiscard]] inline Status read_status(std::uint64_t number) {
  return enum_of(number, Status::ordered, Status::void_);
}

constexpr std::uint64_t flag(std::uint64_t bit, bool on) {
  return on ? bit : 0;
}

/// For a part that is left out when it is empty: it was not.
template <typename T>
[[nodiscard]] T not_empty(T value) {
  if (value == T{}) {
    throw base::DamagedBytes("an empty part is written out");
  }
  return value;
}

/// Refuses bits that mean nothing.
[[nodiscard]] inline std::uint64_t read_flags(base::ByteReader& in, std::uint64_t known) {
  auto const flags = in.unsigned_int();
  if ((flags & ~known) != 0) {
    throw base::DamagedBytes("a flag is set that this program does not know");
  }
  return flags;
}

}  // namespace nameplate::domain::codec
