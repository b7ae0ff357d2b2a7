#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace nameplate::http {

/// Counters of the HTTP server as Prometheus text. Counting takes no lock: each I/O thread has its own cells.
class Metrics {
 public:
  /// `shards`: how many threads count. Shard and route are indexes below these sizes.
  Metrics(std::vector<std::string> route_names, std::size_t shards);

  void count_request(std::size_t shard, std::size_t route, int status, std::chrono::microseconds took);
  void count_request_bytes(std::size_t shard, std::size_t received, std::size_t sent);
  void connection_opened() { connections_.fetch_add(1, std::memory_order_relaxed); }
  void connection_closed() { connections_.fetch_sub(1, std::memory_order_relaxed); }
  void connection_refused() { refused_.fetch_add(1, std::memory_order_relaxed); }
  void handshake_failed() { handshakes_failed_.fetch_add(1, std::memory_order_relaxed); }
  void request_started() { in_flight_.fetch_add(1, std::memory_order_relaxed); }
  void request_ended() { in_flight_.fetch_sub(1, std::memory_order_relaxed); }

  enum class Kind { gauge, counter };
  /// A value read when the text is made, from any thread. `name` is a full Prometheus name (`nameplate_queue_length`).
  void add(Kind kind, std::string name, std::string help, std::function<double()> value);

  [[nodiscard]] std::string prometheus_text() const;

  /// Upper bounds of the duration histogram; one more cell takes the rest.
  static constexpr std::array<std::int64_t, 12> bounds_microseconds = {
      250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 500'000, 1'000'000, 5'000'000};

 private:
  using Cell = std::atomic<std::uint64_t>;
  struct RouteCells {
    std::array<Cell, 6> by_status_class{};
    std::array<Cell, bounds_microseconds.size() + 1> by_duration{};
    Cell microseconds{0};
  };
  struct alignas(64) Shard {
    std::unique_ptr<RouteCells[]> routes;
    Cell bytes_received{0};
    Cell bytes_sent{0};
  };
  struct Callback {
    Kind kind;
    std::string name;
    std::string help;
    std::function<double()> value;
  };

  void append_requests(std::string& out) const;
  void append_durations(std::string& out) const;
  [[nodiscard]] std::uint64_t sum(Cell Shard::* cell) const;

  std::vector<std::string> route_names_;
  std::vector<Shard> shards_;
  std::atomic<std::int64_t> connections_{0};
  std::atomic<std::int64_t> in_flight_{0};
  Cell refused_{0};
  Cell handshakes_failed_{0};
  mutable std::mutex callbacks_mutex_;
  std::vector<Callback> callbacks_;
};

}  // namespace nameplate::http
