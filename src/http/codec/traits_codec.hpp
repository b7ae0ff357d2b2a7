#pragma once

#include "base/result.hpp"
#include "domain/operation.hpp"
#include "http/json.hpp"

#include <optional>
#include <string>

namespace nameplate::http {

/// `attributes` (an object; null takes one away) and `tags` (a list of texts) as a request writes them. Errors name
/// `path`: field.type, field.too_many.
[[nodiscard]] base::Result<domain::TraitsGiven> read_traits(std::optional<JsonValue> attributes,
                                                            std::optional<JsonValue> tags, std::string const& path);

}  // namespace nameplate::http
