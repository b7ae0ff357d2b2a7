#include "base/check.hpp"
#include "domain/event_codec_parts.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace nameplate::domain::codec {
namespace {

// The flags of an item: one byte.
constexpr std::uint64_t kind_changes = 1U << 0U;
constexpr std::uint64_t role_is_other = 1U << 1U;
constexpr std::uint64_t subject_is_new = 1U << 2U;
constexpr std::uint64_t effect_changes = 1U << 3U;
constexpr std::uint64_t place_jumps = 1U << 4U;
constexpr std::uint64_t number_written = 1U << 5U;
constexpr std::uint64_t number_counts_on = 1U << 6U;  ///< the number before, plus one
constexpr std::uint64_t has_detail = 1U << 7U;

/// What the next item is told against. The same on both sides.
struct Previous {
  SubjectKind kind = SubjectKind::unit;
  std::int64_t subject = 0;
  std::uint32_t effect = 0;
  std::uint32_t place = std::numeric_limits<std::uint32_t>::max();  ///< so that the first expected place is 0
  std::string number = {};

  /// Only numbers of ordinary length lend their beginning, so that forged bytes cannot repeat a long one for nothing.
  static constexpr std::size_t number_size_max = 255;

  [[nodiscard]] std::string_view lent_number() const {
    return number.size() <= number_size_max ? std::string_view(number) : std::string_view();
  }
  [[nodiscard]] std::uint32_t expected_place() const { return place + 1; }  // wraps round by intention
};

/// `SN-0099` gives `SN-0100`; none when no digits end the number or they are all nines.
std::optional<std::string> counted_on(std::string_view number) {
  std::string next(number);
  for (auto at = next.size(); at > 0 && next[at - 1] >= '0' && next[at - 1] <= '9'; --at) {
    if (next[at - 1] != '9') {
      ++next[at - 1];
      return next;
    }
    next[at - 1] = '0';
  }
  return std::nullopt;
}

std::size_t shared_prefix(std::string_view left, std::string_view right) {
  return static_cast<std::size_t>(std::ranges::mismatch(left, right).in1 - left.begin());
}

/// The delta of the subject to the one before, of the same kind.
std::uint64_t delta_of(EventItem const& item, Previous const& previous) {
  auto const base = item.kind == previous.kind ? previous.subject : 0;
  return static_cast<std::uint64_t>(item.subject.value) - static_cast<std::uint64_t>(base);
}

std::uint64_t flags_of(EventItem const& item, Previous const& previous) {
  std::uint64_t flags = 0;
  auto const set = [&flags](std::uint64_t flag, bool on) { flags |= on ? flag : 0; };
  set(kind_changes, item.kind != previous.kind);
  set(role_is_other, item.role != SubjectRole::item);
  set(subject_is_new, item.is_new);
  set(effect_changes, item.effect != previous.effect);
  set(place_jumps, item.place != previous.expected_place());
  set(has_detail, item.detail != EventItem::no_detail);
  if (!item.number.empty()) {
    flags |= counted_on(previous.lent_number()) == item.number ? number_counts_on : number_written;
  }
  return flags;
}

void remember(Previous& previous, EventItem const& item) {
  previous.kind = item.kind;
  previous.subject = item.subject.value;
  previous.effect = item.effect;
  previous.place = item.place;
  if (!item.number.empty()) {
    previous.number = item.number;
  }
}

std::string read_number(base::ByteReader& in, Previous const& previous) {
  auto const before = previous.lent_number();
  auto const shared = in.unsigned_int();
  if (shared > before.size()) {
    throw base::DamagedBytes("a number refers to more than the number before it");
  }
  auto number = std::string(before.substr(0, shared)).append(in.text());
  if (number.empty() || shared_prefix(before, number) != shared || counted_on(before) == number) {
    throw base::DamagedBytes("a number is not written in its shortest form");
  }
  return number;
}

EventItem read_item(base::ByteReader& in, Previous const& previous, Event& event) {
  auto const flags = static_cast<unsigned char>(in.raw(1).front());
  EventItem item{.kind = previous.kind, .effect = previous.effect, .place = previous.expected_place()};
  if ((flags & kind_changes) != 0) {
    item.kind = enum_of(in.unsigned_int(), SubjectKind::unit, SubjectKind::record);
  }
  item.subject.value = static_cast<std::int64_t>(
      static_cast<std::uint64_t>(item.kind == previous.kind ? previous.subject : 0) + in.unsigned_int());
  if ((flags & role_is_other) != 0) {
    item.role = enum_of(in.unsigned_int(), SubjectRole::parent, SubjectRole::parent);
  }
  item.is_new = (flags & subject_is_new) != 0;
  if ((flags & effect_changes) != 0) {
    auto const effect = in.unsigned_int();
    item.effect = static_cast<std::uint32_t>(std::min<std::uint64_t>(effect, event.effects.size()));
  }
  if (item.effect >= event.effects.size()) {
    throw base::DamagedBytes("an item refers to an effect that is not there");
  }
  if ((flags & place_jumps) != 0) {
    auto const place = in.unsigned_int();
    if (place > std::numeric_limits<std::uint32_t>::max()) {
      throw base::DamagedBytes("an item's place in the request is too large");
    }
    item.place = static_cast<std::uint32_t>(place);
  }
  if ((flags & number_counts_on) != 0) {
    item.number = counted_on(previous.lent_number()).value_or("");
  } else if ((flags & number_written) != 0) {
    item.number = read_number(in, previous);
  }
  if ((flags & has_detail) != 0) {
    item.detail = static_cast<std::int32_t>(event.details.size());
    event.details.push_back(read_detail(in));
  }
  if (flags_of(item, previous) != flags) {
    throw base::DamagedBytes("an item is not written in its shortest form");
  }
  return item;
}

auto order_of(EventItem const& item) {
  return std::tuple(item.kind, item.subject, item.place);
}

}  // namespace

void write_items(base::ByteWriter& out, Event const& event) {
  base::check(std::ranges::is_sorted(event.items, {}, order_of), "the items of an event are sorted");
  Previous previous;
  for (auto const& item : event.items) {
    base::check(item.effect < event.effects.size(), "every item has an effect");
    base::check(item.role != SubjectRole::carried, "what is carried is derived, never stored");
    auto const flags = flags_of(item, previous);
    auto const byte = static_cast<char>(flags);
    out.raw({&byte, 1});
    if ((flags & kind_changes) != 0) {
      out.unsigned_int(static_cast<std::uint64_t>(item.kind));
    }
    out.unsigned_int(delta_of(item, previous));
    if ((flags & role_is_other) != 0) {
      out.unsigned_int(static_cast<std::uint64_t>(item.role));
    }
    if ((flags & effect_changes) != 0) {
      out.unsigned_int(item.effect);
    }
    if ((flags & place_jumps) != 0) {
      out.unsigned_int(item.place);
    }
    if ((flags & number_written) != 0) {
      auto const shared = shared_prefix(previous.lent_number(), item.number);
      out.unsigned_int(shared);
      out.text(std::string_view(item.number).substr(shared));
    }
    if (auto const* const detail = event.detail_of(item)) {
      write_detail(out, *detail);
    }
    remember(previous, item);
  }
}

void read_items(base::ByteReader& in, std::size_t count, Event& event) {
  event.items.reserve(count);
  Previous previous;
  for (; count > 0; --count) {
    auto item = read_item(in, previous, event);
    if (!event.items.empty() && order_of(item) < order_of(event.items.back())) {
      throw base::DamagedBytes("the items of an event are not sorted");
    }
    remember(previous, item);
    event.items.push_back(std::move(item));
  }
}

}  // namespace nameplate::domain::codec
