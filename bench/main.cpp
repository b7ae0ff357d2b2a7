// Measures the promises of docs/performance.md on the real server over HTTP, and the bare engine beside it.

#include "measure.hpp"
#include "numbers.hpp"
#include "report.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

std::string read_first(std::string const& path, std::string const& field) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(field)) {
      return line.substr(line.find(':') + 2);
    }
  }
  return "unknown";
}

/// What people wrote below what is measured each time.
std::string from_second_heading(std::string const& path) {
  std::ifstream const file(path);
  std::ostringstream text;
  text << file.rdbuf();
  auto const begin = text.str().find("\n## ");
  return begin == std::string::npos ? std::string() : text.str().substr(begin);
}

}  // namespace

int main(int argc, char** argv) {
  std::string report_path;
  std::vector<std::int64_t> sizes = {10'000, 1'000'000};
  std::vector<std::string> stores = {"SQLite", "PostgreSQL"};
  double seconds = 5;
  CLI::App arguments("Measures what Nameplate promises");
  arguments.add_option("--report", report_path,
                       "Markdown file to write; what stands there from its second heading on is kept");
  arguments.add_option("--sizes", sizes, "Units in the ledger, each measured in turn")->delimiter(',');
  arguments.add_option("--stores", stores, "SQLite, PostgreSQL")
      ->delimiter(',')
      ->check(CLI::IsMember({"SQLite", "PostgreSQL"}));
  arguments.add_option("--seconds", seconds, "How long each load lasts");
  bool only_overload = false;
  arguments.add_flag("--overload", only_overload, "Only what happens when more is asked than can be done");
  bool only_numbers = false;
  arguments.add_flag("--numbers", only_numbers, "Only how fast numbers are made and scans are taken apart, in memory");
  CLI11_PARSE(arguments, argc, argv);

  nameplate::bench::Report report;
  report.machine = std::to_string(std::thread::hardware_concurrency()) + " cores (" +
                   read_first("/proc/cpuinfo", "model name") + ")";
  try {
    if (!only_overload) {
      report.store = "in memory";
      nameplate::bench::measure_numbers(report);
    }
    if (only_numbers) {
      sizes.clear();
    }
    for (auto const size : sizes) {
      for (auto const& store : stores) {
        report.store = store;
        auto const kind =
            store == "SQLite" ? nameplate::bench::StoreKind::sqlite : nameplate::bench::StoreKind::postgres;
        (only_overload ? nameplate::bench::measure_overload_only : nameplate::bench::measure)(kind, size, seconds,
                                                                                              report);
      }
    }
  } catch (std::exception const& failure) {
    std::fprintf(stderr, "nameplate_bench: %s\n", failure.what());
    return 2;
  }
  auto const markdown = report.to_markdown("./x bench");
  if (report_path.empty()) {
    std::fputs(markdown.c_str(), stdout);
  } else {
    auto const rest = from_second_heading(report_path);
    std::ofstream(report_path) << markdown << rest;
  }
  return 0;
}
