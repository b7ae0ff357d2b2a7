#include "http/nearest_name.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace nameplate::http {
namespace {

constexpr std::size_t compared_characters_max = 40;

/// Without what people get wrong most: case, underscores and hyphens (`serial_number`, `serialNumber`).
std::string folded(std::string_view name) {
  std::string out;
  for (char const c : name.substr(0, compared_characters_max)) {
    if (c != '_' && c != '-') {
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
  }
  return out;
}

/// How many characters to insert, delete or change (Levenshtein).
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    auto diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      auto const changed = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest_name(std::string_view name, std::span<std::string_view const> known) {
  auto const wanted = folded(name);
  std::string_view best;
  auto best_distance = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  for (auto const candidate : known) {
    if (auto const away = distance(wanted, folded(candidate)); away < best_distance) {
      best = candidate;
      best_distance = away;
    }
  }
  return best;
}

}  // namespace nameplate::http
