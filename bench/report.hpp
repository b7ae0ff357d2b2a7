#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nameplate::bench {

/// One promise, measured on some stores.
struct Row {
  struct Measured {
    std::string store;
    std::string text;
    bool holds = true;
  };

  std::string promise;
  std::string size;
  std::string budget;
  std::vector<Measured> measured;
};

/// What one run found, as docs/performance.md shows it.
struct Report {
  std::string machine;
  std::string store;  ///< that is measured at the moment
  std::vector<Row> rows;
  std::vector<std::string> notes;  ///< paragraphs after the table

  /// What another store did for the same promise at the same size stands beside it.
  void add(std::string promise, std::string size, std::string budget, std::string measured, bool holds);
  [[nodiscard]] std::string to_markdown(std::string_view command) const;
};

/// `1234567.8` as `1,234,568`.
[[nodiscard]] std::string with_commas(double value);
[[nodiscard]] std::string with_decimals(double value, int decimals);

}  // namespace nameplate::bench
