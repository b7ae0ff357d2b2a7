#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nameplate::app {

/// A place where a database is not what its ledger, or its seals, say.
struct Difference {
  std::string projection;  ///< a table, or what was compared: event, seal, head, structure
  std::string key;
  std::string expected;  ///< what the ledger says; empty: there should be no such row
  std::string found;     ///< what stands in the database; empty: the row is missing
};

/// All that were found are counted, the first hundred are kept.
class Differences {
 public:
  void add(std::string_view projection, std::string key, std::string expected, std::string found) {
    ++count_;
    if (shown_.size() < shown_max) {
      shown_.push_back({std::string(projection), std::move(key), std::move(expected), std::move(found)});
    }
  }
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] std::vector<Difference> const& shown() const { return shown_; }

 private:
  static constexpr std::size_t shown_max = 100;

  std::vector<Difference> shown_;
  std::int64_t count_ = 0;
};

}  // namespace nameplate::app
