#include "domain/event_builder.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <tuple>

namespace nameplate::domain {

std::string private_hash(std::string_view salt, std::string_view value) {
  std::string salted(salt);
  salted += value;
  return std::string(base::as_text(base::sha256(salted)));
}

PrivateField const* changed_private_field(Event const& event) {
  auto const is_changed = [&](PrivateField const& field) {
    return std::ranges::none_of(event.private_hashes, [&](PrivateHash const& hash) {
      return hash.field == field.field && hash.place == field.place &&
             hash.hash == private_hash(field.salt, field.value);
    });
  };
  auto const found = std::ranges::find_if(event.private_fields, is_changed);
  return found == event.private_fields.end() ? nullptr : &*found;
}

std::uint32_t EventBuilder::index_of(Effect const& effect) {
  // Nearly always the same as for the item before.
  if (!event_.effects.empty() && event_.effects.back() == effect) {
    return static_cast<std::uint32_t>(event_.effects.size() - 1);
  }
  auto const [known, added] = effects_.try_emplace(effect, static_cast<std::uint32_t>(event_.effects.size()));
  if (added) {
    event_.effects.push_back(effect);
  }
  return known->second;
}

void EventBuilder::add(EventItem item, Effect const& effect) {
  item.effect = index_of(effect);
  event_.items.push_back(std::move(item));
}

void EventBuilder::add(EventItem item, Effect const& effect, ItemDetail detail) {
  if (detail != ItemDetail{}) {
    item.detail = static_cast<std::int32_t>(event_.details.size());
    event_.details.push_back(std::move(detail));
  }
  add(std::move(item), effect);
}

void EventBuilder::add_private(std::string field, std::int32_t place, std::string value) {
  if (value.empty()) {
    return;
  }
  auto const number = std::to_string(event_.private_fields.size());
  auto salt = std::string(base::as_text(base::sha256(salt_seed_ + number))).substr(0, 16);
  event_.private_hashes.push_back({.field = field, .place = place, .hash = private_hash(salt, value)});
  event_.private_fields.push_back(
      {.field = std::move(field), .place = place, .salt = std::move(salt), .value = std::move(value)});
}

Event EventBuilder::finish() && {
  // A lot that the event makes stands before what is booked on it.
  auto const order = [](EventItem const& item) {
    return std::tuple(item.kind, item.subject, !item.is_new, item.place);
  };
  if (!std::ranges::is_sorted(event_.items, {}, order)) {
    std::ranges::stable_sort(event_.items, {}, order);
  }
  auto const by_field = [](auto const& field) { return std::tie(field.field, field.place); };
  std::ranges::sort(event_.private_hashes, {}, by_field);
  std::ranges::sort(event_.private_fields, {}, by_field);
  return std::move(event_);
}

}  // namespace nameplate::domain
