#include "base/ip_network.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace nameplate::base {
namespace {

constexpr unsigned mapped_prefix_bits = 96;
constexpr unsigned all_bits = 128;

/// The address with zeros behind the prefix.
IpAddress masked(IpAddress address, unsigned prefix_bits) {
  for (unsigned bit = prefix_bits; bit < all_bits; ++bit) {
    address[bit / 8] &= static_cast<std::uint8_t>(~(0x80U >> bit % 8));
  }
  return address;
}

std::optional<unsigned> parse_prefix(std::string_view text, unsigned bits_max) {
  unsigned bits = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || bits > bits_max) {
    return std::nullopt;
  }
  return bits;
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  std::string const terminated(text);
  IpAddress parsed{};
  if (::inet_pton(AF_INET6, terminated.c_str(), parsed.data()) == 1) {
    return parsed;
  }
  in_addr v4{};
  if (::inet_pton(AF_INET, terminated.c_str(), &v4) != 1) {
    return std::nullopt;
  }
  parsed[10] = parsed[11] = 0xFF;
  auto const* const bytes = reinterpret_cast<std::uint8_t const*>(&v4.s_addr);
  std::copy_n(bytes, 4, parsed.begin() + 12);
  return parsed;
}

bool IpNetwork::contains(IpAddress const& other) const {
  return masked(other, prefix_bits) == address;
}

Result<IpNetwork> parse_ip_network(std::string_view text) {
  auto const slash = text.find('/');
  auto const host = text.substr(0, slash);
  auto const address = parse_ip_address(host);
  auto const base_bits = host.contains(':') ? 0U : mapped_prefix_bits;
  auto const bits = slash == std::string_view::npos ? std::optional(all_bits - base_bits)
                                                    : parse_prefix(text.substr(slash + 1), all_bits - base_bits);
  if (!address || !bits || masked(*address, base_bits + *bits) != *address) {
    return fail(ErrorKind::bad_request, "network.malformed",
                "'" + std::string(text) +
                    "' is no address and no range of addresses. Write it as 192.0.2.7, 10.0.0.0/8 or fd00::/8, with "
                    "zeros behind the prefix.");
  }
  return IpNetwork{.address = *address, .prefix_bits = base_bits + *bits};
}

}  // namespace nameplate::base
