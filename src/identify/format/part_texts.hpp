#pragma once

#include "identify/format/part.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

/// What a text that stands at a part may be: the same for reading a number and for telling whether two readings are
/// possible. Texts are in capitals.
namespace nameplate::identify {

/// Whether the character may stand at this place (from 0) of a text of the part. Literals are not asked.
[[nodiscard]] bool may_stand(Part const& part, char c, std::size_t place);
/// Whether the whole text is one that the part makes; fields: any text of the right length.
[[nodiscard]] bool fits(Part const& part, std::string_view text);
/// The count that a counter shows so; nothing when it never does, or when it is scrambled.
[[nodiscard]] std::optional<std::int64_t> count_of(CounterPart const& counter, std::string_view text);

}  // namespace nameplate::identify
