#include "domain/identifier.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <array>

namespace nameplate::domain {
namespace {

constexpr std::array rules = {
    IdentifierKindRule{IdentifierKind::serial, "serial", Scope::product, Reuse::never},
    IdentifierKindRule{IdentifierKind::maker_serial, "maker-serial", Scope::product, Reuse::never},
    IdentifierKindRule{IdentifierKind::customer_serial, "customer-serial", Scope::none, Reuse::free},
    IdentifierKindRule{IdentifierKind::asset_tag, "asset-tag", Scope::ledger, Reuse::free},
    IdentifierKindRule{IdentifierKind::imei, "imei", Scope::ledger, Reuse::never},
    IdentifierKindRule{IdentifierKind::mac, "mac", Scope::ledger, Reuse::never},
    IdentifierKindRule{IdentifierKind::container, "container", Scope::ledger, Reuse::free},
    IdentifierKindRule{IdentifierKind::sscc, "sscc", Scope::ledger, Reuse::never},
    IdentifierKindRule{IdentifierKind::lot, "lot", Scope::product, Reuse::never},
    IdentifierKindRule{IdentifierKind::supplier_lot, "supplier-lot", Scope::none, Reuse::free},
};

}  // namespace

std::span<IdentifierKindRule const> identifier_kinds() {
  return rules;
}

IdentifierKindRule const& rule_of(IdentifierKind kind) {
  auto const* const found = std::ranges::find(rules, kind, &IdentifierKindRule::kind);
  base::check(found != rules.end(), "every identifier kind has a rule");
  return *found;
}

std::optional<IdentifierKind> parse_identifier_kind(std::string_view name) {
  auto const* const found = std::ranges::find(rules, name, &IdentifierKindRule::name);
  return found == rules.end() ? std::nullopt : std::optional(found->kind);
}

}  // namespace nameplate::domain
