#pragma once

#include "app/external_id.hpp"
#include "app/queries/surroundings.hpp"
#include "base/quantity.hpp"
#include "domain/identifier.hpp"
#include "domain/records/catalog.hpp"
#include "domain/state.hpp"
#include "http/json_writer.hpp"

#include <optional>
#include <span>
#include <string_view>

/// The pieces that most answers are made of. Each writes one member of the object that is open.
namespace nameplate::http::render {

/// How owners that are not a party are written.
inline constexpr std::string_view owner_us = "us";

void write_id(JsonWriter& out, std::string_view name, app::ExternalId const& id);
void write_time(JsonWriter& out, std::string_view name, base::Instant time);
void write_quantity(JsonWriter& out, std::string_view name, base::Quantity quantity);
/// `asOf: {at, knownAt}`, the sequence up to which it was known; nothing for what is so now.
void write_as_of(JsonWriter& out, app::AsOf const& as_of);

/// `{id, name}` of an account.
void write_account(JsonWriter& out, std::string_view name, domain::Catalog const& catalog, domain::RecordId account);
/// The code of a record; null when there is none.
void write_code(JsonWriter& out, std::string_view name, std::string_view code);
/// `{sku, name}`
void write_product(JsonWriter& out, std::string_view name, domain::Catalog const& catalog, domain::RecordId product);
/// `us`, or the code of the party.
void write_owner(JsonWriter& out, std::string_view name, domain::Catalog const& catalog, domain::RecordId owner);
/// `{id, number}` or null.
void write_lot(JsonWriter& out, std::string_view name, app::Surroundings const& around, domain::SubjectId lot);

/// Three members for where something is: `location` (a code, when it is at a place of ours, through containers too),
/// `container` (`{id, code}` when it is in one) and `holder` (who or what has it: a location, a party, a way, nothing).
void write_whereabouts(JsonWriter& out, domain::Catalog const& catalog, app::Surroundings const& around,
                       domain::Holder holder);
/// `holder` alone, for a place that is not inside a container.
void write_holder(JsonWriter& out, std::string_view name, domain::Catalog const& catalog, domain::Holder place);
/// `location` alone.
void write_location(JsonWriter& out, domain::Catalog const& catalog, domain::Holder place);

/// `holds: [{hold, kind, reason, by}]`
void write_holds(JsonWriter& out, domain::Catalog const& catalog, std::span<app::HoldOn const> holds);
/// `dates: {produced, expires}`, left out when there are none.
void write_dates(JsonWriter& out, domain::Dates const& dates);
/// `attributes: {colour: "red"}` (true and false for attributes that are either) and `tags: [...]`
void write_traits(JsonWriter& out, domain::Catalog const& catalog, std::span<domain::Trait const> traits);
/// `identifiers: [{kind, value, from, to, mistaken}]`
void write_identifiers(JsonWriter& out, std::span<domain::Identifier const> identifiers);

}  // namespace nameplate::http::render
