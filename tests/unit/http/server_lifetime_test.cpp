// Goal: a server takes its addresses, and no more than these, and stops without losing an answer.

#include "http/server.hpp"
#include "unit/http/raw_client.hpp"
#include "unit/http/test_server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

namespace nameplate::http {
namespace {

using namespace std::chrono_literals;

std::string get(std::string const& path) {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

TEST(ServerLifetime, TheOwnersSocketIsForTheOwnerAlone) {
  auto const path = std::filesystem::temp_directory_path() / ("nameplate-test-" + std::to_string(::getpid()) + ".sock");
  auto options = TestServer::patient_options();
  options.unix_socket_path = path;
  {
    TestServer server(options);
    struct stat found{};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);

    RawClient local(path.string());
    local.send(get("/peer"));
    EXPECT_EQ(body_of_answer(local.read_answer()), "unix owner");
    EXPECT_THROW(TestServer{options}, std::system_error);
  }
  EXPECT_FALSE(std::filesystem::exists(path));

  options.address.clear();
  std::ofstream(path) << "precious";
  options.stale_socket = StaleSocket::remove;
  EXPECT_THROW(TestServer{options}, std::system_error) << "a file that is no socket stays";
  std::filesystem::remove(path);
}

TEST(ServerLifetime, AStaleSocketIsRemovedOnlyWhenAskedFor) {
  auto const path =
      std::filesystem::temp_directory_path() / ("nameplate-stale-" + std::to_string(::getpid()) + ".sock");
  auto options = TestServer::patient_options();
  options.unix_socket_path = path;
  TestServer first(options);

  options.stale_socket = StaleSocket::remove;
  TestServer second(options);
  first.stop();

  RawClient local(path.string());
  EXPECT_TRUE(local.is_connected()) << "the first server must not remove the second one's socket";
}

TEST(ServerLifetime, TwoServersCannotShareAPort) {
  TestServer first;
  auto options = TestServer::patient_options();
  options.port = first.port();

  EXPECT_THROW(TestServer{options}, std::system_error);
  options.port = 0;
  options.address = "nameplate.example";
  EXPECT_THROW(TestServer{options}, std::system_error);
}

TEST(ServerLifetime, StoppingLetsRunningRequestsEndAndClosesIdleConnections) {
  auto options = TestServer::patient_options();
  options.io_threads = 1;  // so that both connections hear of it at the same time
  options.stop_timeout = 10s;
  TestServer server(options);
  RawClient idle(server.port());
  idle.send(get("/hello"));
  EXPECT_EQ(status_of_answer(idle.read_answer()), 200);
  RawClient busy(server.port());
  hold_slow_handlers();
  busy.send(get("/slow"));
  ASSERT_TRUE(soon([] { return count_waiting_handlers() == 1; }));

  std::jthread const stopping([&server] { server.stop(); });
  EXPECT_EQ(idle.read_to_end(), "");
  EXPECT_TRUE(soon([&] { return !RawClient(server.port()).is_connected(); }));
  release_slow_handlers();

  auto const answer = busy.read_to_end();
  EXPECT_EQ(body_of_answer(answer), "slow");
  EXPECT_TRUE(answer.contains("Connection: close\r\n"));
}

TEST(ServerLifetime, StoppingCutsWhatDoesNotEndAndAnAnswerAfterThatDoesNoHarm) {
  {
    TestServer server;
    RawClient client(server.port());
    client.send(get("/never"));
    ASSERT_TRUE(soon([] { return count_waiting_handlers() == 1; }));

    server.stop();

    EXPECT_EQ(client.read_to_end(), "");
  }
  answer_kept_requests();
}

}  // namespace
}  // namespace nameplate::http
