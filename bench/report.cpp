#include "report.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace nameplate::bench {

void Report::add(std::string promise, std::string size, std::string budget, std::string measured, bool holds) {
  rows.push_back({std::move(promise), std::move(size), std::move(budget), std::move(measured), holds});
  auto const& row = rows.back();
  std::fprintf(stderr, "%-60s %10s  %s (budget %s)%s\n", row.promise.c_str(), row.size.c_str(), row.measured.c_str(),
               row.budget.c_str(), row.holds ? "" : "  MISSED");
}

std::string Report::to_markdown(std::string_view command) const {
  std::string text = "# Performance\n\nMade by `" + std::string(command) + "` on " + machine +
                     ".\n\nRatios compare with the *bare engine*: the same rows and indexes, written by a plain C loop "
                     "(`bench/bare_engine.c`) over prepared\nSQLite statements, durable, in the same run. Absolute "
                     "figures differ from machine to machine; the load generator shares the processors.\n\n"
                     "| promise | units | budget | measured | holds |\n|---|---|---|---|---|\n";
  for (auto const& row : rows) {
    text += "| " + row.promise + " | " + row.size + " | " + row.budget + " | " + row.measured + " | " +
            (row.holds ? "yes" : "**no**") + " |\n";
  }
  for (auto const& note : notes) {
    text += "\n" + note + "\n";
  }
  return text;
}

std::string with_commas(double value) {
  auto text = std::to_string(std::llround(value));
  for (auto place = static_cast<std::ptrdiff_t>(text.size()) - 3; place > 0; place -= 3) {
    text.insert(static_cast<std::size_t>(place), ",");
  }
  return text;
}

std::string with_decimals(double value, int decimals) {
  std::array<char, 64> buffer{};
  int const length = std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, value);
  return {buffer.data(), static_cast<std::size_t>(length)};
}

}  // namespace nameplate::bench
