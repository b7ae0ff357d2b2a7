#include "app/queries/codes.hpp"

#include "app/external_id.hpp"
#include "identify/normalise.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {
namespace {

using domain::IdentifierKind;
using domain::SubjectId;

constexpr std::string_view owner_us = "us";

/// The one that bears the number now; otherwise the one that bore it last.
SubjectId bearer_of(std::vector<domain::Identifier> const& identifiers, auto fits) {
  domain::Identifier const* best = nullptr;
  for (auto const& identifier : identifiers) {
    if (!fits(identifier) || identifier.mistaken) {
      continue;
    }
    auto const rank = [](domain::Identifier const& row) { return std::pair(row.is_current(), row.valid_from); };
    if (best == nullptr || rank(*best) < rank(identifier)) {
      best = &identifier;
    }
  }
  return best == nullptr ? SubjectId() : best->subject;
}

}  // namespace

std::unexpected<base::Error> unknown_subject(base::ErrorKind kind, std::string_view subject, std::string_view given) {
  std::string slug(subject);
  std::ranges::replace(slug, ' ', '_');
  return base::fail(kind, slug + ".unknown",
                    "There is no " + std::string(subject) + " " + std::string(given) + ". Check how it is written.");
}

base::Result<domain::RecordId> find_code(domain::Catalog const& catalog, domain::RecordKind kind,
                                         std::string_view code) {
  auto const found = catalog.find(kind, code);
  if (!found) {
    return unknown_subject(base::ErrorKind::invalid, rule_of(kind).name, code);
  }
  return found;
}

base::Result<std::vector<domain::RecordId>> find_codes(domain::Catalog const& catalog, domain::RecordKind kind,
                                                       std::vector<std::string> const& codes) {
  std::vector<domain::RecordId> ids;
  for (auto const& code : codes) {
    auto const found = find_code(catalog, kind, code);
    if (!found) {
      return std::unexpected(found.error());
    }
    ids.push_back(*found);
  }
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

base::Result<domain::RecordId> find_owner(domain::Catalog const& catalog, std::string_view code) {
  return code == owner_us ? base::Result<domain::RecordId>(domain::RecordId())
                          : find_code(catalog, domain::RecordKind::party, code);
}

base::Result<SubjectId> find_container(store::ReadSnapshot& snapshot, std::string_view id_or_code,
                                       base::ErrorKind unknown) {
  if (auto const id = parse_external_id(id_letter::container, id_or_code)) {
    if (!snapshot.load_containers(std::array{SubjectId{*id}}).empty()) {
      return SubjectId{*id};
    }
  }
  std::vector<std::string> codes = {domain::normalise_code(id_or_code)};
  if (auto sscc = identify::normalise_number(identify::NumberForm::sscc, id_or_code); sscc && *sscc != codes.front()) {
    codes.push_back(std::move(*sscc));
  }
  auto const named = bearer_of(snapshot.find_identifiers(codes), [](domain::Identifier const& identifier) {
    return identifier.key.kind == IdentifierKind::container || identifier.key.kind == IdentifierKind::sscc;
  });
  if (named) {
    return named;
  }
  return unknown_subject(unknown, "container", id_or_code);
}

base::Result<SubjectId> find_lot(store::ReadSnapshot& snapshot, std::string_view id_or_number, domain::RecordId product,
                                 base::ErrorKind unknown) {
  if (product) {
    auto const number = std::array{domain::normalise_code(id_or_number)};
    auto const named = bearer_of(snapshot.find_identifiers(number), [&](domain::Identifier const& identifier) {
      return identifier.key.kind == IdentifierKind::lot && identifier.key.scope == product.value;
    });
    if (named) {
      return named;
    }
  }
  auto const id = parse_external_id(id_letter::lot, id_or_number);
  if (id && !snapshot.load_lots(std::array{SubjectId{*id}}).empty()) {
    return SubjectId{*id};
  }
  if (!product && !id) {
    return base::fail(
        unknown, "lot.product_missing",
        "A lot number means something together with its product only. Give one product, or the id of the lot.");
  }
  return unknown_subject(unknown, "lot", id_or_number);
}

}  // namespace nameplate::app
