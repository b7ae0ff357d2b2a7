#pragma once

#include "domain/operation.hpp"

#include <cstddef>

namespace nameplate::domain {

/// Operations of one batch; together they have no more items than one operation may have.
inline constexpr std::size_t batch_operations_max = 1000;

/// The items of the operation, generated ones counted.
[[nodiscard]] inline std::size_t count_items(Operation const& operation) {
  auto count = operation.items.size();
  for (auto const& item : operation.items) {
    if (item.kind == ItemKind::generate) {
      count += static_cast<std::size_t>(item.amount) - 1;
    }
  }
  return count;
}

}  // namespace nameplate::domain
