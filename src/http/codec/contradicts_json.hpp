#pragma once

#include "base/result.hpp"
#include "http/json_writer.hpp"

#include <span>

namespace nameplate::http {

/// The member `contradicts`: what on record stands against a change of the past. Nothing when there is nothing.
void write_contradicts(JsonWriter& writer, std::span<base::Contradicted const> contradicts);

}  // namespace nameplate::http
