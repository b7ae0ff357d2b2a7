#include "base/web_address.hpp"

#include <gtest/gtest.h>

namespace nameplate::base {
namespace {

TEST(WebAddress, SchemeHostAndPathAreRead) {
  auto const plain = parse_web_address("https://Stock.Example.com/").value();
  EXPECT_EQ(plain.text, "https://Stock.Example.com");
  EXPECT_EQ(plain.host, "stock.example.com");
  EXPECT_TRUE(plain.is_https);

  auto const detailed = parse_web_address("http://[2001:db8::1]:8080/nameplate/").value();
  EXPECT_EQ(detailed.text, "http://[2001:db8::1]:8080/nameplate");
  EXPECT_EQ(detailed.host, "2001:db8::1");
  EXPECT_FALSE(detailed.is_https);
}

TEST(WebAddress, WhatIsNoneIsRefused) {
  for (auto const* const text :
       {"", "stock.example.com", "https://", "https:///path", "ftp://stock", "https://a b", "https://stock:0",
        "https://stock:65536", "https://stock:x", "https://user@stock", "https://stock?x=1", "https://stock/#x",
        "https://[::1", "https://[stock]", "https://::1", "HTTPS://stock"}) {
    auto const address = parse_web_address(text);

    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().reason, "base_url.malformed") << text;
  }
}

TEST(HostOf, ThePortIsTakenOff) {
  EXPECT_EQ(host_of("Stock:443"), "stock");
  EXPECT_EQ(host_of("stock"), "stock");
  EXPECT_EQ(host_of("[::1]:80"), "::1");
  EXPECT_EQ(host_of("192.0.2.7:80"), "192.0.2.7");
  EXPECT_EQ(host_of("stock:port"), "");
  EXPECT_EQ(host_of(""), "");
}

}  // namespace
}  // namespace nameplate::base
