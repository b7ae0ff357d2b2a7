#pragma once

#include "app/queries/surroundings.hpp"
#include "app/queries/traits.hpp"
#include "base/result.hpp"
#include "domain/records/catalog.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nameplate::app {

using store::Count;
using store::SortKey;
using store::SortOrder;
using store::UnitCursor;

/// What somebody wants to know about units, as it was written: codes and numbers as text. Empty parts do not restrict.
struct UnitQuestion {
  std::vector<std::string> serials = {};  ///< current or former numbers of any kind
  std::string prefix = {};                ///< beginning of the serial
  std::vector<std::string> products = {};
  std::string category = {};  ///< with those below it
  TraitQuestion traits = {};
  domain::StatusSet statuses = {};
  std::string location = {};
  bool location_only = false;  ///< the place itself, without what is below it
  std::string container = {};  ///< id or code
  std::string lot = {};        ///< id, or number together with one product
  std::string party = {};
  std::string owner = {};     ///< a party's code, or `us`
  std::string document = {};  ///< number
  std::string document_kind = {};
  std::string hold = {};  ///< id
  std::string hold_kind = {};
  std::optional<base::Instant> changed_from = {};
  std::optional<base::Instant> changed_to = {};
  std::optional<std::int32_t> expires_before = {};

  AsOfQuestion as_of = {};

  store::UnitPage page = {};
  bool count = false;             ///< how many there are in all
  bool with_identifiers = false;  ///< the other numbers too
  bool with_traits = false;       ///< attributes and tags too

  /// Whether nothing but numbers was asked for: the quick way in.
  [[nodiscard]] bool is_look_up() const;
};

/// Units with all that they are shown with.
struct UnitList {
  std::vector<domain::UnitState> units;
  Surroundings around;
  std::vector<domain::Identifier> identifiers;  ///< by subject
  std::vector<domain::Trait> traits;            ///< by subject
  std::optional<UnitCursor> next;               ///< none: the last page
  std::optional<Count> count;

  [[nodiscard]] std::vector<domain::Identifier> identifiers_of(domain::SubjectId unit) const;
  [[nodiscard]] std::vector<domain::Trait> traits_of(domain::SubjectId unit) const;
};

/// How far `count` counts.
inline constexpr std::int64_t count_max = 10'000;

/// Errors (422): product.unknown, location.unknown, container.unknown, lot.unknown, lot.product_missing, party.unknown,
/// hold.unknown, hold_kind.unknown, category.unknown, attribute.unknown, filter.too_broad; (400) filter.invalid.
[[nodiscard]] base::Result<UnitList> find_units(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                                base::Instant now, UnitQuestion const& question);

/// As they were at `as_of.at`; the surroundings keep the catalog of that time. Errors besides: at.in_future (400),
/// filter.not_as_of (400) for what cannot be asked of the past.
[[nodiscard]] base::Result<UnitList> find_units_then(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                                     base::Instant now, UnitQuestion const& question);

/// One unit by its id. Errors: unit.unknown (404).
[[nodiscard]] base::Result<UnitList> find_unit(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                               base::Instant now, std::string_view id);
/// As it was. Errors: unit.unknown, subject.not_yet (404).
[[nodiscard]] base::Result<UnitList> find_unit_then(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                                    std::string_view id, AsOf const& as_of);

}  // namespace nameplate::app
