// Goal: hostile and slow clients get one answer and an end, and the others do not notice. Method: raw bytes; short
// limits.

#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace nameplate::http {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view smuggled = "GET /hello HTTP/1.1\r\nHost: smuggled\r\n\r\n";
constexpr std::string_view head_of_post = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

int count_answers(std::string_view bytes) {
  int count = 0;
  for (auto at = bytes.find("HTTP/1.1 "); at != std::string_view::npos; at = bytes.find("HTTP/1.1 ", at + 1)) {
    ++count;
  }
  return count;
}

void expect_works(TestServer& server) {
  RawClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(body_of_answer(client.read_answer()), "hello");
}

TEST(ServerLimits, WhatCannotBeTrustedGetsOneAnswerAndTheEnd) {
  TestServer server;
  auto const posted = [](std::string const& rest) { return std::string(head_of_post) + rest; };
  std::vector<std::pair<std::string, int>> const corpus = {
      {posted("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400},
      {posted("Content-Length: 0\r\nContent-Length: 38\r\n\r\n"), 400},
      {posted("Transfer-Encoding: xchunked\r\n\r\n"), 400},
      {posted("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"), 400},
      {posted("Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"), 400},
      {posted("Transfer-Encoding: chunked\r\n\r\n0x1\r\n"), 400},
      {posted("Transfer-Encoding: chunked\r\n\r\n-1\r\n"), 400},
      {posted("Transfer-Encoding: chunked\r\n\r\n1\r\naXX"), 400},
      {posted("Transfer-Encoding: chunked\r\n\r\n1\na\n0\n\n"), 400},
      {posted("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n"), 400},
      {posted("Transfer-Encoding: chunked\r\n\r\n1;" + std::string(40'000, 'a')), 400},
      {posted("Content-Length: 16777217\r\n\r\n"), 413},
      {posted("Transfer-Encoding: chunked\r\n\r\n1000001\r\n"), 413},
      {"GET /hello HTTP/1.1\nHost: x\n\n", 400},
      {"GET /hello HTTP/1.1\r\nHost: x\r\n A: folded\r\n\r\n", 400},
      {std::string("GET /hello HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n", 38), 400},
      {"GET http://x/hello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /../hello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /a/..%2fhello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /%2e%2e/hello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /hello%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /hello%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /hello\r\n", 400},
      {"GET /hello HTTP/1.1\r\n\r\n", 400},
      {"GET /hello HTTP/3.0\r\n\r\n", 505},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 400},
      {"TRACE /hello HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      {"CONNECT /hello HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      {"BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
      {"GET /hello HTTP/1.1\r\nHost: x\r\nA: " + std::string(100'000, 'a') + "\r\n\r\n", 431},
  };
  for (auto const& [bytes, status] : corpus) {
    RawClient client(server.port());
    client.send(bytes + std::string(smuggled));
    auto const answers = client.read_to_end();
    EXPECT_EQ(status_of_answer(answers), status) << bytes.substr(0, 120);
    EXPECT_EQ(count_answers(answers), 1) << bytes.substr(0, 120);
    EXPECT_TRUE(answers.contains("Connection: close\r\n"));
    EXPECT_TRUE(answers.contains("application/problem+json"));
  }
  expect_works(server);
}

TEST(ServerLimits, TooManyHeaderFieldsAreRefused) {
  TestServer server;
  std::string fields;
  for (int i = 0; i < 101; ++i) {
    fields += "A" + std::to_string(i) + ": b\r\n";
  }
  RawClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\n" + fields + "\r\n");

  EXPECT_EQ(status_of_answer(client.read_to_end()), 431);
}

TEST(ServerLimits, AnEndlessChunkedBodyIsStopped) {
  auto options = TestServer::patient_options();
  options.body_bytes_max = 100'000;
  TestServer server(options);
  RawClient client(server.port());
  client.send(std::string(head_of_post) + "Transfer-Encoding: chunked\r\n\r\n");
  std::string const chunk = "1000\r\n" + std::string(0x1000, 'a') + "\r\n";
  for (int i = 0; i < 30; ++i) {
    client.send(chunk);
  }

  auto const answer = client.read_to_end();

  EXPECT_EQ(status_of_answer(answer), 413);
  EXPECT_TRUE(answer.contains("body.too_large"));
}

TEST(ServerLimits, SlowHeadersAndBodiesAreCutWhileOthersAreServed) {
  TestServer server(TestServer::quick_options());
  RawClient slow_header(server.port());
  slow_header.send("GET /hello HTTP/1.1\r\nHost: x\r\n");
  RawClient slow_body(server.port());
  slow_body.send(std::string(head_of_post) + "Content-Length: 100\r\n\r\n");
  RawClient silent(server.port());
  RawClient dripping(server.port());
  auto const begun = std::chrono::steady_clock::now();
  std::jthread const drip([&dripping](std::stop_token const& stop) {
    while (!stop.stop_requested() && dripping.send("a")) {
      std::this_thread::sleep_for(10ms);
    }
  });

  expect_works(server);
  EXPECT_EQ(status_of_answer(slow_header.read_to_end()), 408);
  EXPECT_EQ(status_of_answer(slow_body.read_to_end()), 408);
  EXPECT_EQ(silent.read_to_end(), "");
  EXPECT_EQ(status_of_answer(dripping.read_to_end()), 408);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
}

TEST(ServerLimits, ABodyThatKeepsItsRateMayTakeLong) {
  auto options = TestServer::quick_options();
  options.body_bytes_per_second_min = 10;
  TestServer server(options);
  RawClient client(server.port());
  client.send(std::string(head_of_post) + "Content-Length: 200\r\n\r\n");
  for (int i = 0; i < 10; ++i) {
    std::this_thread::sleep_for(100ms);
    client.send(std::string(20, 'a'));
  }

  EXPECT_EQ(body_of_answer(client.read_answer()), std::string(200, 'a'));
}

TEST(ServerLimits, AnIdleConnectionIsClosedAndOneInUseIsNot) {
  auto options = TestServer::patient_options();
  options.idle_timeout = 1s;
  TestServer server(options);
  RawClient client(server.port());
  for (int i = 0; i < 4; ++i) {
    client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_EQ(status_of_answer(client.read_answer()), 200);
    std::this_thread::sleep_for(300ms);
  }

  EXPECT_EQ(client.read_to_end(), "");
}

TEST(ServerLimits, AClientThatDoesNotReadIsCut) {
  TestServer server(TestServer::quick_options());
  RawClient client(server.port());
  client.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");

  std::this_thread::sleep_for(1s);

  std::size_t received = 0;
  for (auto bytes = client.read_some(1 << 20); !bytes.empty(); bytes = client.read_some(1 << 20)) {
    received += bytes.size();
  }
  EXPECT_GT(received, 64U * 1024);
  EXPECT_LT(received, 64U * 1024 * 1024);
  expect_works(server);
}

TEST(ServerLimits, TheWorkersQueueIsBounded) {
  auto options = TestServer::patient_options();
  options.worker_threads = 1;
  options.worker_queue_max = 1;
  TestServer server(options);
  hold_slow_handlers();
  std::deque<RawClient> clients;
  auto const send_one = [&] { clients.emplace_back(server.port()).send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"); };
  send_one();
  ASSERT_TRUE(soon([] { return count_waiting_handlers() == 1; }));
  send_one();
  ASSERT_TRUE(
      soon([&] { return server.metrics().prometheus_text().contains("nameplate_http_worker_queue_length 1\n"); }));

  for (int i = 0; i < 2; ++i) {
    send_one();
    auto const answer = clients.back().read_answer();
    EXPECT_EQ(status_of_answer(answer), 503);
    EXPECT_TRUE(answer.contains("Retry-After: 1\r\n"));
    EXPECT_TRUE(answer.contains("server.busy"));
  }
  expect_works(server);
  release_slow_handlers();
  EXPECT_EQ(body_of_answer(clients[0].read_answer()), "slow");
  EXPECT_EQ(body_of_answer(clients[1].read_answer()), "slow");
}

TEST(ServerLimits, TooManyConnectionsAreTurnedAway) {
  auto options = TestServer::patient_options();
  options.connections_per_address_max = 3;
  TestServer server(options);
  {
    std::deque<RawClient> clients;
    for (int i = 0; i < 3; ++i) {
      clients.emplace_back(server.port()).send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
      EXPECT_EQ(status_of_answer(clients.back().read_answer()), 200);
    }
    RawClient fourth(server.port());
    EXPECT_EQ(status_of_answer(fourth.read_to_end()), 503);
  }
  ASSERT_TRUE(soon([&] { return server.metrics().prometheus_text().contains("nameplate_http_connections 0\n"); }));
  expect_works(server);
}

TEST(ServerLimits, AClientThatLeavesEarlyDoesNoHarm) {
  TestServer server;
  for (int i = 0; i < 20; ++i) {
    RawClient client(server.port());
    client.send(i % 2 == 0 ? "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n" : "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    if (i % 3 == 0) {
      client.close_sending();
    }
  }
  expect_works(server);
}

}  // namespace
}  // namespace nameplate::http
