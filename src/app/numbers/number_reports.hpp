#pragma once

#include "app/numbers/sayings.hpp"
#include "app/queries/find_units.hpp"
#include "app/queries/reading.hpp"

#include <memory>
#include <vector>

/// Lists of numbers that somebody should look at.
namespace nameplate::app {

struct Disagreement {
  domain::UnitState unit;
  std::vector<NumberSaying> sayings;  ///< by the unit's own format
};

struct Disagreements {
  std::vector<Disagreement> units;
  std::int64_t looked_at = 0;
  std::optional<UnitCursor> next;  ///< none: all were looked at
};

/// Units whose number says something else than their record, among those that the question means. Looks at 5,000 units
/// at most, in sets; the page may be short although more follows. Errors: those of find_units.
[[nodiscard]] base::Result<Disagreements> find_disagreements(Reading& reading, ReadableFormats const& formats,
                                                             UnitQuestion question);

struct NearDuplicates {
  std::vector<std::vector<domain::UnitState>> groups;  ///< units whose numbers are easily taken for each other
  std::int64_t looked_at = 0;
  bool more = false;  ///< there are more units than were looked at, or more groups
};

/// Among the units that the question means; 200,000 of them at most. Errors: those of find_units.
[[nodiscard]] base::Result<NearDuplicates> find_near_duplicates(Reading& reading, UnitQuestion question);

/// What the serial of one unit says, compared with its record.
[[nodiscard]] std::vector<NumberSaying> sayings_of(Reading& reading, ReadableFormats const& formats,
                                                   domain::UnitState const& unit);

}  // namespace nameplate::app
