#pragma once

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "domain/state.hpp"

#include <compare>
#include <optional>
#include <string>

namespace nameplate::domain {

/// What a hold by rule covers: everything that fits all the given parts, now and later.
struct HoldRule {
  RecordId product;
  SubjectId lot;
  Holder place;            ///< a location with what is below it, or a container with what is in it; nowhere: any place
  RecordId category = {};  ///< goods of products of it, and of the categories below

  auto operator<=>(HoldRule const&) const = default;
};

/// A reason not to use something. Placed on items, or by a rule.
struct Hold {
  HoldId id;
  RecordId kind;  ///< the hold kind, which says what it forbids
  std::string reason;
  std::string case_number;
  std::optional<HoldRule> rule = {};
  EventId placed_by;
  base::Instant placed_at;
  EventId released_by = {};  ///< none: active
  std::optional<base::Instant> released_at = {};

  auto operator<=>(Hold const&) const = default;
  [[nodiscard]] bool is_active() const { return !released_by; }
};

/// One item under a hold. Kept after its release, as history.
struct HoldMember {
  SubjectId subject;
  HoldId hold;
  RecordId kind;
  EventId placed_by;
  EventId released_by = {};  ///< none: still held

  auto operator<=>(HoldMember const&) const = default;
};

}  // namespace nameplate::domain
