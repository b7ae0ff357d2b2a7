#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nameplate::base {

/// An IPv6 address in network order; an IPv4 address stands in its mapped form (::ffff:192.0.2.1).
using IpAddress = std::array<std::uint8_t, 16>;

[[nodiscard]] std::optional<IpAddress> parse_ip_address(std::string_view text);

/// A range of addresses, such as 10.0.0.0/8, fd00::/8 or one address alone.
struct IpNetwork {
  IpAddress address{};
  unsigned prefix_bits = 128;  ///< of all 128

  [[nodiscard]] bool contains(IpAddress const& other) const;
};

/// Errors: network.malformed, also for an address with bits behind the prefix, which is mostly a typing mistake.
[[nodiscard]] Result<IpNetwork> parse_ip_network(std::string_view text);

}  // namespace nameplate::base
