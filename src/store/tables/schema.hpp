#pragma once

#include <cstdint>

namespace nameplate::store::tables {

/// The number of the newest migration that this program knows, the same in every engine.
inline constexpr std::int64_t schema_known = 10;

}  // namespace nameplate::store::tables
