#pragma once

#include "app/numbers/readable_formats.hpp"
#include "domain/identifier.hpp"
#include "store/store.hpp"

#include <string_view>
#include <vector>

namespace nameplate::app {

/// Numbers on record that are likely meant by one whose check characters do not fit: those that differ from it in one
/// character or in a swap of neighbours. Empty when the number can be read rightly, or by no format with check
/// characters. One store call.
[[nodiscard]] std::vector<domain::Identifier> likely_numbers(store::Reader& reader, ReadableFormats const& formats,
                                                             std::string_view number);

/// Whether some format with check characters reads the number, and no way to read it is right: a version of a format
/// without check characters is right too, a scheme of others only where it has some.
[[nodiscard]] bool has_wrong_check(std::span<ReadNumber const> readings);

}  // namespace nameplate::app
