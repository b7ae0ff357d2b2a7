#pragma once

#include "base/clock.hpp"
#include "domain/ids.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nameplate::domain {

/// What a number is. The numbers stand in the ledger: never renumber.
enum class IdentifierKind : std::uint8_t {
  serial = 1,           ///< our serial number, or the maker's taken over as ours
  maker_serial = 2,     ///< the maker's, beside our own
  customer_serial = 3,  ///< the number that a customer gave it
  asset_tag = 4,
  imei = 5,
  mac = 6,
  container = 7,  ///< a container's own number
  sscc = 8,       ///< GS1 serial shipping container code
  lot = 9,        ///< our lot number
  supplier_lot = 10,
};

enum class Reuse : std::uint8_t {
  free,   ///< a closed number may be given again
  never,  ///< once truly borne, never again; free only when it was closed as a mistake
};

/// Within what a number is unique among the current ones.
enum class Scope : std::uint8_t { ledger, product, none };

struct IdentifierKindRule {
  IdentifierKind kind;
  std::string_view name;  ///< as the API writes it
  Scope scope;
  Reuse reuse;
};

[[nodiscard]] std::span<IdentifierKindRule const> identifier_kinds();
[[nodiscard]] IdentifierKindRule const& rule_of(IdentifierKind kind);
[[nodiscard]] std::optional<IdentifierKind> parse_identifier_kind(std::string_view name);

/// `scope` is the product (or party, for a supplier's lot) that the number is unique in, 0 for the whole ledger.
struct IdentifierKey {
  std::string value_norm = {};
  IdentifierKind kind = IdentifierKind::serial;
  std::int64_t scope = 0;

  auto operator<=>(IdentifierKey const&) const = default;
};

/// One number of one subject, from when to when. At most one current row per key, but for kinds without a scope.
struct Identifier {
  IdentifierKey key;
  SubjectId subject;
  std::string value;  ///< as the label shows it
  base::Instant valid_from;
  EventId opened_by;
  std::optional<base::Instant> valid_to = {};  ///< none: current
  EventId closed_by = {};                      ///< none: current
  bool mistaken = false;                       ///< closed because it was never right: free at once

  auto operator<=>(Identifier const&) const = default;
  [[nodiscard]] bool is_current() const { return !closed_by; }
};

}  // namespace nameplate::domain

template <>
struct std::hash<nameplate::domain::IdentifierKey> {
  std::size_t operator()(nameplate::domain::IdentifierKey const& key) const noexcept {
    return std::hash<std::string>()(key.value_norm) ^
           (static_cast<std::size_t>(key.scope) * 0x9E3779B97F4A7C15ULL + static_cast<std::size_t>(key.kind));
  }
};
