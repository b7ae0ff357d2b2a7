#pragma once

#include "base/result.hpp"
#include "domain/operation.hpp"
#include "http/codec/verb_fields.hpp"
#include "http/json.hpp"

#include <cstdint>
#include <vector>

namespace nameplate::http {

enum class ProductInRequest : std::uint8_t { no, yes };

/// Reads the items of a request, 1 to 100,000, for which every step counts: nothing is put together for an item that
/// does not need it. Stops at the first item that cannot be read.
///
/// `product`: whether the request names one for items that name none. Errors: items.empty, items.too_many (413),
/// item.shape, field.type, field.unknown, field.empty, field.too_long, field.invisible_character, field.out_of_range,
/// id.malformed, date.malformed, those of parse_quantity, quantity.negative.
[[nodiscard]] base::Result<std::vector<domain::Item>> read_items(JsonValue array, domain::Verb verb,
                                                                 ProductInRequest product);

}  // namespace nameplate::http
