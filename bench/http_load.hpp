#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// A small load generator: connections on loopback that are kept alive, each with one request under way.
namespace nameplate::bench {

struct Reply {
  int status = 0;
  std::string body;
};

/// One request, one answer, on a connection of its own. Throws std::runtime_error.
[[nodiscard]] Reply ask(std::uint16_t port, std::string const& request);

[[nodiscard]] std::string make_request(std::string_view method, std::string_view target, std::string_view token,
                                       std::string_view body = {}, std::string_view key = {});

struct LoadResult {
  std::int64_t answers = 0;
  std::int64_t failures = 0;        ///< answers other than 200 and 201
  std::int64_t asked_to_retry = 0;  ///< of them, 503 with Retry-After
  double seconds = 0;
  std::vector<std::int64_t> latencies_us = {};  ///< of those that did not fail, sorted

  [[nodiscard]] double per_second() const {
    return seconds == 0 ? 0 : static_cast<double>(answers - failures) / seconds;
  }
  /// `part` from 0 to 1.
  [[nodiscard]] std::int64_t percentile_us(double part) const;
};

/// Each connection asks again as soon as it is answered, for `seconds`. They are dealt out to the ports.
[[nodiscard]] LoadResult closed_loop(std::vector<std::uint16_t> const& ports, std::size_t connections, double seconds,
                                     std::function<std::string()> const& next_request);

/// `rate` requests a second at even distances, on as many connections as are needed; the latency counts from the moment
/// at which the request was due.
[[nodiscard]] LoadResult open_loop(std::uint16_t port, double rate, double seconds,
                                   std::function<std::string()> const& next_request);

}  // namespace nameplate::bench
