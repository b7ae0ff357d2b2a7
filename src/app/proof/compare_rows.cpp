#include "app/proof/compare_rows.hpp"

namespace nameplate::app {
namespace {

/// A projection may have nothing but its key.
std::string shown(store::ProjectionRow const& row) {
  return row.values.empty() ? "a row" : row.values;
}

}  // namespace

bool compare_rows(RowsToCompare const& rows, std::optional<std::string>& after, std::int64_t& compared,
                  Differences& differences) {
  auto const& [projection, expected, found, limit] = rows;
  bool const expected_ended = expected.size() < limit;
  bool const found_ended = found.size() < limit;
  auto left = expected.begin();
  auto right = found.begin();
  // A side that was cut off says nothing about what comes after its last row.
  auto const left_open = [&, end = expected.end()] { return left == end && !expected_ended; };
  auto const right_open = [&, end = found.end()] { return right == end && !found_ended; };
  while ((left != expected.end() || right != found.end()) && !left_open() && !right_open()) {
    ++compared;
    if (right == found.end() || (left != expected.end() && left->key < right->key)) {
      differences.add(projection, left->key, shown(*left), "");
      after = (left++)->key;
    } else if (left == expected.end() || right->key < left->key) {
      differences.add(projection, right->key, "", shown(*right));
      after = (right++)->key;
    } else {
      if (left->values != right->values) {
        differences.add(projection, left->key, left->values, right->values);
      }
      after = left->key;
      ++left;
      ++right;
    }
  }
  return !(expected_ended && found_ended);
}

}  // namespace nameplate::app
