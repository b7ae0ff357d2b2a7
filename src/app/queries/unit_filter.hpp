#pragma once

#include "app/queries/find_units.hpp"

namespace nameplate::app {

/// The question with every code and number looked up. None: nothing can fit.
[[nodiscard]] base::Result<std::optional<store::UnitFilter>> make_unit_filter(store::ReadSnapshot& snapshot,
                                                                              domain::Catalog const& catalog,
                                                                              UnitQuestion const& question);

/// The units, not sorted, that bear or bore one of these numbers.
[[nodiscard]] std::vector<domain::SubjectId> subjects_with_numbers(store::ReadSnapshot& snapshot,
                                                                   std::vector<std::string> const& numbers);

}  // namespace nameplate::app
