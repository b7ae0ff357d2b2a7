#include "numbers.hpp"

#include "identify/format/number_format.hpp"
#include "identify/scan.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace nameplate::bench {
namespace {

constexpr int rounds = 3;
constexpr std::int64_t numbers_count = 1'000'000;
constexpr int scans_count = 200'000;
constexpr std::string_view speaking = "P{category}-{site}{yy}{ww}-{counter:7}{check}";
constexpr std::string_view random_looking = "{product}-{random:9}{check:damm}";

/// The best of a few rounds: what the machine does beside it only slows it down.
template <typename Work>
double seconds_of(Work work) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    auto const start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

std::string value_of(identify::FieldPart const& field) {
  return field.kind == identify::FieldKind::category   ? "CR"
         : field.kind == identify::FieldKind::location ? "MUC"
                                                       : "CR5";
}

std::size_t sink = 0;  ///< so that nothing is left out

}  // namespace

void measure_numbers(Report& report) {
  using namespace std::chrono;
  base::LocalTime const time{.day = year(2026) / November / 27, .hour = 12, .minute = 0};
  for (auto const text : {speaking, random_looking}) {
    auto const format = identify::NumberFormat::parse(text).value();
    auto maker = format.maker(format.texts(time, value_of).value()).value();
    maker.use_secret("0123456789abcdef");
    auto const making = seconds_of([&] {
      for (std::int64_t count = 1; count <= numbers_count; ++count) {
        sink += maker.make(count)->size();
      }
    });
    report.add("numbers made in memory, `" + std::string(text) + "`", "", "≥ 1,000,000/s",
               with_commas(numbers_count / making) + "/s", numbers_count / making >= 1e6);
    auto const number = *maker.make(1234);
    auto const reading = seconds_of([&] {
      for (int i = 0; i < scans_count; ++i) {
        sink += format.read(number).size();
      }
    });
    report.add("a number read back, `" + std::string(text) + "`", "", "",
               with_decimals(reading / scans_count * 1e6, 2) + " µs", true);
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> scans = {
      {{"own number", "PCR-MUC2648-0000123A"},
       {"GS1 label",
        "]C101095212345432131726123110A1234567890\x1D"
        "21S712345678901"},
       {"Digital Link", "https://id.gs1.org/01/09521234543213/10/A1234567890/21/S712345678901?17=261231"}}};
  for (auto const& [name, raw] : scans) {
    auto const taken = seconds_of([&] {
      for (int i = 0; i < scans_count; ++i) {
        sink += identify::parse_scan(raw).elements.size();
      }
    });
    auto const each = taken / scans_count * 1e6;
    report.add("a scan taken apart: " + std::string(name), "", "< 5 µs", with_decimals(each, 2) + " µs", each < 5);
  }
}

}  // namespace nameplate::bench
