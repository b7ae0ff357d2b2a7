#include "report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iterator>

namespace nameplate::bench {

void Report::add(std::string promise, std::string size, std::string budget, std::string measured, bool holds) {
  std::fprintf(stderr, "%-10s %-60s %10s  %s (budget %s)%s\n", store.c_str(), promise.c_str(), size.c_str(),
               measured.c_str(), budget.c_str(), holds ? "" : "  MISSED");
  auto row = std::ranges::find_if(
      rows, [&](Row const& other) { return other.promise == promise && other.size == size && other.budget == budget; });
  if (row == rows.end()) {
    rows.push_back(
        {.promise = std::move(promise), .size = std::move(size), .budget = std::move(budget), .measured = {}});
    row = std::prev(rows.end());
  }
  row->measured.push_back({.store = store, .text = std::move(measured), .holds = holds});
}

std::string Report::to_markdown(std::string_view command) const {
  std::vector<std::string> stores;
  for (auto const& row : rows) {
    for (auto const& measured : row.measured) {
      if (std::ranges::find(stores, measured.store) == stores.end()) {
        stores.push_back(measured.store);
      }
    }
  }
  std::string text =
      "# Performance\n\nMade by `" + std::string(command) + "` on " + machine +
      ".\n\nRatios compare with the *bare engine*: the same rows and indexes, written by a plain C loop "
      "(`bench/bare_engine.c` with prepared statements\non SQLite, `bench/bare_postgres.c` with arrays and "
      "pipelines on PostgreSQL), durable, in the same run. Absolute figures differ from machine to\n"
      "machine; the load generator, and PostgreSQL itself, share the processors with the server. What "
      "misses its budget is bold.\n\n| promise | units | budget |";
  std::string line = "\n|---|---|---|";
  for (auto const& name : stores) {
    text += " " + name + " |";
    line += "---|";
  }
  text += line + "\n";
  for (auto const& row : rows) {
    text += "| " + row.promise + " | " + row.size + " | " + row.budget + " |";
    for (auto const& name : stores) {
      auto const found = std::ranges::find(row.measured, name, &Row::Measured::store);
      auto const* const mark = found == row.measured.end() || found->holds ? "" : "**";
      text += " " + (found == row.measured.end() ? std::string() : mark + found->text + mark) + " |";
    }
    text += "\n";
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
