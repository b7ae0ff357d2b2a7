#include "overload.hpp"

#include "http_load.hpp"

#include <algorithm>

#include <sys/resource.h>

namespace nameplate::bench {
namespace {

constexpr std::size_t connections_at_peak = 64;
constexpr double times_the_peak = 2;
constexpr double goodput_min = 0.8;
constexpr double wait_max_us = 1e6;
constexpr std::int64_t growth_max_bytes = 64'000'000;

/// Each request that waits for its answer has a connection.
void raise_open_files_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

}  // namespace

void measure_overload(ServedLedger const& ledger, double seconds, std::function<std::string()> const& next_scan,
                      std::string const& size, Report& report) {
  raise_open_files_limit();
  auto const peak =
      closed_loop({ledger.port()}, connections_at_peak, std::max(seconds / 4, 2.0), next_scan).per_second();
  // The first part of it fills the queue and all that is kept for connections: memory is compared from there on.
  static_cast<void>(open_loop(ledger.port(), times_the_peak * peak, std::max(seconds / 8, 1.0), next_scan));
  auto const memory_before = ledger.memory_bytes();
  auto const result = open_loop(ledger.port(), times_the_peak * peak, seconds, next_scan);
  auto const grown = ledger.memory_bytes() - memory_before;

  auto const p99_us = static_cast<double>(result.percentile_us(0.99));
  auto const goodput = result.per_second() / peak;
  bool const all_told = result.failures == result.asked_to_retry;
  report.add("twice the scans that it can do, for " + with_decimals(seconds, 0) + " s", size,
             "≥ 0.8 of the peak, p99 of them ≤ 1 s, 503 with Retry-After for the rest, memory flat",
             with_decimals(goodput, 2) + " of " + with_commas(peak) + "/s, p99 " + with_decimals(p99_us / 1e6, 2) +
                 " s, " + with_commas(static_cast<double>(result.asked_to_retry)) + " told to retry, " +
                 with_commas(static_cast<double>(result.failures - result.asked_to_retry)) +
                 " failed otherwise, memory " + with_decimals(static_cast<double>(grown) / 1e6, 0) + " MB more",
             goodput >= goodput_min && p99_us <= wait_max_us && all_told && grown <= growth_max_bytes);
}

}  // namespace nameplate::bench
