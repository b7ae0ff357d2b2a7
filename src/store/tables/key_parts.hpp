#pragma once

#include <string>

namespace nameplate::store::tables {

/// Keys are hashes, so parts of their range are of equal size. An index by time would cost every scan a write; whoever
/// forgets old keys looks through the table part by part, and writes only where something is to go.
inline constexpr unsigned key_parts = 4096;

/// Where a part begins; `key_parts` itself is above every key.
[[nodiscard]] inline std::string begin_of_key_part(unsigned part) {
  if (part == key_parts) {
    return std::string(17, '\xFF');
  }
  return {static_cast<char>(part >> 4U), static_cast<char>((part & 0xFU) << 4U)};
}

}  // namespace nameplate::store::tables
