#include "http/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace nameplate::http {
namespace {

constexpr std::array<std::string_view, 6> status_classes = {"other", "1xx", "2xx", "3xx", "4xx", "5xx"};

void append_header(std::string& out, std::string_view name, std::string_view help, std::string_view type) {
  fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void append_single(std::string& out, std::string_view name, std::string_view help, std::string_view type,
                   double value) {
  append_header(out, name, help, type);
  fmt::format_to(std::back_inserter(out), "{} {}\n", name, value);
}

void increment(std::atomic<std::uint64_t>& cell, std::uint64_t by = 1) {
  cell.fetch_add(by, std::memory_order_relaxed);
}

}  // namespace

Metrics::Metrics(std::vector<std::string> route_names, std::size_t shards)
    : route_names_(std::move(route_names)), shards_(shards) {
  for (auto& shard : shards_) {
    shard.routes = std::make_unique<RouteCells[]>(route_names_.size());
  }
}

void Metrics::count_request(std::size_t shard, std::size_t route, int status, std::chrono::microseconds took) {
  auto& cells = shards_[shard].routes[route];
  increment(cells.by_status_class[status >= 100 && status < 600 ? static_cast<std::size_t>(status / 100) : 0]);
  auto const bound = std::ranges::lower_bound(bounds_microseconds, took.count());
  increment(cells.by_duration[static_cast<std::size_t>(bound - bounds_microseconds.begin())]);
  increment(cells.microseconds, static_cast<std::uint64_t>(took.count()));
}

void Metrics::count_request_bytes(std::size_t shard, std::size_t received, std::size_t sent) {
  increment(shards_[shard].bytes_received, received);
  increment(shards_[shard].bytes_sent, sent);
}

void Metrics::add(Kind kind, std::string name, std::string help, std::function<double()> value) {
  std::lock_guard const lock(callbacks_mutex_);
  callbacks_.push_back({.kind = kind, .name = std::move(name), .help = std::move(help), .value = std::move(value)});
}

std::string Metrics::prometheus_text() const {
  std::string out;
  append_requests(out);
  append_durations(out);
  append_single(out, "nameplate_http_connections", "Open connections.", "gauge",
                static_cast<double>(connections_.load()));
  append_single(out, "nameplate_http_requests_in_flight", "Requests without an answer yet.", "gauge",
                static_cast<double>(in_flight_.load()));
  append_single(out, "nameplate_http_connections_refused_total", "Connections turned away because there were too many.",
                "counter", static_cast<double>(refused_.load()));
  append_single(out, "nameplate_http_tls_handshakes_failed_total", "Connections that did not come to speak TLS.",
                "counter", static_cast<double>(handshakes_failed_.load()));
  append_single(out, "nameplate_http_received_bytes_total", "Bytes of requests.", "counter",
                static_cast<double>(sum(&Shard::bytes_received)));
  append_single(out, "nameplate_http_sent_bytes_total", "Bytes of answers.", "counter",
                static_cast<double>(sum(&Shard::bytes_sent)));
  std::lock_guard const lock(callbacks_mutex_);
  for (auto const& callback : callbacks_) {
    append_single(out, callback.name, callback.help, callback.kind == Kind::gauge ? "gauge" : "counter",
                  callback.value());
  }
  return out;
}

void Metrics::append_requests(std::string& out) const {
  static constexpr std::string_view name = "nameplate_http_requests_total";
  append_header(out, name, "Requests by route and class of status.", "counter");
  for (std::size_t route = 0; route < route_names_.size(); ++route) {
    for (std::size_t status = 0; status < status_classes.size(); ++status) {
      std::uint64_t total = 0;
      for (auto const& shard : shards_) {
        total += shard.routes[route].by_status_class[status].load(std::memory_order_relaxed);
      }
      if (total != 0) {
        fmt::format_to(std::back_inserter(out), "{}{{route=\"{}\",status=\"{}\"}} {}\n", name, route_names_[route],
                       status_classes[status], total);
      }
    }
  }
}

void Metrics::append_durations(std::string& out) const {
  static constexpr std::string_view name = "nameplate_http_request_duration_seconds";
  append_header(out, name, "Time from the end of the request's header to the last byte of the answer.", "histogram");
  for (std::size_t route = 0; route < route_names_.size(); ++route) {
    std::array<std::uint64_t, bounds_microseconds.size() + 1> totals{};
    std::uint64_t microseconds = 0;
    for (auto const& shard : shards_) {
      auto const& cells = shard.routes[route];
      for (std::size_t i = 0; i < totals.size(); ++i) {
        totals[i] += cells.by_duration[i].load(std::memory_order_relaxed);
      }
      microseconds += cells.microseconds.load(std::memory_order_relaxed);
    }
    std::uint64_t up_to_here = 0;
    auto const into = std::back_inserter(out);
    for (std::size_t i = 0; i < bounds_microseconds.size(); ++i) {
      up_to_here += totals[i];
      fmt::format_to(into, "{}_bucket{{route=\"{}\",le=\"{}\"}} {}\n", name, route_names_[route],
                     static_cast<double>(bounds_microseconds[i]) / 1e6, up_to_here);
    }
    up_to_here += totals.back();
    fmt::format_to(
        into,
        "{0}_bucket{{route=\"{1}\",le=\"+Inf\"}} {2}\n{0}_sum{{route=\"{1}\"}} {3}\n{0}_count{{route=\"{1}\"}} {2}\n",
        name, route_names_[route], up_to_here, static_cast<double>(microseconds) / 1e6);
  }
}

std::uint64_t Metrics::sum(Cell Shard::* cell) const {
  std::uint64_t total = 0;
  for (auto const& shard : shards_) {
    total += (shard.*cell).load(std::memory_order_relaxed);
  }
  return total;
}

}  // namespace nameplate::http
