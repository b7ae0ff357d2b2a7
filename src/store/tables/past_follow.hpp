#pragma once

#include "store/tables/past_group.hpp"

#include <map>
#include <set>
#include <unordered_map>

namespace nameplate::store::tables {

/// Everybody who was in a group at any time of a period that ended.
struct PastPeriod {
  PastGroup group;
  base::Instant until;
  std::vector<std::int64_t> ids;  ///< sorted
};

/// What some events do to the tables past_*: read in a snapshot, written in a transaction of its own.
struct PastStep {
  struct GroupRow {
    base::Instant since{std::numeric_limits<std::int64_t>::min()};
    base::Instant latest{std::numeric_limits<std::int64_t>::min()};
    std::int64_t changes = 0;
    std::int64_t due = past_changes_min;
    bool stored = false;
  };
  struct Leaver {
    std::int64_t subject = 0;
    base::Instant left_at;
    std::optional<base::Instant> entered_at = {};  ///< none: long before

    auto operator<=>(Leaver const&) const = default;
  };
  struct Late {
    std::int64_t subject = 0;
    base::Instant entered_at;
    std::optional<base::Instant> left_at = {};

    auto operator<=>(Late const&) const = default;
  };

  domain::Sequence from = 0;
  domain::Sequence to = 0;
  domain::Sequence head = 0;
  std::map<PastGroup, GroupRow> groups;
  std::map<PastGroup, std::set<Leaver>> leavers;
  std::map<PastGroup, std::set<Late>> late;
  /// When those came that this step saw coming, as far as they have not left again.
  std::map<PastGroup, std::unordered_map<std::int64_t, base::Instant>> arrivals;
  std::vector<PastPeriod> periods;
};

/// Reads up to `events_max` events after those that were followed.
[[nodiscard]] PastStep read_past_step(Connection& snapshot, std::int64_t events_max);
/// Throws GuardLost when somebody else followed them meanwhile.
void write_past_step(Connection& connection, PastStep const& step);

/// Divides what is long enough into periods. For a step that reached the head only: who is in a group now and who left
/// it are then all who were in it.
void close_periods(Connection& snapshot, PastStep& step);

}  // namespace nameplate::store::tables
