#pragma once

#include "http/render/parts.hpp"

/// Units, containers and lots as every answer shows them: one JSON object each, without the brackets, so that the
/// caller can add members of its own.
namespace nameplate::http::render {

void write_unit(JsonWriter& out, domain::Catalog const& catalog, app::Surroundings const& around,
                domain::UnitState const& unit);
void write_container(JsonWriter& out, domain::Catalog const& catalog, app::Surroundings const& around,
                     domain::ContainerState const& container);
void write_lot(JsonWriter& out, domain::Catalog const& catalog, app::Surroundings const& around,
               domain::LotState const& lot);

}  // namespace nameplate::http::render
