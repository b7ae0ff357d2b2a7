#pragma once

#include "base/result.hpp"
#include "domain/ids.hpp"
#include "domain/status.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

/// What goods bear beside their fixed fields: tags, and attributes as the master data define them.
namespace nameplate::domain {

/// What the value of a trait is. The numbers stand in the ledger: never renumber.
enum class TraitType : std::uint8_t { tag = 1, text = 2, number = 3, date = 4, choice = 5, boolean = 6 };

/// One trait that an event sets or takes away. It tells the type, so that the fold needs no master data.
struct TraitChange {
  RecordId attribute;  ///< none: a tag
  TraitType type = TraitType::tag;
  std::string value = {};  ///< canonical; of an attribute that is taken away: empty
  bool removed = false;

  auto operator<=>(TraitChange const&) const = default;
};

/// A trait as it stands now. A subject has one value of an attribute, and any number of tags.
struct Trait {
  SubjectId subject;
  SubjectKind kind = SubjectKind::unit;
  RecordId attribute;  ///< none: a tag
  std::string key;     ///< by which values are compared and sorted
  std::string value;   ///< canonical, as answers show it
  EventId set_by;

  auto operator<=>(Trait const&) const = default;
};

/// By what values of a type are compared: texts without case, numbers and dates in their own order. Of a canonical
/// value.
[[nodiscard]] std::string trait_key(TraitType type, std::string_view value);

/// The shortest form of a decimal with at most 18 digits before the point and six after it. Errors: number.malformed.
[[nodiscard]] base::Result<std::string> canonical_number(std::string_view text);

/// A tag as it is kept: trimmed. Errors: tag.malformed (empty, longer than 50 characters, invisible characters, a
/// comma).
[[nodiscard]] base::Result<std::string> canonical_tag(std::string_view text);

}  // namespace nameplate::domain
