#include "past_lists.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <stdexcept>
#include <thread>
#include <vector>

namespace nameplate::bench {
namespace {

constexpr std::int64_t bulk = 100'000;
constexpr int rounds = 200;
constexpr double settled_seconds = 0.05;

std::string now_text() {
  auto const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::string text(32, '\0');
  text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc));
  return text;
}

double seconds_of(Call const& call, std::string const& target) {
  auto const start = std::chrono::steady_clock::now();
  static_cast<void>(call("GET", target, {}));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void ship_everything(Call const& call, std::int64_t units, std::function<std::string(std::int64_t)> const& serial_of) {
  call("POST", "/parties", R"({"code":"BUYER","name":"Buyer","roles":["customer"]})");
  for (std::int64_t first = 1; first <= units; first += bulk) {
    std::string body = R"({"party":"BUYER","return":"counts","items":[)";
    for (auto i = first; i < std::min(first + bulk, units + 1); ++i) {
      body += R"({"product":"DRIVE","serial":")" + serial_of(i) + "\"},";
    }
    body.back() = ']';
    body += "}";
    call("POST", "/operations/ship", body);
  }
}

/// Until what makes such lists quick has followed everything.
double settle(Call const& call, std::string const& target) {
  auto const start = std::chrono::steady_clock::now();
  double taken = 0;
  for (int quick = 0; quick < 3;) {
    taken = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (taken > 600) {
      throw std::runtime_error("a list of the past is still slow after ten minutes");
    }
    quick = seconds_of(call, target) < settled_seconds ? quick + 1 : 0;
  }
  return taken;
}

double median(std::vector<double> values) {
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace

void measure_past_lists(Call const& call, std::int64_t units, std::function<std::string(std::int64_t)> const& serial_of,
                        std::string const& size, Report& report) {
  std::this_thread::sleep_for(std::chrono::seconds(2));
  auto const then = "&at=" + now_text();
  std::this_thread::sleep_for(std::chrono::seconds(2));
  ship_everything(call, units, serial_of);

  struct Pair {
    std::string what;
    std::string now;
    std::string before;
  };
  std::vector<Pair> const pairs = {
      {"by product", "/units?product=DRIVE", "/units?product=DRIVE" + then},
      {"by product and status", "/units?product=DRIVE&status=shipped", "/units?product=DRIVE&status=in_stock" + then},
      {"by place", "/units?party=BUYER", "/units?location=BIN-7" + then},
      {"by place, product and status", "/units?party=BUYER&product=DRIVE&status=shipped",
       "/units?location=BIN-7&product=DRIVE&status=in_stock" + then},
  };
  auto const settled = settle(call, pairs[2].before);
  for (auto const& pair : pairs) {
    std::vector<double> now;
    std::vector<double> before;
    for (int round = 0; round < rounds; ++round) {  // in turn, so that both meet the same machine
      now.push_back(seconds_of(call, pair.now));
      before.push_back(seconds_of(call, pair.before));
    }
    auto const ratio = median(before) / median(now);
    report.add("a list as of a past time, " + pair.what, size, "≤ 2 of a list of today",
               with_decimals(ratio, 2) + " (" + with_decimals(median(before) * 1000, 2) + " ms; today " +
                   with_decimals(median(now) * 1000, 2) + " ms)",
               ratio <= 2);
  }
  report.notes.push_back("After everything had been shipped at " + size +
                         " units, lists of the time before were quick after " + with_decimals(settled, 0) + " s.");
}

}  // namespace nameplate::bench
