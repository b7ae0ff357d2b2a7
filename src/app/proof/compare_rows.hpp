#pragma once

#include "app/proof/difference.hpp"
#include "store/query.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nameplate::app {

/// The next rows of a projection behind the same key, from two stores; fewer than `limit`: there are no more.
struct RowsToCompare {
  std::string_view projection;
  std::span<store::ProjectionRow const> expected;
  std::span<store::ProjectionRow const> found;
  std::size_t limit = 0;
};

/// Compares as far as both sides reach, and says with `after` how far that is; false when both ended.
bool compare_rows(RowsToCompare const& rows, std::optional<std::string>& after, std::int64_t& compared,
                  Differences& differences);

}  // namespace nameplate::app
