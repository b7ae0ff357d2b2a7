#pragma once

#include "base/result.hpp"
#include "domain/operation.hpp"
#include "http/json.hpp"

#include <cstdint>

/// What the verb has to say about a request, beside its single fields.
namespace nameplate::http {

/// An ObjectReader could not say which verb does not know the field. Errors: field.unknown.
[[nodiscard]] base::Result<void> check_field_names(JsonValue body, domain::Verb verb);

enum class ItemsGiven : std::uint8_t { no, yes };

/// What the verb needs in place of items, or beside them. Errors: field.missing, field.conflict.
[[nodiscard]] base::Result<void> check_shape(domain::Operation const& operation, ItemsGiven items);

}  // namespace nameplate::http
