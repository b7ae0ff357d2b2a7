#include "base/ip_network.hpp"

#include <gtest/gtest.h>

namespace nameplate::base {
namespace {

bool is_in(std::string_view network, std::string_view address) {
  return parse_ip_network(network).value().contains(parse_ip_address(address).value());
}

TEST(IpNetwork, ARangeHoldsWhatHasItsPrefix) {
  EXPECT_TRUE(is_in("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(is_in("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(is_in("192.168.4.0/23", "192.168.5.255"));
  EXPECT_FALSE(is_in("192.168.4.0/23", "192.168.6.0"));
  EXPECT_TRUE(is_in("0.0.0.0/0", "203.0.113.9"));
  EXPECT_FALSE(is_in("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(is_in("fd00::/8", "fdff::1"));
  EXPECT_FALSE(is_in("fd00::/8", "fe00::1"));
}

TEST(IpNetwork, AnAddressAloneIsItself) {
  EXPECT_TRUE(is_in("192.0.2.7", "192.0.2.7"));
  EXPECT_FALSE(is_in("192.0.2.7", "192.0.2.8"));
  EXPECT_TRUE(is_in("::1", "::1"));
  EXPECT_TRUE(is_in("192.0.2.7", "::ffff:192.0.2.7")) << "the same address, as IPv6 sockets name it";
}

TEST(IpNetwork, WhatIsNoneIsRefused) {
  for (auto const* const text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1/8", "10.0.0/8",
                                 "fd00::1/8", "fd00::/129", "example", "10.0.0.0/8 "}) {
    auto const network = parse_ip_network(text);

    ASSERT_FALSE(network) << text;
    EXPECT_EQ(network.error().reason, "network.malformed") << text;
  }
}

}  // namespace
}  // namespace nameplate::base
