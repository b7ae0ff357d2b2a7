#include "http/host_rule.hpp"

#include <gtest/gtest.h>

namespace nameplate::http {
namespace {

TEST(HostRule, WithoutANameEveryOneDoes) {
  HostRule const rule;

  EXPECT_TRUE(rule.accepts("anything:80"));
  EXPECT_TRUE(rule.accepts(""));
}

TEST(HostRule, TheNameAndTheAddressListenedOnAreOurs) {
  HostRule const rule("stock.example.com", "192.0.2.7");

  EXPECT_TRUE(rule.accepts("stock.example.com"));
  EXPECT_TRUE(rule.accepts("STOCK.example.com:8443"));
  EXPECT_TRUE(rule.accepts("192.0.2.7:8443"));
  for (auto const* const foreign :
       {"evil.example.com", "stock.example.com.evil", "localhost", "127.0.0.1", "", "::1"}) {
    EXPECT_FALSE(rule.accepts(foreign)) << foreign;
  }
}

TEST(HostRule, LocalhostIsOursWhereWeListenThere) {
  EXPECT_TRUE(HostRule("stock", "127.0.0.1").accepts("localhost:8080"));
  EXPECT_TRUE(HostRule("stock", "::1").accepts("[::1]:8080"));
  EXPECT_FALSE(HostRule("stock", "127.0.0.1").accepts("192.0.2.7"));
}

TEST(HostRule, WhoListensOnAllAddressesHasAllOfThem) {
  HostRule const rule("stock", "0.0.0.0");

  EXPECT_TRUE(rule.accepts("192.0.2.7:8080"));
  EXPECT_TRUE(rule.accepts("[2001:db8::1]:8080"));
  EXPECT_TRUE(rule.accepts("localhost"));
  EXPECT_FALSE(rule.accepts("evil.example.com"));
}

}  // namespace
}  // namespace nameplate::http
