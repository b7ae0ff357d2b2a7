#pragma once

#include "app/numbers/sayings.hpp"
#include "http/json_writer.hpp"

#include <span>
#include <string_view>

namespace nameplate::http::render {

/// What a number says: a list of readings, each with its parts.
void write_sayings(JsonWriter& out, std::string_view name, std::span<app::NumberSaying const> sayings);

}  // namespace nameplate::http::render
