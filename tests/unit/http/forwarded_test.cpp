// Goal: nobody but a trusted proxy can say who the client is.

#include "http/forwarded.hpp"

#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace nameplate::http {
namespace {

std::vector<base::IpNetwork> const proxies = {base::parse_ip_network("10.0.0.0/8").value(),
                                              base::parse_ip_network("::1").value()};

TEST(Forwarded, TheRightmostStrangerIsTheClient) {
  EXPECT_EQ(client_behind("10.0.0.1", "203.0.113.9", proxies), "203.0.113.9");
  EXPECT_EQ(client_behind("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", proxies), "203.0.113.9");
  EXPECT_EQ(client_behind("10.0.0.1", "10.0.0.3,10.0.0.2", proxies), "10.0.0.3");
  EXPECT_EQ(client_behind("10.0.0.1", "203.0.113.9:4711", proxies), "203.0.113.9");
  EXPECT_EQ(client_behind("10.0.0.1", "[2001:db8::1]:4711", proxies), "2001:db8::1");
}

TEST(Forwarded, WhatNamesNobodyLeavesTheLastWhoIsKnown) {
  EXPECT_EQ(client_behind("10.0.0.1", "", proxies), "10.0.0.1");
  EXPECT_EQ(client_behind("10.0.0.1", "unknown", proxies), "10.0.0.1");
  EXPECT_EQ(client_behind("10.0.0.1", "203.0.113.9, unknown", proxies), "10.0.0.1");
  EXPECT_EQ(client_behind("10.0.0.1", "203.0.113.9, , 10.0.0.2", proxies), "10.0.0.2");
}

TEST(Forwarded, OnlyTheNearestProxysWordCountsForTheScheme) {
  EXPECT_TRUE(says_https("https"));
  EXPECT_TRUE(says_https("http, https"));
  EXPECT_FALSE(says_https("https, http"));
  EXPECT_FALSE(says_https(""));
}

std::string const as_if_forwarded =
    "GET /peer HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 10.0.0.5\r\n"
    "X-Forwarded-Proto: https\r\n\r\n";

TEST(Forwarded, AStrangersWordIsNotBelieved) {
  TestServer server;
  RawClient client(server.port());
  client.send(as_if_forwarded);

  auto const answer = client.read_answer();

  EXPECT_EQ(body_of_answer(answer), "127.0.0.1");
  EXPECT_FALSE(answer.contains("Strict-Transport-Security"));
}

TEST(Forwarded, AProxysWordIsBelieved) {
  auto options = TestServer::patient_options();
  options.trusted_proxies = {base::parse_ip_network("127.0.0.0/8").value(), base::parse_ip_network("10.0.0.5").value()};
  TestServer server(options);
  RawClient client(server.port());
  client.send(as_if_forwarded);

  auto const answer = client.read_answer();

  EXPECT_EQ(body_of_answer(answer), "203.0.113.9");
  EXPECT_TRUE(answer.contains("Strict-Transport-Security: max-age=31536000\r\n"));
}

}  // namespace
}  // namespace nameplate::http
