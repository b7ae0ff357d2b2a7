// Measures the promises of docs/performance.md on the real server over HTTP, and the bare engine beside it.

#include "bare_engine.h"
#include "http_load.hpp"
#include "measure.hpp"
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

}  // namespace

int main(int argc, char** argv) {
  std::string report_path;
  std::vector<std::int64_t> sizes = {10'000, 1'000'000};
  double seconds = 5;
  CLI::App arguments("Measures what Nameplate promises");
  arguments.add_option("--report", report_path, "Markdown file to write");
  arguments.add_option("--sizes", sizes, "Units in the ledger, each measured in turn")->delimiter(',');
  arguments.add_option("--seconds", seconds, "How long each load lasts");
  CLI11_PARSE(arguments, argc, argv);

  nameplate::bench::Report report;
  report.machine = std::to_string(std::thread::hardware_concurrency()) + " cores (" +
                   read_first("/proc/cpuinfo", "model name") + ")";
  try {
    for (auto const size : sizes) {
      nameplate::bench::measure(size, seconds, report);
    }
  } catch (std::exception const& failure) {
    std::fprintf(stderr, "nameplate_bench: %s\n", failure.what());
    return 2;
  }
  auto const markdown = report.to_markdown("./x bench");
  if (report_path.empty()) {
    std::fputs(markdown.c_str(), stdout);
  } else {
    std::ofstream(report_path) << markdown;
  }
  return 0;
}
