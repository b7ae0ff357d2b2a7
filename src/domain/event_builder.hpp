#pragma once

#include "domain/event.hpp"

#include <map>
#include <string>
#include <string_view>

namespace nameplate::domain {

/// Puts an event together: shares equal effects, sorts the items, keeps private texts apart.
class EventBuilder {
 public:
  /// `salt_seed`: random bytes, from which the salts are made.
  EventBuilder(Event head, std::string salt_seed) : event_(std::move(head)), salt_seed_(std::move(salt_seed)) {}

  void reserve(std::size_t items) { event_.items.reserve(items); }
  void add(EventItem item, Effect const& effect);
  void add(EventItem item, Effect const& effect, ItemDetail detail);
  /// A text that can identify a person; empty ones are left out.
  void add_private(std::string field, std::int32_t place, std::string value);
  void set_matter(EventMatter matter) { event_.matter = std::move(matter); }
  [[nodiscard]] bool has_items() const { return !event_.items.empty(); }

  [[nodiscard]] Event finish() &&;

 private:
  [[nodiscard]] std::uint32_t index_of(Effect const& effect);

  Event event_;
  std::string salt_seed_;
  std::map<Effect, std::uint32_t> effects_;
};

/// What stands in the body for a private value.
[[nodiscard]] std::string private_hash(std::string_view salt, std::string_view value);
/// The first private value that is not the one whose hash stands in the body; null: there is none. What was erased is
/// not missed.
[[nodiscard]] PrivateField const* changed_private_field(Event const& event);

}  // namespace nameplate::domain
