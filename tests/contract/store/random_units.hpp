#pragma once

#include "contract/store/store_contract.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <vector>

/// A small warehouse made at random, and the same questions answered by looking at everything in memory.
namespace nameplate::test {

struct RandomWarehouse {
  std::vector<domain::UnitState> units;
  std::vector<domain::ContainerState> containers;
  std::vector<domain::Trait> traits;  ///< sorted

  [[nodiscard]] domain::Changes changes() const;
};

[[nodiscard]] RandomWarehouse make_warehouse(std::mt19937_64& random, std::size_t units);
/// Zero to four parts, often ones that fit something.
[[nodiscard]] store::UnitFilter make_filter(std::mt19937_64& random, RandomWarehouse const& warehouse);
[[nodiscard]] std::string describe(store::UnitFilter const& filter);

/// As the store normalises serials in this test: upper case.
[[nodiscard]] std::string norm_of(std::string serial);
[[nodiscard]] std::vector<domain::UnitState> list_in_memory(RandomWarehouse const& warehouse,
                                                            store::UnitFilter const& filter, store::SortKey sort,
                                                            store::SortOrder order);

}  // namespace nameplate::test
