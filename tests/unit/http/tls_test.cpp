// Goal: over TLS the server does what it does in the clear, to whoever speaks TLS well and to nobody else. Method: real
// sockets on loopback, certificates made on the spot.

#include "base/clock.hpp"
#include "http/tls_certificate.hpp"
#include "unit/http/test_certificate.hpp"
#include "unit/http/test_server.hpp"
#include "unit/http/tls_client.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

namespace nameplate::http {
namespace {

using namespace std::chrono_literals;

std::string get(std::string const& path) {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

std::string post(std::string const& body) {
  return "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A server with a certificate of its own.
class Tls : public testing::Test {
 protected:
  TestServer& start(ServerOptions options = TestServer::patient_options()) {
    options.tls = certificate_.get();
    server_ = std::make_unique<TestServer>(options);
    return *server_;
  }
  [[nodiscard]] TlsCertificate& certificate() { return *certificate_; }
  [[nodiscard]] TestCertificates& files() { return files_; }

 private:
  TestCertificates files_;
  base::SystemClock clock_;
  std::unique_ptr<TlsCertificate> certificate_ = TlsCertificate::read(files_.make("first"), clock_).value();
  std::unique_ptr<TestServer> server_;
};

TEST_F(Tls, OneRequestAfterTheOtherIsAnswered) {
  auto& server = start();
  TlsClient client(server.port());
  ASSERT_TRUE(client.has_begun());
  EXPECT_EQ(client.version(), "TLSv1.3");
  EXPECT_EQ(client.server_name(), "first");

  for (int i = 0; i < 3; ++i) {
    client.send(get("/hello"));
    EXPECT_EQ(body_of_answer(client.read_answer()), "hello");
  }
  client.send(get("/peer") + get("/later") + post("\"body\"") + get("/nowhere"));
  EXPECT_EQ(body_of_answer(client.read_answer()), "127.0.0.1");
  EXPECT_EQ(body_of_answer(client.read_answer()), "later");
  EXPECT_EQ(body_of_answer(client.read_answer()), "\"body\"");
  EXPECT_EQ(status_of_answer(client.read_answer()), 404);
}

TEST_F(Tls, Version12IsSpokenAndOlderOnesAreRefused) {
  auto& server = start();
  TlsClient client(server.port(), {.version_max = TLS1_2_VERSION});
  ASSERT_TRUE(client.has_begun());
  EXPECT_EQ(client.version(), "TLSv1.2");
  client.send(get("/hello"));
  EXPECT_EQ(body_of_answer(client.read_answer()), "hello");

  EXPECT_FALSE(TlsClient(server.port(), {.version_max = TLS1_1_VERSION}).has_begun());
  EXPECT_FALSE(TlsClient(server.port(), {.version_max = TLS1_VERSION}).has_begun());
  EXPECT_TRUE(soon(
      [&] { return server.metrics().prometheus_text().contains("nameplate_http_tls_handshakes_failed_total 2\n"); }));
}

TEST_F(Tls, OnlyHttp11IsSpokenOverIt) {
  auto& server = start();

  EXPECT_TRUE(TlsClient(server.port(), {.protocol = "http/1.1"}).has_begun());
  EXPECT_FALSE(TlsClient(server.port(), {.protocol = "h2"}).has_begun());
}

TEST_F(Tls, LargeBodiesGoBothWays) {
  auto& server = start();
  TlsClient client(server.port());
  std::string const large(3'000'000, 'a');

  client.send(post(large));
  EXPECT_EQ(body_of_answer(client.read_answer()), large);
  client.send(get("/stream"));
  EXPECT_TRUE(client.read_answer().ends_with(",999,\r\n0\r\n\r\n"));

  client.send(get("/endless"));
  std::size_t received = 0;
  while (received < 20'000'000) {
    auto const more = client.read_some(64 * 1024);
    ASSERT_FALSE(more.empty());
    received += more.size();
  }
}

TEST_F(Tls, AnEndIsToldAndACutIsNot) {
  auto& server = start();
  TlsClient ended(server.port());
  ended.send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(body_of_answer(ended.read_to_end()), "hello");
  EXPECT_TRUE(ended.was_told_goodbye());

  TlsClient cut(server.port());
  cut.send(get("/broken-stream"));
  EXPECT_TRUE(cut.read_to_end().ends_with("4\r\npart\r\n"));
  EXPECT_FALSE(cut.was_told_goodbye());
}

TEST_F(Tls, WhoSpeaksPlainHttpIsToldSo) {
  auto& server = start();
  RawClient client(server.port());

  client.send(post(std::string(100'000, 'a')));

  auto const answer = client.read_to_end();
  EXPECT_EQ(status_of_answer(answer), 400);
  EXPECT_TRUE(answer.contains("request.not_encrypted"));
}

TEST_F(Tls, WhatIsNoHandshakeIsEnded) {
  auto& server = start();
  std::string const much_too_long = "\x16\x03\x01\x40\x00\x01\x01\xff\xff" + std::string(1000, 'a');
  for (auto const& bytes : {std::string("\x16\x03\x01"), std::string(100, '\0'), std::string(100, '\xff'),
                            much_too_long, "\x16\x03\x01\x01\x00\x01" + std::string(300, 'a')}) {
    RawClient client(server.port());
    client.send(bytes);
    client.close_sending();

    EXPECT_FALSE(client.read_to_end().contains("HTTP")) << bytes;
  }
  EXPECT_TRUE(soon([&] { return server.metrics().prometheus_text().contains("nameplate_http_connections 0\n"); }));
}

TEST_F(Tls, WhoNeverFinishesTheHandshakeIsCut) {
  auto& server = start(TestServer::quick_options());
  RawClient silent(server.port());
  RawClient stuck(server.port());
  stuck.send(std::string("\x16\x03\x01\x01\x00\x01\x00\x00\xfc\x03\x03", 11));
  TlsClient good(server.port());
  ASSERT_TRUE(good.has_begun());

  EXPECT_EQ(silent.read_to_end(), "");
  EXPECT_EQ(stuck.read_to_end(), "");
  // Nor does a handshake give more time for the first request.
  EXPECT_EQ(good.read_to_end(), "");
  EXPECT_TRUE(soon([&] { return server.metrics().prometheus_text().contains("nameplate_http_connections 0\n"); }));
}

TEST_F(Tls, WhoDripsRecordsIsCutToo) {
  auto& server = start(TestServer::quick_options());
  TlsClient client(server.port());
  std::string const head = "GET /hello HTTP/1.1\r\nX-Slow: ";
  bool is_taken = client.send(head);
  auto const begun = std::chrono::steady_clock::now();
  while (is_taken && std::chrono::steady_clock::now() - begun < 10s) {
    std::this_thread::sleep_for(20ms);
    is_taken = client.send("a") && !client.was_told_goodbye();
  }

  EXPECT_FALSE(is_taken);
}

TEST_F(Tls, TheOwnersSocketStaysPlain) {
  auto options = TestServer::patient_options();
  options.unix_socket_path = files().folder() / "owner.sock";
  start(options);
  RawClient local(options.unix_socket_path);

  local.send(get("/peer"));

  EXPECT_EQ(body_of_answer(local.read_answer()), "unix owner");
}

TEST_F(Tls, ARenewedCertificateIsShownToNewConnections) {
  auto& server = start();
  TlsClient before(server.port());
  ASSERT_TRUE(before.has_begun());

  auto const second = files().make("second");
  std::filesystem::rename(second.certificate, files().folder() / "first.pem");
  certificate().renew_if_changed();  // the key is still the old one
  EXPECT_EQ(TlsClient(server.port()).server_name(), "first");
  std::filesystem::rename(second.key, files().folder() / "first.key");
  certificate().renew_if_changed();

  EXPECT_EQ(TlsClient(server.port()).server_name(), "second");
  before.send(get("/hello"));
  EXPECT_EQ(body_of_answer(before.read_answer()), "hello");
}

TEST_F(Tls, AServerThatStopsTellsItsIdleClients) {
  auto& server = start();
  TlsClient idle(server.port());
  idle.send(get("/hello"));
  EXPECT_EQ(body_of_answer(idle.read_answer()), "hello");
  TlsClient busy(server.port());
  busy.send(get("/endless"));
  EXPECT_FALSE(busy.read_some().empty());
  RawClient in_handshake(server.port());

  server.stop();

  EXPECT_EQ(idle.read_to_end(), "");
  EXPECT_TRUE(idle.was_told_goodbye());
  EXPECT_EQ(in_handshake.read_to_end(), "");
}

TEST_F(Tls, OneConnectionTooManyIsEndedWithoutAWord) {
  auto options = TestServer::patient_options();
  options.connections_max = 1;
  auto& server = start(options);
  TlsClient first(server.port());
  ASSERT_TRUE(first.has_begun());

  RawClient second(server.port());

  EXPECT_EQ(second.read_to_end(), "");
}

TEST_F(Tls, ManyClientsAtOnceAreAllAnswered) {
  auto& server = start();
  std::vector<std::jthread> clients;
  std::atomic<int> right = 0;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&, i] {
      for (int n = 0; n < 20; ++n) {
        TlsClient client(server.port());
        auto const body = "\"" + std::string(static_cast<std::size_t>(i * 10'000 + n), 'a') + "\"";
        client.send(post(body) + get("/later"));
        right += body_of_answer(client.read_answer()) == body ? 1 : 0;
        right += body_of_answer(client.read_answer()) == "later" ? 1 : 0;
      }
    });
  }
  clients.clear();

  EXPECT_EQ(right, 320);
}

}  // namespace
}  // namespace nameplate::http
