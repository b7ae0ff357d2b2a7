// Goal: the server does over a real socket what its parts promise. Method: raw bytes on loopback.

#include "http/server.hpp"

#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace nameplate::http {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view get_hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

std::string get(std::string const& path) {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

std::string post(std::string const& body) {
  return "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(Server, AnswersOneRequestAfterTheOtherOnOneConnection) {
  TestServer server;
  RawClient client(server.port());

  for (int i = 0; i < 3; ++i) {
    client.send(get_hello);
    auto const answer = client.read_answer();
    EXPECT_EQ(status_of_answer(answer), 200);
    EXPECT_EQ(body_of_answer(answer), "hello");
    EXPECT_TRUE(answer.contains("X-Content-Type-Options: nosniff\r\n"));
    EXPECT_FALSE(answer.contains("Connection: close"));
    EXPECT_FALSE(answer.contains("Server:"));
  }
}

TEST(Server, PipelinedRequestsAreAnsweredInOrder) {
  TestServer server;
  RawClient client(server.port());

  client.send(post("\"1\"") + get("/later") + std::string(get_hello) + get("/nowhere") + post("\"2\"") +
              get("/stream") + get("/peer"));

  EXPECT_EQ(body_of_answer(client.read_answer()), "\"1\"");
  EXPECT_EQ(body_of_answer(client.read_answer()), "later");
  EXPECT_EQ(body_of_answer(client.read_answer()), "hello");
  EXPECT_EQ(status_of_answer(client.read_answer()), 404);
  EXPECT_EQ(body_of_answer(client.read_answer()), "\"2\"");
  EXPECT_TRUE(client.read_answer().contains("Transfer-Encoding: chunked"));
  EXPECT_EQ(body_of_answer(client.read_answer()), "127.0.0.1");
}

TEST(Server, ManyPipelinedRequestsBehindABodyAreNotTakenForThatBody) {
  TestServer server;
  RawClient client(server.port());
  std::string requests = post("\"first\"");
  for (int i = 0; i < 2000; ++i) {
    requests += get_hello;
  }
  std::jthread const sending([&] { client.send(requests); });

  EXPECT_EQ(body_of_answer(client.read_answer()), "\"first\"");
  for (int i = 0; i < 2000; ++i) {
    ASSERT_EQ(body_of_answer(client.read_answer()), "hello");
  }
}

TEST(Server, HeadGetsTheHeadOnly) {
  TestServer server;
  RawClient client(server.port());

  client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\nHEAD /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

  auto const answers = client.read_to_end();
  EXPECT_TRUE(answers.contains("Content-Length: 5\r\n"));
  EXPECT_TRUE(answers.contains("Transfer-Encoding: chunked\r\n"));
  EXPECT_FALSE(answers.contains("hello"));
  EXPECT_TRUE(answers.ends_with("\r\n\r\n"));
}

TEST(Server, BodiesComeWholeOrInChunks) {
  TestServer server;
  RawClient client(server.port());
  std::string const large(3'000'000, 'a');

  client.send(post(large));
  EXPECT_EQ(body_of_answer(client.read_answer()), large);

  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  std::this_thread::sleep_for(20ms);
  client.send("5;name=\"value\"\r\n\"abc");
  std::this_thread::sleep_for(20ms);
  client.send("d\r\n1\r\n\"\r\n0\r\nAuthorization: forged\r\n\r\n");
  EXPECT_EQ(body_of_answer(client.read_answer()), "\"abcd\"");

  client.send(get_hello);
  EXPECT_EQ(body_of_answer(client.read_answer()), "hello");
}

TEST(Server, AClientMayWaitForPermissionToSendItsBody) {
  TestServer server;
  RawClient client(server.port());

  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: "
      "2\r\n\r\n");
  EXPECT_EQ(client.read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("{}");
  EXPECT_EQ(body_of_answer(client.read_answer()), "{}");

  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: "
      "2\r\n\r\n");
  auto const refused = client.read_to_end();
  EXPECT_EQ(status_of_answer(refused), 415);
  EXPECT_FALSE(refused.contains("100 Continue"));
}

TEST(Server, ARefusedRequestWithASmallBodyKeepsTheConnection) {
  TestServer server;
  RawClient client(server.port());

  client.send(
      "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 41\r\n\r\nGET /hello HTTP/1.1\r\nHost: smuggled\r\n\r\nab");
  EXPECT_EQ(status_of_answer(client.read_answer()), 404);
  client.send(get_hello);
  EXPECT_EQ(body_of_answer(client.read_answer()), "hello");
}

TEST(Server, Http10IsAnsweredAndClosed) {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

  auto const answer = client.read_to_end();

  EXPECT_EQ(status_of_answer(answer), 200);
  EXPECT_FALSE(answer.contains("chunked"));
  EXPECT_TRUE(body_of_answer(answer).starts_with("0,1,2,"));
  EXPECT_TRUE(answer.ends_with(",998,999,"));
}

TEST(Server, StreamsComeInChunksAndABrokenOneIsCut) {
  TestServer server;
  RawClient client(server.port());

  client.send(get("/stream"));
  auto const whole = client.read_answer();
  EXPECT_TRUE(whole.contains("\r\n\r\n122\r\n0,1,2,"));
  EXPECT_TRUE(whole.ends_with(",999,\r\n0\r\n\r\n"));

  client.send(get("/broken-stream"));
  auto const broken = client.read_to_end();
  EXPECT_EQ(status_of_answer(broken), 200);
  EXPECT_TRUE(broken.ends_with("4\r\npart\r\n"));
}

TEST(Server, ManyClientsAtOnceAreAllAnswered) {
  TestServer server;
  std::vector<std::jthread> clients;
  std::atomic<int> right = 0;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&, i] {
      RawClient client(server.port());
      for (int n = 0; n < 100; ++n) {
        auto const body = "\"" + std::to_string(i * 1000 + n) + "\"";
        client.send(post(body) + get("/later"));
        right += body_of_answer(client.read_answer()) == body ? 1 : 0;
        right += body_of_answer(client.read_answer()) == "later" ? 1 : 0;
      }
    });
  }
  clients.clear();

  EXPECT_EQ(right, 1600);
  EXPECT_TRUE(server.metrics().prometheus_text().contains(
      "nameplate_http_requests_total{route=\"echo\",status=\"2xx\"} 800\n"));
  EXPECT_TRUE(soon([&] { return server.metrics().prometheus_text().contains("nameplate_http_connections 0\n"); }));
}

}  // namespace
}  // namespace nameplate::http
