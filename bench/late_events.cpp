#include "late_events.hpp"

#include "base/time_text.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace nameplate::bench {
namespace {

constexpr int later_events = 1'000;
constexpr int units_inside = 10'000;
constexpr int rounds = 50;
constexpr std::int64_t second_us = base::microseconds_per_second;
constexpr double container_ratio_max = 3;

double median(std::vector<double> values) {
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

/// Everything is dated from here on.
base::Instant yesterday() {
  return base::SystemClock().now().plus(-24 * base::microseconds_per_hour);
}

class LateEvents {
 public:
  LateEvents(Call const& call, std::string size, Report& report)
      : call_(call), size_(std::move(size)), report_(report) {
    call_("POST", "/products", R"({"sku":"LATE","name":"Late","tracking":"serial"})");
    for (auto const* const code : {"LATE-1", "LATE-2"}) {
      call_("POST", "/locations", std::string(R"({"code":")") + code + R"(","name":")" + code + R"(","kind":"bin"})");
    }
  }

  void unit_with_a_long_history() {
    std::string const unit = R"({"product":"LATE","serial":"OFTEN"})";
    move("receive", unit, 0, 0);
    for (int i = 0; i < later_events; ++i) {
      move("move", unit, 10'000 + i, i);
    }
    std::vector<double> late;
    std::vector<double> in_time;
    for (int round = 0; round < rounds; ++round) {  // in turn, so that both meet the same machine
      late.push_back(move("move", unit, 1 + round, round));
      in_time.push_back(move("move", unit, 20'000 + round, round));
    }
    report_.add(
        "a late event on a unit with 1,000 later ones", size_, "",
        with_decimals(median(late) * 1000, 1) + " ms (in time " + with_decimals(median(in_time) * 1000, 1) + " ms)",
        true);
  }

  void container_that_holds_much() {
    std::string inside;
    for (int i = 0; i < units_inside; ++i) {
      inside += (i == 0 ? "" : ",") + std::string(R"({"product":"LATE","serial":"IN-)") + std::to_string(i) + "\"}";
    }
    move("receive", inside, 0, 0);
    move("receive", R"({"container":"LATE-PALLET"})", 0, 0);
    call_("POST", "/operations/pack",
          R"({"container":"LATE-PALLET","return":"counts","time":")" + base::to_string(at(1)) + R"(","items":[)" +
              inside + "]}");
    std::string const pallet = R"({"container":"LATE-PALLET"})";
    move("move", pallet, 50'000, 0);
    std::vector<double> late;
    std::vector<double> in_time;
    for (int round = 0; round < rounds; ++round) {
      late.push_back(move("move", pallet, 10 + round, round));
      in_time.push_back(move("move", pallet, 60'000 + round, round));
    }
    auto const ratio = median(late) / median(in_time);
    report_.add("a late move of a container with 10,000 units in it", size_, "≤ 3 of the same in time",
                with_decimals(ratio, 2) + " (" + with_decimals(median(late) * 1000, 1) + " ms; in time " +
                    with_decimals(median(in_time) * 1000, 1) + " ms)",
                ratio <= container_ratio_max);
  }

 private:
  [[nodiscard]] base::Instant at(int second) const { return begin_.plus(second * second_us); }

  /// From one place to the other, and back. Seconds that it took.
  double move(std::string const& verb, std::string const& items, int second, int turn) {
    auto const body = R"({"return":"counts","location":"LATE-)" + std::to_string(1 + turn % 2) + R"(","time":")" +
                      base::to_string(at(second)) + R"(","items":[)" + items + "]}";
    auto const start = std::chrono::steady_clock::now();
    call_("POST", "/operations/" + verb, body);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

  Call const& call_;
  std::string size_;
  Report& report_;
  base::Instant begin_ = yesterday();
};

}  // namespace

void measure_late_events(Call const& call, std::string const& size, Report& report) {
  LateEvents late(call, size, report);
  late.unit_with_a_long_history();
  late.container_that_holds_much();
}

}  // namespace nameplate::bench
