#include "http/metrics.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace nameplate::http {
namespace {

using namespace std::chrono_literals;

TEST(Metrics, RequestsAreSummedOverTheThreads) {
  Metrics metrics({"units.read", "unrouted"}, 2);
  std::vector<std::thread> threads;
  for (std::size_t shard = 0; shard < 2; ++shard) {
    threads.emplace_back([&metrics, shard] {
      for (int i = 0; i < 1000; ++i) {
        metrics.count_request(shard, 0, 200, 300us);
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  metrics.count_request(0, 0, 503, 6s);
  metrics.count_request(1, 1, 404, 1us);
  metrics.count_request_bytes(0, 10, 20);
  metrics.count_request_bytes(1, 1, 2);

  auto const text = metrics.prometheus_text();

  for (std::string const line : {
           "nameplate_http_requests_total{route=\"units.read\",status=\"2xx\"} 2000\n",
           "nameplate_http_requests_total{route=\"units.read\",status=\"5xx\"} 1\n",
           "nameplate_http_requests_total{route=\"unrouted\",status=\"4xx\"} 1\n",
           "nameplate_http_request_duration_seconds_bucket{route=\"units.read\",le=\"0.00025\"} 0\n",
           "nameplate_http_request_duration_seconds_bucket{route=\"units.read\",le=\"0.0005\"} 2000\n",
           "nameplate_http_request_duration_seconds_bucket{route=\"units.read\",le=\"5\"} 2000\n",
           "nameplate_http_request_duration_seconds_bucket{route=\"units.read\",le=\"+Inf\"} 2001\n",
           "nameplate_http_request_duration_seconds_count{route=\"units.read\"} 2001\n",
           "nameplate_http_request_duration_seconds_sum{route=\"units.read\"} 6.6\n",
           "nameplate_http_received_bytes_total 11\n",
           "nameplate_http_sent_bytes_total 22\n",
       }) {
    EXPECT_TRUE(text.contains(line)) << line;
  }
}

TEST(Metrics, AValueOfSomebodyElseIsAskedForEachTime) {
  Metrics metrics({"unrouted"}, 1);
  double value = 1;
  metrics.add(Metrics::Kind::gauge, "nameplate_queue", "What waits.", [&value] { return value; });
  EXPECT_TRUE(metrics.prometheus_text().contains(
      "# HELP nameplate_queue What waits.\n# TYPE nameplate_queue gauge\nnameplate_queue 1\n"));

  value = 2.5;

  EXPECT_TRUE(metrics.prometheus_text().contains("nameplate_queue 2.5\n"));
}

TEST(Metrics, ConnectionsAndRequestsInFlightGoUpAndDown) {
  Metrics metrics({"unrouted"}, 1);
  metrics.connection_opened();
  metrics.connection_opened();
  metrics.connection_closed();
  metrics.request_started();
  metrics.connection_refused();

  auto const text = metrics.prometheus_text();

  EXPECT_TRUE(text.contains("nameplate_http_connections 1\n"));
  EXPECT_TRUE(text.contains("nameplate_http_requests_in_flight 1\n"));
  EXPECT_TRUE(text.contains("nameplate_http_connections_refused_total 1\n"));
}

}  // namespace
}  // namespace nameplate::http
