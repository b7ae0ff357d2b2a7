#pragma once

#include "domain/bound.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

/// From a text in a request to what it names.
namespace nameplate::app {

template <typename T>
using Found = std::expected<T, domain::Refusal>;

[[nodiscard]] inline std::unexpected<domain::Refusal> refuse(std::string_view reason, std::string detail,
                                                             std::vector<std::string> matches = {}) {
  return std::unexpected(
      domain::Refusal{.reason = std::string(reason), .detail = std::move(detail), .matches = std::move(matches)});
}

[[nodiscard]] inline domain::Refusal as_refusal(base::Error error) {
  return {.reason = std::move(error.reason), .detail = std::move(error.detail)};
}

/// How a request says that something is ours, or becomes so again.
inline constexpr std::string_view owner_us = "us";

/// `u123` for letter `u`: 123. Nothing for any other text.
[[nodiscard]] std::optional<std::int64_t> parse_id(char letter, std::string_view text);

/// `<field>` is how messages name it. Refusals: location.unknown, location.retired.
[[nodiscard]] Found<domain::RecordId> find_location(domain::Catalog const& catalog, std::string_view code);
/// Refusals: party.unknown, party.retired.
[[nodiscard]] Found<domain::RecordId> find_party(domain::Catalog const& catalog, std::string_view code);
/// Retired products too: what exists of them goes on living. Refusals: product.missing, product.unknown.
[[nodiscard]] Found<domain::Product const*> find_product(domain::Catalog const& catalog, std::string_view sku);
/// The current container with this id or code; none when there is none.
[[nodiscard]] domain::SubjectId find_container(domain::WorkingSet const& state, std::string_view id_or_code);
/// The current lot of a product with this id or number (empty: the one lot of an untracked product of this owner).
/// An id needs no product.
[[nodiscard]] domain::SubjectId find_lot(domain::WorkingSet const& state, domain::RecordId product,
                                         std::string_view id_or_number, domain::RecordId owner);
/// As answers write it: `u12`, `l3`, `c4`.
[[nodiscard]] std::string external_id(domain::WorkingSet const& state, domain::SubjectId subject);
/// A place or container by code. Refusals: place.unknown.
[[nodiscard]] Found<domain::Holder> find_place_or_container(domain::Catalog const& catalog,
                                                            domain::WorkingSet const& state, std::string_view text);

}  // namespace nameplate::app
