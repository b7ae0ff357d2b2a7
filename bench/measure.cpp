#include "measure.hpp"

#include "bare.hpp"
#include "http_load.hpp"
#include "late_events.hpp"
#include "overload.hpp"
#include "past_lists.hpp"
#include "served_ledger.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
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
constexpr double overload_times = 4;  ///< as long as the other loads
constexpr std::size_t scanners = 32;
constexpr std::size_t readers = 64;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
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
  Measurement(StoreKind store, std::int64_t units, double seconds, Report& report)
      : units_(units), seconds_(seconds), report_(report), ledger_(std::to_string(units), store) {
    bare_ = ledger_.cluster() ? make_bare_postgres(ledger_.cluster()->url())
                              : make_bare_sqlite(ledger_.folder() / "bare.db");
  }

  void run() {
    ledger_.start();
    make_master_data();
    measure_register();
    measure_generate();
    measure_scans();
    measure_two_servers();
    measure_single_scans();
    measure_look_ups();
    measure_pages();
    measure_files();
    ledger_.start();
    if (ledger_.cluster()) {
      // Twice what SQLite can do is more than the load generator can ask for on the processors that it shares.
      measure_overload(ledger_, overload_times * seconds_, [this] { return scan_request(); }, size(), report_);
    }
    Call const send = [this](std::string_view method, std::string const& target, std::string_view body) {
      return call(method, target, body);
    };
    measure_late_events(send, size(), report_);
    measure_past_lists(send, registered_, serial_of, size(), report_);
    ledger_.stop();
  }

  /// Nothing but that.
  void run_overload() {
    ledger_.start();
    make_master_data();
    register_units(units_);
    measure_overload(ledger_, seconds_, [this] { return scan_request(); }, size(), report_);
    ledger_.stop();
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
      bare_->register_units(part);
    }
    if (ledger_.cluster()) {
      ledger_.cluster()->vacuum();
    }
    // In turn, so that both meet the same machine.
    double ours = 1e9;
    double bare = 1e9;
    for (int round = 0; round < 3; ++round) {
      ours = std::min(ours, register_units(bulk));
      bare = std::min(bare, bare_->register_units(bulk));
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
    measure_speaking();
  }

  void measure_speaking() {
    auto const name = "speaking-" + std::to_string(registered_);
    call("POST", "/serial-formats", R"({"name":")" + name + R"(","template":"{product:1}{yy}{ww}-{random:7}{check}"})");
    call("POST", "/products",
         R"({"sku":")" + name + R"(","name":"Made","tracking":"serial","serialFormat":")" + name + "\"}");
    auto const start = std::chrono::steady_clock::now();
    call("POST", "/operations/register",
         R"({"location":"BIN-0","items":[{"product":")" + name + R"(","generate":10000}]})");
    auto const taken = seconds_since(start);
    report_.add("10,000 serials of a format with date, random and check parts", size(), "< 0.5 s",
                with_decimals(taken, 3) + " s", taken < 0.5);
  }

  std::string scan_request() {
    std::uniform_int_distribution<std::int64_t> unit(1, registered_);
    std::uniform_int_distribution<int> place(0, places - 1);
    auto const body = R"({"location":"BIN-)" + std::to_string(place(random_)) +
                      R"(","items":[{"product":"DRIVE","serial":")" + serial_of(unit(random_)) + "\"}]}";
    return make_request("POST", "/api/v1/operations/move", ledger_.token(), body, "scan-" + std::to_string(++key_));
  }

  LoadResult scan(std::vector<std::uint16_t> const& ports, double seconds) {
    return closed_loop(ports, scanners, seconds, [this] { return scan_request(); });
  }

  void measure_scans() {
    static_cast<void>(scan({ledger_.port()}, 1));
    bare_->scans(2000, scanners);
    auto const before = ledger_.thread_seconds();
    auto const cost_before = cost_so_far();
    auto const ours = scan({ledger_.port()}, seconds_);
    auto const after = ledger_.thread_seconds();
    note_cost("scans by 32 connections", cost_before, ours.answers);
    auto const count = static_cast<std::int64_t>(3000 * seconds_);
    auto const bare_rate = static_cast<double>(count) / bare_->scans(count, scanners);
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
    report_.notes.push_back("While scanning at " + size() + " units on " + report_.store +
                            " the server's threads used, of one core: " + where + ".");
  }

  struct Cost {
    std::int64_t log_bytes = 0;
    std::int64_t round_trips = 0;
    std::int64_t statements = 0;
    std::int64_t commits = 0;
  };

  Cost cost_so_far() {
    if (!ledger_.cluster()) {
      return {};
    }
    return {.log_bytes = ledger_.cluster()->log_bytes(),
            .round_trips = ledger_.figure("store_round_trips"),
            .statements = ledger_.figure("store_statements"),
            .commits = ledger_.figure("store_commits")};
  }

  /// What a scan costs the database.
  void note_cost(std::string const& what, Cost const& before, std::int64_t scans) {
    if (!ledger_.cluster() || scans == 0) {
      return;
    }
    auto const after = cost_so_far();
    auto const each = [&](std::int64_t from, std::int64_t to, double of) {
      return with_decimals(static_cast<double>(to - from) / of, 1);
    };
    auto const count = static_cast<double>(scans);
    auto const commits = static_cast<double>(std::max<std::int64_t>(after.commits - before.commits, 1));
    report_.add("what a scan costs the database: " + what, size(), "",
                each(before.log_bytes, after.log_bytes, count) + " bytes of WAL; " + with_decimals(count / commits, 1) +
                    " scans to a commit; to a commit " + each(before.statements, after.statements, commits) +
                    " statements in " + each(before.round_trips, after.round_trips, commits) + " round trips",
                true);
  }

  void measure_two_servers() {
    if (!ledger_.cluster()) {
      return;
    }
    ledger_.start_second();
    std::vector<std::uint16_t> const both = {ledger_.port(), ledger_.second_port()};
    static_cast<void>(scan(both, 1));
    auto const two = scan(both, seconds_);
    ledger_.stop_second();
    auto const one = scan({ledger_.port()}, seconds_);
    report_.add(
        "the same with two servers on the database", size(), "",
        with_commas(two.per_second()) + "/s (one: " + with_commas(one.per_second()) + "/s; " + latencies(two) + ")",
        two.failures == 0);
  }

  void measure_single_scans() {
    constexpr double rate = 500;
    auto const cost_before = cost_so_far();
    auto const result = open_loop(ledger_.port(), rate, seconds_, [this] { return scan_request(); });
    note_cost("one alone", cost_before, result.answers);
    LoadResult const bare{.latencies_us = bare_->paced_scans(static_cast<std::int64_t>(rate * seconds_), rate)};
    report_.add("one scan alone, at 500 a second", size(), "p50 ≤ 2 ms, p99 ≤ 10 ms",
                latencies(result) + " (bare " + latencies(bare) + ")",
                result.percentile_us(0.5) <= 2000 && result.percentile_us(0.99) <= 10'000);
  }

  void measure_look_ups() {
    std::uniform_int_distribution<std::int64_t> unit(1, registered_);
    auto const request = [&] {
      return make_request("GET", "/api/v1/units?serial=" + serial_of(unit(random_)), ledger_.token());
    };
    static_cast<void>(closed_loop({ledger_.port()}, readers, 1, request));
    auto const result = closed_loop({ledger_.port()}, readers, seconds_, request);
    auto const p99 = static_cast<double>(result.percentile_us(0.99)) / 1000;
    report_.add("look up a unit by serial over HTTP, 64 connections", size(), "≥ 25,000/s, p99 ≤ 5 ms",
                with_commas(result.per_second()) + "/s, p99 " + with_decimals(p99, 1) + " ms",
                result.per_second() >= 25'000 && p99 <= 5 && result.failures == 0);
  }

  void measure_page(std::string const& what, std::vector<std::string> const& targets) {
    std::vector<std::int64_t> taken;
    std::map<std::int64_t, std::string> slowest;  // by its middle time
    for (int round = 0; round < 20; ++round) {
      for (auto const& target : targets) {
        auto const start = std::chrono::steady_clock::now();
        call("GET", target);
        taken.push_back(static_cast<std::int64_t>(seconds_since(start) * 1e6));
      }
    }
    for (std::size_t i = 0; i < targets.size(); ++i) {
      std::vector<std::int64_t> of_target;
      for (auto place = i; place < taken.size(); place += targets.size()) {
        of_target.push_back(taken[place]);
      }
      std::ranges::nth_element(of_target, of_target.begin() + static_cast<std::ptrdiff_t>(of_target.size() / 2));
      slowest.emplace(of_target[of_target.size() / 2], targets[i]);
    }
    std::ranges::sort(taken);
    auto const p95 = static_cast<double>(taken[taken.size() * 95 / 100]) / 1000;
    auto const& [middle_us, target] = *slowest.rbegin();
    report_.add(what, size(), "p95 ≤ 50 ms",
                "p95 " + with_decimals(p95, 1) + " ms; slowest `" + target + "`, " +
                    with_decimals(static_cast<double>(middle_us) / 1000, 1) + " ms",
                p95 <= 50);
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
    auto const with_scans = ledger_.database_bytes();
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
    auto const registered = ledger_.database_bytes();
    ledger_.start();
    auto const result = scan({ledger_.port()}, seconds_);
    ledger_.stop();
    auto const scanned = ledger_.database_bytes();
    auto const per_unit = static_cast<double>(registered - before) / static_cast<double>(more);
    auto const per_scan = static_cast<double>(scanned - registered) / static_cast<double>(result.answers);
    auto const unit_max = ledger_.cluster() ? 700 : 280;
    auto const scan_max = ledger_.cluster() ? 900 : 400;
    report_.add("bytes on disk per registered unit", size(), "SQLite ≤ 280, PostgreSQL ≤ 700",
                with_decimals(per_unit, 0), per_unit <= unit_max);
    report_.add("bytes on disk per later scan", size(), "SQLite ≤ 400, PostgreSQL ≤ 900", with_decimals(per_scan, 0),
                per_scan <= scan_max);
  }

  [[nodiscard]] std::string size() const { return with_commas(static_cast<double>(units_)); }

  std::int64_t units_;
  double seconds_;
  Report& report_;
  ServedLedger ledger_;
  std::unique_ptr<Bare> bare_;
  std::mt19937_64 random_{42};
  std::int64_t registered_ = 0;
  std::int64_t key_ = 0;
};

}  // namespace

void measure(StoreKind store, std::int64_t units, double seconds, Report& report) {
  Measurement(store, units, seconds, report).run();
}

void measure_overload_only(StoreKind store, std::int64_t units, double seconds, Report& report) {
  Measurement(store, units, seconds, report).run_overload();
}

}  // namespace nameplate::bench
