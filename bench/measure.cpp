#include "measure.hpp"

#include "bare_engine.h"
#include "http_load.hpp"
#include "served_ledger.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>

namespace nameplate::bench {
namespace {

constexpr std::int64_t bulk = 100'000;
constexpr std::int64_t bytes_measured_over_max = 1'000'000;
constexpr int places = 50;
constexpr std::size_t scanners = 32;
constexpr std::size_t readers = 64;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string schema() {
  std::ifstream const file(std::string(NAMEPLATE_ROOT) + "/src/store/sqlite/migrations/0001_ledger.sql");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The same serials as the bare engine makes: 14 characters in no order.
std::string serial_of(std::int64_t number) {
  std::array<char, 16> buffer{};
  std::uint64_t const mixed = (static_cast<std::uint64_t>(number) * std::uint64_t{0x9E3779B97F4A7C15}) >> 16U;
  std::snprintf(buffer.data(), buffer.size(), "MK%012" PRIX64, mixed);
  return buffer.data();
}

std::string latencies(LoadResult const& result) {
  auto const in_ms = [&](double part) {
    return with_decimals(static_cast<double>(result.percentile_us(part)) / 1000, 1) + " ms";
  };
  return "p50 " + in_ms(0.5) + ", p99 " + in_ms(0.99);
}

class Measurement {
 public:
  Measurement(std::int64_t units, double seconds, Report& report)
      : units_(units), seconds_(seconds), report_(report), ledger_(std::to_string(units)) {
    auto const path = ledger_.folder() / "bare.db";
    bare_.reset(bare_open(path.c_str(), schema().c_str()));
    if (!bare_) {
      throw std::runtime_error("the bare engine cannot make its database");
    }
  }

  void run() {
    ledger_.start();
    make_master_data();
    measure_register();
    measure_generate();
    measure_scans();
    measure_single_scans();
    measure_look_ups();
    measure_pages();
    measure_files();
  }

 private:
  Reply call(std::string_view method, std::string const& target, std::string_view body = {}) {
    auto const key = "bench-" + std::to_string(++key_);
    auto reply = ask(ledger_.port(),
                     make_request(method, "/api/v1" + target, ledger_.token(), body, method == "GET" ? "" : key));
    if (reply.status >= 300) {
      throw std::runtime_error(target + ": " + reply.body.substr(0, 300));
    }
    return reply;
  }

  void make_master_data() {
    call("POST", "/products", R"({"sku":"DRIVE","name":"Drive","tracking":"serial"})");
    call("POST", "/serial-formats", R"({"name":"BENCH","template":"BN-{counter:11}"})");
    call("POST", "/products", R"({"sku":"MADE","name":"Made here","tracking":"serial","serialFormat":"BENCH"})");
    for (int i = 0; i < places; ++i) {
      auto const code = std::to_string(i);
      call("POST", "/locations", R"({"code":"BIN-)" + code + R"(","name":"Bin","kind":"bin"})");
    }
  }

  double register_units(std::int64_t count) {
    std::string body = R"({"location":"BIN-0","return":"counts","items":[)";
    for (std::int64_t i = 1; i <= count; ++i) {
      body += R"({"product":"DRIVE","serial":")" + serial_of(registered_ + i) + "\"},";
    }
    body.back() = ']';
    body += "}";
    auto const start = std::chrono::steady_clock::now();
    call("POST", "/operations/register", body);
    registered_ += count;
    return seconds_since(start);
  }

  void measure_register() {
    while (registered_ < units_) {
      auto const part = std::min(bulk, units_ - registered_);
      register_units(part);
      bare_register(bare_.get(), part);
    }
    // In turn, so that both meet the same machine.
    double ours = 1e9;
    double bare = 1e9;
    for (int round = 0; round < 3; ++round) {
      ours = std::min(ours, register_units(bulk));
      bare = std::min(bare, bare_register(bare_.get(), bulk));
    }
    auto const ratio = bare / ours;
    report_.add(
        "register 100,000 units in one call over HTTP", size(), "≥ 0.5 of the bare engine",
        with_decimals(ratio, 2) + " (" + with_commas(bulk / ours) + "/s; bare " + with_commas(bulk / bare) + "/s)",
        ratio >= 0.5);
  }

  void measure_generate() {
    auto const start = std::chrono::steady_clock::now();
    call("POST", "/operations/register", R"({"location":"BIN-0","items":[{"product":"MADE","generate":10000}]})");
    auto const taken = seconds_since(start);
    report_.add("10,000 serials generated and stored in one call", size(), "< 0.5 s", with_decimals(taken, 3) + " s",
                taken < 0.5);
  }

  std::string scan_request() {
    std::uniform_int_distribution<std::int64_t> unit(1, registered_);
    std::uniform_int_distribution<int> place(0, places - 1);
    auto const body = R"({"location":"BIN-)" + std::to_string(place(random_)) +
                      R"(","items":[{"product":"DRIVE","serial":")" + serial_of(unit(random_)) + "\"}]}";
    return make_request("POST", "/api/v1/operations/move", ledger_.token(), body, "scan-" + std::to_string(++key_));
  }

  void measure_scans() {
    static_cast<void>(closed_loop(ledger_.port(), scanners, 1, [this] { return scan_request(); }));
    bare_scans(bare_.get(), 2000, scanners);
    auto const before = ledger_.thread_seconds();
    auto const ours = closed_loop(ledger_.port(), scanners, seconds_, [this] { return scan_request(); });
    auto const after = ledger_.thread_seconds();
    auto const count = static_cast<std::int64_t>(3000 * seconds_);
    auto const bare_rate = static_cast<double>(count) / bare_scans(bare_.get(), count, scanners);
    auto const ratio = ours.per_second() / bare_rate;
    bool const enough = ratio >= 0.5 && ours.failures == 0 && (units_ != 100'000 || ours.per_second() >= 5000);
    report_.add("single scans, 32 connections, each durable", size(), "≥ 0.5 of the bare engine's group commit",
                with_decimals(ratio, 2) + " (" + with_commas(ours.per_second()) + "/s; bare " + with_commas(bare_rate) +
                    "/s; " + latencies(ours) + ")",
                enough);
    std::string where;
    for (auto const& [thread, spent] : after) {
      auto const found = before.find(thread);
      auto const part = (spent - (found == before.end() ? 0 : found->second)) / ours.seconds * 100;
      where += (where.empty() ? "" : ", ") + thread + " " + with_decimals(part, 0) + " %";
    }
    report_.notes.push_back("While scanning at " + size() + " units the server's threads used, of one core: " + where +
                            ".");
  }

  void measure_single_scans() {
    constexpr double rate = 500;
    auto const result = open_loop(ledger_.port(), rate, seconds_, [this] { return scan_request(); });
    LoadResult bare;
    bare.latencies_us.resize(static_cast<std::size_t>(rate * seconds_));
    bare_paced_scans(bare_.get(), static_cast<std::int64_t>(bare.latencies_us.size()), rate, bare.latencies_us.data());
    std::ranges::sort(bare.latencies_us);
    report_.add("one scan alone, at 500 a second", size(), "p50 ≤ 2 ms, p99 ≤ 10 ms",
                latencies(result) + " (bare " + latencies(bare) + ")",
                result.percentile_us(0.5) <= 2000 && result.percentile_us(0.99) <= 10'000);
  }

  void measure_look_ups() {
    std::uniform_int_distribution<std::int64_t> unit(1, registered_);
    auto const request = [&] {
      return make_request("GET", "/api/v1/units?serial=" + serial_of(unit(random_)), ledger_.token());
    };
    static_cast<void>(closed_loop(ledger_.port(), readers, 1, request));
    auto const result = closed_loop(ledger_.port(), readers, seconds_, request);
    auto const p99 = static_cast<double>(result.percentile_us(0.99)) / 1000;
    report_.add("look up a unit by serial over HTTP, 64 connections", size(), "≥ 25,000/s, p99 ≤ 5 ms",
                with_commas(result.per_second()) + "/s, p99 " + with_decimals(p99, 1) + " ms",
                result.per_second() >= 25'000 && p99 <= 5 && result.failures == 0);
  }

  void measure_page(std::string const& what, std::vector<std::string> const& targets) {
    std::vector<std::int64_t> taken;
    for (int round = 0; round < 20; ++round) {
      for (auto const& target : targets) {
        auto const start = std::chrono::steady_clock::now();
        call("GET", target);
        taken.push_back(static_cast<std::int64_t>(seconds_since(start) * 1e6));
      }
    }
    std::ranges::sort(taken);
    auto const p95 = static_cast<double>(taken[taken.size() * 95 / 100]) / 1000;
    report_.add(what, size(), "p95 ≤ 50 ms", "p95 " + with_decimals(p95, 1) + " ms", p95 <= 50);
  }

  void measure_pages() {
    measure_page("a page of a list", {"/units", "/units?product=DRIVE&sort=serial", "/units?location=BIN-7",
                                      "/units?location=BIN-7&sort=-serial", "/units?status=in_stock&sort=-id",
                                      "/units?product=MADE&status=in_stock&count=true", "/units?prefix=MK00",
                                      "/units?status=scrapped&product=DRIVE"});
    measure_page("stock counts by product and status", {"/stock?groupBy=product,status", "/stock?groupBy=location"});
  }

  void measure_files() {
    auto const at_work = static_cast<double>(ledger_.memory_bytes()) / 1e6;
    ledger_.stop();
    auto const with_scans = ledger_.file_bytes();
    auto const start = ledger_.start();
    auto const at_rest = static_cast<double>(ledger_.memory_bytes()) / 1e6;
    report_.add("start", size(), "≤ 1 s", with_decimals(start, 2) + " s", start <= 1);
    report_.add("memory at rest", size(), "≤ 60 MB", with_decimals(at_rest, 0) + " MB", at_rest <= 60);
    report_.add("memory under load", size(), "≤ 300 MB", with_decimals(at_work, 0) + " MB", at_work <= 300);
    measure_bytes(with_scans);
  }

  /// More of each, one after the other, so that what the file grows by is due to it alone.
  void measure_bytes(std::int64_t before) {
    auto const more = std::clamp(units_, bulk, bytes_measured_over_max);
    for (std::int64_t done = 0; done < more; done += bulk) {
      register_units(bulk);
    }
    ledger_.stop();
    auto const registered = ledger_.file_bytes();
    ledger_.start();
    auto const result = closed_loop(ledger_.port(), scanners, seconds_, [this] { return scan_request(); });
    ledger_.stop();
    auto const scanned = ledger_.file_bytes();
    auto const per_unit = static_cast<double>(registered - before) / static_cast<double>(more);
    auto const per_scan = static_cast<double>(scanned - registered) / static_cast<double>(result.answers);
    report_.add("bytes on disk per registered unit", size(), "≤ 280", with_decimals(per_unit, 0), per_unit <= 280);
    report_.add("bytes on disk per later scan", size(), "≤ 400", with_decimals(per_scan, 0), per_scan <= 400);
  }

  [[nodiscard]] std::string size() const { return with_commas(static_cast<double>(units_)); }

  struct CloseBare {
    void operator()(bare_engine* engine) const { bare_close(engine); }
  };

  std::int64_t units_;
  double seconds_;
  Report& report_;
  ServedLedger ledger_;
  std::unique_ptr<bare_engine, CloseBare> bare_;
  std::mt19937_64 random_{42};
  std::int64_t registered_ = 0;
  std::int64_t key_ = 0;
};

}  // namespace

void measure(std::int64_t units, double seconds, Report& report) {
  Measurement(units, seconds, report).run();
}

}  // namespace nameplate::bench
