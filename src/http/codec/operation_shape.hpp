#pragma once

#include "base/result.hpp"
#include "domain/operation.hpp"
#include "http/json.hpp"

#include <cstdint>
#include <span>
#include <string_view>

/// What the verb has to say about a request, beside its single fields.
namespace nameplate::http {

/// An ObjectReader could not say which verb does not know the field. `beside` names members that are no fields of the
/// operation, but may stand beside them. Errors: field.unknown.
[[nodiscard]] base::Result<void> check_field_names(JsonValue body, domain::Verb verb,
                                                   std::span<std::string_view const> beside);

enum class ItemsGiven : std::uint8_t { no, yes };

/// What the verb needs in place of items, or beside them. Errors: field.missing, field.conflict.
[[nodiscard]] base::Result<void> check_shape(domain::Operation const& operation, ItemsGiven items);

}  // namespace nameplate::http
