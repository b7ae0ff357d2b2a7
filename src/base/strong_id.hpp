#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace nameplate::base {

/// A 64-bit id that does not mix with other ids. Zero means "none".
template <typename Tag>
struct StrongId {
  std::int64_t value = 0;

  constexpr auto operator<=>(StrongId const&) const = default;
  [[nodiscard]] constexpr explicit operator bool() const { return value != 0; }
};

}  // namespace nameplate::base

template <typename Tag>
struct std::hash<nameplate::base::StrongId<Tag>> {
  std::size_t operator()(nameplate::base::StrongId<Tag> id) const noexcept {
    // Ids come in runs; Fibonacci hashing spreads them over the buckets.
    return static_cast<std::size_t>(static_cast<std::uint64_t>(id.value) * 0x9E3779B97F4A7C15ULL);
  }
};
