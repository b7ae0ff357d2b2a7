#pragma once

#include "domain/verb_fields.hpp"

#include <string>
#include <string_view>

namespace nameplate::http {

using domain::ItemField;
using domain::ItemFields;
using domain::RequestField;
using domain::RequestFields;

/// The allowed field whose name is nearest to `name`; empty when none is near.
[[nodiscard]] std::string nearest_field(RequestFields allowed, std::string_view name);
[[nodiscard]] std::string nearest_field(ItemFields allowed, std::string_view name);

}  // namespace nameplate::http
